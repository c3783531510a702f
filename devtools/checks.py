"""`dev.py lint`: style, Odoo's own traps, XML and translations, each by the tool made for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from devtools import machine
from devtools.console import Problem, say
from devtools.odoo_package import ensure_odoo
from devtools.project import ADDON, Project
from devtools.python_env import ensure_linters, ensure_python

# One class for all that a big model of Odoo's gets would make files of a thousand lines. On the
# command line: in .pylintrc, `enable` would switch it on again.
SPLIT = "--disable=consider-merging-classes-inherited"


def lint(project: Project, fix: bool = False) -> int:
    """Run every check, then say which found something; 1 if any did.

    :param fix: let ruff correct what it can first
    """
    project.home.mkdir(parents=True, exist_ok=True)
    with machine.lock(project.home / "setup.lock", "Another dev.py is fetching; waiting for it."):
        ensure_linters(project)
        ensure_python(project)
        ensure_odoo(project)
    failed = [name for name, command in checks(project, fix) if not passes(project, name, command)]
    if failed:
        raise Problem(f"Something to correct, found by {', '.join(failed)}.")
    return 0


def checks(project: Project, fix: bool) -> list[tuple[str, list]]:
    """Each check: its name and its command, from the repository."""
    bin_ = project.lint_venv / "bin"
    concise = "--output-format=concise"
    check, format_ = ([concise, "--fix"], []) if fix else ([concise], [concise, "--check"])
    found = [
        ("ruff", [bin_ / "ruff", "check", "--quiet", *check, "."]),
        ("ruff format", [bin_ / "ruff", "format", "--quiet", *format_, "."]),
    ]
    if (project.addon / "__manifest__.py").exists():
        found += [
            ("pylint-odoo", [bin_ / "pylint", "--rcfile=.pylintrc", SPLIT, ADDON]),
            ("the OCA checks of XML and CSV", [bin_ / "oca-checks-odoo-module", ADDON]),
            ("Odoo's own upgrade_code", upgrade_code(project)),
        ]
    if files := sorted((project.addon / "i18n").glob("*.po*")):
        found.append(("the OCA checks of translations", [bin_ / "oca-checks-po", *files]))
    return found


def upgrade_code(project: Project) -> list:
    """Odoo's script that rewrites older idioms, asked to list only: it fails if it lists any."""
    return [
        "env",
        f"PYTHONPATH={project.odoo_source}",
        project.python,
        "-m",
        "odoo",
        "upgrade_code",
        "--dry-run",
        "--from",
        "17.0",
        "--to",
        "19.0",
        "--addons-path",
        project.repo,
        "--glob",
        f"{ADDON}/**/*",
    ]


def passes(project: Project, name: str, command: Sequence) -> bool:
    """Run one check, its findings to the terminal; whether it found nothing."""
    env = dict(
        os.environ,
        PATH=f"{project.lint_venv / 'bin'}:{os.environ.get('PATH', '')}",
        PYLINTHOME=str(project.home / "pylint"),
    )
    code = subprocess.run([str(part) for part in command], cwd=project.repo, env=env).returncode
    say(f"  {'ok  ' if code == 0 else 'FAIL'}  {name}")
    return code == 0
