"""Writes the confirmed letters of a database as PDF files. Run by dev.py with Odoo at hand.

Arguments: the database, the folder. Says nothing when the database has no letters.
"""

import base64
import re
import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def file_name(name, used):
    """A name that any system accepts and no letter before has."""
    stem = re.sub(r"[^\w.()-]+", "-", name or "letter").strip("-.") or "letter"
    candidate, rank = f"{stem}.pdf", 1
    while candidate.lower() in used:
        rank += 1
        candidate = f"{stem}-{rank}.pdf"
    used.add(candidate.lower())
    return candidate


def main(database, folder):
    config.parse_config(["--no-http"], setup_logging=True)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.pdf"):
            old.unlink()
        if "litige.letter" not in env:
            return
        used = set()
        for letter in env["litige.letter"].search([("state", "=", "confirmed")]):
            if letter.document_file:
                name = file_name(letter.document_name.removesuffix(".pdf"), used)
                (folder / name).write_bytes(base64.b64decode(letter.document_file))
                print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
