"""The translations: what the addon's terms are, what is left to translate."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from devtools import databases, setup
from devtools.console import Problem, Step, say
from devtools.project import ADDON, Project

INSIDE = Path(__file__).parent / "inside"
SHOWN = 40  # terms named before "and N more"


def translate(project: Project, check: bool = False) -> int:
    """Export the addon's terms, merge the French with them, and name what is not translated.

    :param check: change no file, and object to files that an export would change
    :raise Problem: when something is left to do, naming it
    """
    with setup.ready(project) as (variables, _packages):
        # The test database: without the demonstration data, whose texts nobody translates.
        databases.ensure(project, variables, databases.TEST, label="Test database", assets=True)
        with Step("Exporting the terms"):
            answer = subprocess.run(
                [
                    project.python,
                    INSIDE / "merge_terms.py",
                    databases.TEST,
                    ADDON,
                    project.addon / "i18n",
                    "check" if check else "write",
                ],
                text=True,
                capture_output=True,
                env=databases.odoo_environment(project, variables),
            )
        if answer.returncode:
            raise Problem(f"The terms could not be exported.\n{answer.stderr[-2000:]}")
    facts = json.loads(answer.stdout)
    say(f"  {facts['total']} terms, {facts['translated']} translated.")
    if not check and facts["obsolete"]:
        report("Dropped, the addon no longer has them", facts["obsolete"])
        facts["obsolete"] = []
    wanting = [
        report(title, facts[kind])
        for kind, title in (
            ("untranslated", "Not translated"),
            ("fuzzy", "Marked fuzzy, to be confirmed"),
            ("obsolete", "In fr.po, but no longer in the addon"),
            ("missing", "In the addon, but not in the files"),
        )
        if facts[kind]
    ]
    if wanting:
        raise Problem(
            "The French translation is not complete."
            if not check
            else "The translation files are not up to date:",
            "python3 dev.py translate" if check else None,
        )
    return 0


def report(title: str, terms: list[str]) -> str:
    """Print some terms under a title; the title."""
    say(f"\n{title} ({len(terms)}):")
    for term in terms[:SHOWN]:
        say(f"    {term[:100]!r}")
    if len(terms) > SHOWN:
        say(f"    and {len(terms) - SHOWN} more")
    return title
