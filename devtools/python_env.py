"""The Python environments: uv makes them from the lock files, every file checked by its hash."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.console import Problem, Step
from devtools.machine import call
from devtools.project import Project

HERE = Path(__file__).parent


def locked_versions(lock: str) -> dict[str, set[str]]:
    """The versions a lock file names, by package (two when they depend on the Python version).

    :raise ValueError: for a package without a hash, or an option line (an address, say)
    """
    versions: dict[str, set[str]] = {}
    entries = re.sub(r"\\\s*\n", " ", lock).splitlines()
    for entry in entries:
        entry = entry.strip()
        if not entry or entry.startswith("#"):
            continue
        match = re.match(r"([a-z0-9][a-z0-9._-]*)==([^\s;]+)", entry)
        if not match:
            raise ValueError(f"not a pinned package: {entry[:80]}")
        if "--hash=sha256:" not in entry:
            raise ValueError(f"no hash for {match[1]}")
        versions.setdefault(match[1], set()).add(match[2])
    return versions


def digest(*files: Path) -> str:
    """One sha256 for the content of these files."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def find_uv(project: Project) -> str:
    """The uv on PATH, else our own, installed by pip beside the rest.

    It needs neither the venv module nor permission to touch the system's Python.
    :raise Problem: when pip is missing or cannot fetch it
    """
    if found := shutil.which("uv"):
        return found
    target = project.home / "uv"
    if not (target / "bin" / "uv").exists():
        if subprocess.run(
            [sys.executable, "-m", "pip", "--version"], capture_output=True
        ).returncode:
            raise Problem("This Python has no pip.", "apt-get install python3-pip")
        partial = project.home / "uv.partial"
        shutil.rmtree(partial, ignore_errors=True)
        call(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "-q",
                "--no-deps",
                "--require-hashes",
                "--target",
                partial,
                "-r",
                HERE / "uv.lock",
            ],
            log=project.logs / "uv.log",
            failing="uv, which installs the Python packages, could not be fetched.",
        )
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    return str(target / "bin" / "uv")


def uv_environment() -> dict[str, str]:
    """The variables uv runs with: quiet, and looking where this machine's pip looks."""
    env = dict(os.environ, UV_LINK_MODE=os.environ.get("UV_LINK_MODE", "copy"))
    env.pop("VIRTUAL_ENV", None)
    if not env.keys() & {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE"}:
        asked = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
            capture_output=True,
            text=True,
        )
        if asked.returncode == 0 and asked.stdout.strip():
            env["UV_DEFAULT_INDEX"] = asked.stdout.strip()
    return env


def ensure_environment(project: Project, venv: Path, lock: Path, name: str) -> None:
    """Make `venv` hold exactly what `lock` says; does nothing when it already does."""
    stamp, wanted = venv / ".stamp", f"{digest(lock)} {sys.version_info[:2]}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with Step(name) as step:
        uv, env, python = find_uv(project), uv_environment(), venv / "bin" / "python"
        stamp.unlink(missing_ok=True)
        step.doing("making the environment")
        log = project.logs / f"{venv.name}.log"
        failing = f"The Python packages of {lock.name} could not be installed."
        call(
            [uv, "venv", "-q", "--clear", "-p", sys.executable, venv],
            log=log,
            env=env,
            failing=failing,
        )
        step.doing(f"{len(locked_versions(lock.read_text()))} packages")
        call(
            [uv, "pip", "sync", "-q", "--require-hashes", "-p", python, lock],
            log=log,
            env=env,
            failing=failing,
        )
        stamp.write_text(wanted)


def ensure_python(project: Project) -> None:
    """The environment that runs Odoo and the tests."""
    ensure_environment(project, project.venv, project.repo / "requirements.lock", "Python packages")


def ensure_linters(project: Project) -> None:
    """The environment of the linters, apart because they would fight with Odoo's pins."""
    ensure_environment(
        project, project.lint_venv, project.repo / "requirements-lint.lock", "Linters"
    )
