"""Runs one script of bench/ inside Odoo. Arguments: the database, a server's address, the script.

The script sees `env`, `database` and `url`, and may import what lies beside it.
"""

import sys
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(database, url, script):
    config.parse_config(["--no-http", f"--database={database}"], setup_logging=True)
    sys.path.insert(0, str(script.parent))
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env = env(user=env.ref("base.user_admin"), su=True)
        names = {
            "__name__": "__main__",
            "__file__": str(script),
            "env": env,
            "url": url,
            "database": database,
        }
        exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), names)
        cr.rollback()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
