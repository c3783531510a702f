"""Fetching everything a command needs, as much as possible at the same time, once and for all."""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import threading
from collections.abc import Callable, Iterator

from devtools import machine, postgres
from devtools.axe import ensure_axe
from devtools.console import Problem, Step
from devtools.databases import configure
from devtools.odoo_package import ensure_odoo
from devtools.project import Project
from devtools.python_env import ensure_python
from devtools.wkhtmltopdf import LIBRARIES, ensure_wkhtmltopdf

ROOM_GB = 4  # Odoo 1.2, downloads 0.4, environment 0.8, databases and their files 1, some air


class Background:
    """Something done in a thread; `wait` brings back the problem it met, if any."""

    def __init__(self, name: str, action: Callable[[], None]):
        self._name = name
        self._action = action
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._action()
        except BaseException as error:  # raised again where somebody listens
            self._error = error

    def wait(self) -> None:
        """Return once it is done.

        :raise Problem: the one it met
        """
        self._thread.join(timeout=1)
        if self._thread.is_alive():
            with Step(f"Waiting for {self._name}"):
                self._thread.join()
        if self._error:
            raise self._error


def missing_packages(browser: bool) -> list[str]:
    """Debian's names of what this machine lacks, asked of the machine rather than of dpkg."""
    libraries = {**LIBRARIES, "magic": "libmagic1"}
    missing = [name for library, name in libraries.items() if not ctypes.util.find_library(library)]
    if browser and not machine.find_chromium():
        missing.append("chromium")
    if browser and not shutil.which("npm"):
        missing.append("npm")
    return missing


def install_system_packages(project: Project, browser: bool) -> None:
    """Install what the machine lacks.

    :raise Problem: when that is not possible, or there is still no browser to test with
    """
    missing = missing_packages(browser)
    if missing:
        with Step(f"System packages ({', '.join(missing)})", quiet=os.geteuid() == 0):
            machine.install_packages(missing, project.logs / "system-packages.log")
    if browser and not machine.find_chromium():
        raise Problem(
            "There is no Chromium, and without it Odoo would skip the browser tests in silence.",
            machine.install_command(["chromium"]),
        )
    if browser:
        ensure_axe(project)


def fetch(project: Project, browser: bool = False) -> Background:
    """Everything on the disk: Python packages, Odoo, wkhtmltopdf, with the system's to wait for.

    As root the system's packages come behind all the rest (Chromium takes 20 s, and only the
    tests' last part needs it); others may have a password to type, so for them they come first.
    """
    project.home.mkdir(parents=True, exist_ok=True)
    if not project.venv.exists():
        machine.require_room(project.home, ROOM_GB)
    packages = Background("the system packages", lambda: install_system_packages(project, browser))
    if os.geteuid() != 0:
        packages.wait()
    others = [
        Background("Odoo 19 (125 MB)", lambda: ensure_odoo(project)),
        Background("wkhtmltopdf", lambda: ensure_wkhtmltopdf(project)),
    ]
    ensure_python(project)
    for other in others:
        other.wait()
    configure(project, project.odoo_conf, [project.repo])
    return packages


@contextlib.contextmanager
def ready(project: Project, browser: bool = False) -> Iterator[tuple[dict[str, str], Background]]:
    """Everything fetched and PostgreSQL running: the variables that lead to it, and what is left.

    Two dev.py on the same folder fetch one after the other, then work side by side.
    """
    project.require_addon()
    with contextlib.ExitStack() as stack:
        waiting = "Another dev.py is fetching; waiting for it."
        with machine.lock(project.home / "setup.lock", waiting):
            packages = fetch(project, browser)
            variables = stack.enter_context(postgres.server(project))
        yield variables, packages
