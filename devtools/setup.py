"""Fetching everything a command needs, in an order that wastes no time, once and for all."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

from devtools import machine, postgres
from devtools.console import Problem, Step
from devtools.databases import configure
from devtools.odoo_package import ensure_odoo
from devtools.project import Project
from devtools.python_env import ensure_python
from devtools.wkhtmltopdf import LIBRARIES, ensure_wkhtmltopdf

ROOM_GB = 4  # Odoo 1.2, downloads 0.4, environment 0.8, databases and their files 1 and some air


def missing_packages(browser: bool) -> list[str]:
    """Debian's names of what this machine lacks, asked of the machine rather than of dpkg."""
    find = machine.ctypes.util.find_library
    missing = [package for name, package in LIBRARIES.items() if not find(name)]
    if not machine.has_libmagic():
        missing.append("libmagic1")
    if browser and not machine.find_chromium():
        missing.append("chromium")
    return missing


class SystemPackages:
    """Installs missing Debian packages, behind the other downloads when no password is needed."""

    def __init__(self, project: Project, browser: bool):
        self._log = project.logs / "system-packages.log"
        self._browser = browser
        self._packages = missing_packages(browser)
        self._problem: Problem | None = None
        self._thread: threading.Thread | None = None
        if self._packages and os.geteuid() == 0:
            self._thread = threading.Thread(target=self._install, daemon=True)
            self._thread.start()
        elif self._packages:
            self._install()
            self.wait()

    def _install(self) -> None:
        try:
            with Step(f"System packages ({', '.join(self._packages)})", quiet=True):
                machine.install_packages(self._packages, self._log)
        except Problem as problem:
            self._problem = problem

    def wait(self) -> None:
        """Return once they are all there.

        :raise Problem: when they could not be installed, or there is still no browser
        """
        if self._thread and self._thread.is_alive():
            with Step("Waiting for the system packages"):
                self._thread.join()
        if self._problem:
            raise self._problem
        if self._browser and not machine.find_chromium():
            raise Problem(
                "There is no Chromium, and without it Odoo would skip the browser tests "
                "in silence.",
                machine.install_command(["chromium"]),
            )


def fetch(project: Project, browser: bool = False) -> SystemPackages:
    """Everything on the disk: Python packages, Odoo, wkhtmltopdf, with the system's to wait for."""
    project.home.mkdir(parents=True, exist_ok=True)
    if not project.venv.exists():
        machine.require_room(project.home, ROOM_GB)
    packages = SystemPackages(project, browser)
    ensure_python(project)
    ensure_odoo(project)
    ensure_wkhtmltopdf(project)
    configure(project, project.odoo_conf, [project.repo])
    return packages


@contextlib.contextmanager
def ready(project: Project, browser: bool = False) -> Iterator[dict[str, str]]:
    """Everything fetched and PostgreSQL running: the variables that lead to it.

    Two dev.py on the same folder fetch one after the other, then work side by side.
    """
    project.require_addon()
    with contextlib.ExitStack() as stack:
        with machine.lock(
            project.home / "setup.lock", "Another dev.py is fetching; waiting for it."
        ):
            packages = fetch(project, browser)
            variables = stack.enter_context(postgres.server(project))
        yield variables, packages
