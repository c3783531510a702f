"""Odoo's databases: a French template built once, and copies of it with the addon.

Each database has a stamp, written once it is whole, that says what it was built from; a database
without its stamp, or with another, is built again. `inside/build.py` does the work in one Odoo
process: starting Odoo costs seconds, so nothing starts it twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devtools import postgres
from devtools.console import Problem, Step
from devtools.machine import call
from devtools.project import ADDON, Project
from devtools.python_env import digest

INSIDE = Path(__file__).parent / "inside"
PREFIX = "litige_management"
DEMO, TEST, BENCH = f"{PREFIX}_demo", f"{PREFIX}_test", f"{PREFIX}_bench"
BESIDE = f"{PREFIX}_beside"
IGNORED = {"__pycache__", ".git"}


def tree_hash(folder: Path) -> str:
    """One sha256 for the names and contents of all files below, compiled Python left out."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not IGNORED.intersection(path.parts) and path.suffix != ".pyc":
            total.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def configure(project: Project, path: Path, addons: Sequence[Path]) -> None:
    """Write a configuration file of Odoo's; PGHOST and its family name the database server.

    Port 9 discards: a demonstration or a test never writes to the customers it invents.
    """
    path.write_text(f"""[options]
addons_path = {",".join(map(str, addons))}
data_dir = {project.home / "data"}
http_interface = 127.0.0.1
log_level = warn
max_cron_threads = 0
screenshots = {project.home / "screenshots"}
smtp_port = 9
unaccent = True
""")


def odoo_environment(project: Project, variables: dict[str, str]) -> dict[str, str]:
    """The variables Odoo runs with: its source, our programs, the database server."""
    path = [project.bin, project.venv / "bin"]
    if variables and not postgres.is_external():
        path.append(postgres.programs(project))
    env = {
        **os.environ,
        "ODOO_RC": str(project.odoo_conf),
        **variables,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(project.odoo_source),
    }
    env["PATH"] = ":".join([*map(str, path), os.environ.get("PATH", "")])
    env.pop("VIRTUAL_ENV", None)
    return env


def odoo(project: Project, variables: dict[str, str], *args, **options) -> subprocess.Popen:
    """Start Odoo's own command line in a session of its own, so that Ctrl-C reaches only us."""
    return subprocess.Popen(
        [project.python, "-m", "odoo", *args],
        start_new_session=True,
        env=odoo_environment(project, variables),
        **options,
    )


def build(project: Project, variables: dict[str, str], step: Step, **order) -> None:
    """Carry out an order of inside/build.py.

    :raise Problem: when Odoo fails, with the end of what it said
    """
    call(
        [project.python, INSIDE / "build.py"],
        input=json.dumps(order),
        step=step,
        env=odoo_environment(project, variables),
        cwd=project.repo,
        log=project.logs / f"{order['database']}.log",
        failing=f"Odoo could not build the database {order['database']}.",
    )


class Stamp:
    """What a database was built from, in a file that exists only while the database is whole."""

    def __init__(self, project: Project, database: str):
        self._path = project.stamps / f"{database}.json"

    def read(self) -> dict:
        """The facts noted, nothing when the database is not whole."""
        try:
            return json.loads(self._path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}

    def clear(self) -> None:
        """To call before the database is touched."""
        self._path.unlink(missing_ok=True)

    def write(self, **facts) -> None:
        """To call once the database is whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(facts))


def odoo_identity(project: Project) -> str:
    """What tells one Odoo source from another."""
    if not project.odoo_path:
        return (project.odoo_deb / ".whole").read_text()
    git = (
        subprocess.run(
            ["git", "-C", str(project.odoo_path), "rev-parse", "HEAD"],
            text=True,
            capture_output=True,
        )
        if (project.odoo_path / ".git").exists()
        else None
    )
    return f"{project.odoo_path} {git.stdout if git else ''}"


def template(project: Project, variables: dict[str, str]) -> str:
    """The name of the template: a French company in euros with what the addon depends on."""
    recipe = [odoo_identity(project), *project.template_modules, digest(INSIDE / "build.py")]
    name = f"{PREFIX}_base_{hashlib.sha256(repr(recipe).encode()).hexdigest()[:8]}"
    stamp, existing = Stamp(project, name), postgres.probe(project, variables)["databases"]
    if stamp.read() and name in existing:
        return name
    stamp.clear()
    outdated = [
        path.stem
        for path in project.stamps.glob(f"{PREFIX}_base_*.json")
        if path.stem in existing and path.stem != name
    ]
    with Step(f"Template database ({', '.join(project.template_modules)})") as step:
        build(
            project,
            variables,
            step,
            database=name,
            create=True,
            assets=True,
            drop=outdated,
            install=project.template_modules,
        )
    stamp.write(modules=project.template_modules)
    for earlier in outdated:
        Stamp(project, earlier).clear()
    return name


def ensure(
    project: Project,
    variables: dict[str, str],
    database: str,
    *,
    label: str,
    update: bool = False,
    **order,
) -> bool:
    """Make `database` a copy of the template with the addon as it is now; says whether it had to.

    :param update: when the database exists, update the addon in it instead of starting afresh
    :param order: what else inside/build.py should do; `install` names modules beside the addon
    """
    base, addon = template(project, variables), tree_hash(project.addon)
    others = order.get("install", [])
    stamp = Stamp(project, database)
    noted = stamp.read()
    exists = (
        noted.get("base") == base
        and noted.get("others", []) == others
        and database in postgres.probe(project, variables)["databases"]
    )
    if exists and noted.get("addon") == addon:
        return False
    stamp.clear()
    with Step(label) as step:
        if exists and update:
            order = {**order, "update": [ADDON], "demo_of": None}
        else:
            order = {**order, "copy_of": base, "install": [*others, ADDON]}
        try:
            build(project, variables, step, database=database, **order)
        except Problem as problem:
            if "update" in order:
                problem.command = "python3 dev.py run --fresh"
            raise
    stamp.write(base=base, addon=addon, others=others)
    return True
