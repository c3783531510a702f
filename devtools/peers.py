"""The peers we measure and test beside, and the scripts of bench/.

Each peer comes from PyPI, its hash recorded in requirements-bench.lock; no dependency of the addon.
A script of bench/ is a plain Python file run inside Odoo with three names at hand: `env` (as the
superuser, nothing committed unless it commits), `database` and `url` (a running Odoo on the same
database). Helpers go in bench/_*.py, which are not run but can be imported.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from devtools.console import Problem, Step, say
from devtools.databases import BENCH, configure, odoo_environment
from devtools.machine import call
from devtools.project import Project
from devtools.python_env import digest, find_uv, uv_environment

INSIDE = Path(__file__).parent / "inside"
MODULES = ["account_credit_control", "crm_claim"]


def scripts(project: Project, names: Sequence[str]) -> list[Path]:
    """The scripts to run, in the order of their names.

    :raise Problem: for a name that is none of them
    """
    known = {path.stem: path for path in sorted((project.repo / "bench").glob("[!_]*.py"))}
    wanted = [Path(name).stem for name in names] or list(known)
    if unknown := [name for name in wanted if name not in known]:
        raise Problem(
            f"No measurement is called {', '.join(unknown)}. There are: "
            f"{', '.join(known) or 'none yet'}."
        )
    return [known[name] for name in wanted]


def ensure_peers(project: Project) -> Path:
    """Fetch the peer addons; the folder to add to Odoo's addons path."""
    lock, target = project.repo / "requirements-bench.lock", project.home / "peers"
    stamp = target / ".whole"
    if not (stamp.exists() and stamp.read_text() == digest(lock)):
        with Step("Peers to measure and test beside"):
            shutil.rmtree(target, ignore_errors=True)
            call(
                [
                    find_uv(project),
                    "pip",
                    "install",
                    "-q",
                    "--no-deps",
                    "--require-hashes",
                    "-p",
                    project.python,
                    "--target",
                    target,
                    "-r",
                    lock,
                ],
                env=uv_environment(),
                log=project.logs / "peers.log",
                failing="The peers could not be fetched.",
            )
            stamp.write_text(digest(lock))
    return target / "odoo" / "addons"


def configuration(project: Project, peers: Path) -> Path:
    """A configuration file of its own, with the peers on the addons path."""
    path = project.home / "odoo-peers.conf"
    configure(project, path, [project.repo, peers])
    return path


def measure(project: Project, variables: dict[str, str], script: Path, url: str) -> bool:
    """Run one script, its output to the terminal; whether it succeeded."""
    say(f"\n== {script.stem}")
    return (
        subprocess.run(
            [project.python, INSIDE / "measure.py", BENCH, url, script],
            cwd=project.repo,
            env=odoo_environment(project, variables),
        ).returncode
        == 0
    )
