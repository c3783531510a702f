"""This machine: running programs, explaining their failures, Debian packages, free ports, locks."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from devtools.console import Problem, Step, say

# What fails outside this project, as the programs say it, and as we say it.
EXPLANATIONS = (
    (
        ("no space left on device", "disk quota exceeded"),
        "The disk is full: free some space, or point LITIGE_HOME at a larger disk.",
    ),
    (
        (
            "could not resolve",
            "temporary failure in name resolution",
            "temporary failure resolving",
            "name or service not known",
            "dns error",
            "failed to lookup address",
            "nodename nor servname",
            "connection refused",
            "connection timed out",
            "network is unreachable",
            "no route to host",
            "error sending request",
            "failed to fetch",
            "max retries exceeded",
            "connection reset",
            "read timed out",
            "operation timed out",
            "tunnel error",
            "could not connect",
            "could not find a version that satisfies",
            "was not found in the package registry",
        ),
        "A package registry cannot be reached: check the network (or the proxy) and start again; "
        "what was already fetched is kept.",
    ),
    (
        ("hash mismatch", "hashes are required", "do not match the hashes", "hash sum mismatch"),
        "A download does not have the recorded checksum, so it was thrown away: start again, and "
        "if it happens twice do not trust the source.",
    ),
)
CHROMIUM = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def explain(output: str) -> str | None:
    """A sentence for a failure this project can foresee, from a program's output, or None."""
    lowered = output.lower()
    for signs, sentence in EXPLANATIONS:
        if any(sign in lowered for sign in signs):
            return sentence
    return None


def call(command: Sequence, *, log: Path, failing: str, step: Step | None = None, **options) -> str:
    """Run a program with its output in `log`; its standard output also moves the step's progress.

    :param failing: the sentence to say when it fails and nothing better explains why
    :return: its standard output
    :raise Problem: when it fails, with an explanation or the end of its output
    """
    stdin = options.pop("input", None)
    log.parent.mkdir(parents=True, exist_ok=True)
    heard: list[str] = []
    with log.open("w", encoding="utf-8", errors="replace") as errors:
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                text=True,
                errors="replace",
                stderr=errors,
                stdout=subprocess.PIPE,
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                **options,
            )
        except FileNotFoundError as error:
            raise Problem(f"{failing} The program {command[0]} is not there.") from error
        with process:
            if stdin:
                process.stdin.write(stdin)
                process.stdin.close()
            for line in process.stdout:
                heard.append(line)
                if step and line.strip():
                    step.doing(line.strip())
    output = "".join(heard)
    if process.returncode:
        said = log.read_text(encoding="utf-8", errors="replace") + output
        log.write_text(said, encoding="utf-8")
        tail = "\n".join(f"    | {line}" for line in said.strip().splitlines()[-15:])
        raise Problem(explain(said) or f"{failing} The whole output is in {log}\n{tail}")
    return output


# -- Debian packages ----------------------------------------------------------------------------


def find_chromium() -> str | None:
    """The browser that Odoo's own test harness will find, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def install_command(packages: Sequence[str]) -> str:
    """The command that installs Debian packages, as this user would type it."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return (
        f"{sudo}apt-get update && {sudo}apt-get install --no-install-recommends "
        f"{' '.join(packages)}"
    )


def install_packages(packages: Sequence[str], log: Path) -> None:
    """Install Debian packages, asking sudo for the right to when not root.

    :raise Problem: naming the packages and the command, when that is not possible here
    """
    command = install_command(packages)
    if not shutil.which("apt-get"):
        raise Problem(
            f"Missing: {', '.join(packages)} (Debian's names); this machine has no "
            f"apt-get, so install them with its own package manager."
        )
    prefix = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise Problem(
                f"Missing system packages: {', '.join(packages)}. Ask an administrator "
                f"to run, as root:",
                command.replace("sudo ", ""),
            )
        prefix = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
        say(f"  ..    sudo may ask for your password to install {', '.join(packages)}")
    # `env`, because sudo drops the variables it is given
    prefix += ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    failing = f"The system packages could not be installed. By hand:\n    {command}\n"
    call([*prefix, "update"], log=log, failing=failing)
    call([*prefix, "install", "-y", "--no-install-recommends", *packages], log=log, failing=failing)


# -- Room, ports, locks --------------------------------------------------------------------------


def require_room(folder: Path, gigabytes: float) -> None:
    """Refuse to begin what the disk cannot hold.

    :raise Problem: with less than `gigabytes` free where `folder` is
    """
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Problem(
            f"This needs about {gigabytes:.0f} GB and {folder} has {free:.1f} GB free: "
            f"free some space, or point LITIGE_HOME at a larger disk.",
            "LITIGE_HOME=/some/larger/disk python3 dev.py run",
        )


def port_is_free(port: int) -> bool:
    """Whether nothing listens on this port of the local address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def choose_port(asked: int | None, first: int = 8069) -> int:
    """The port that was asked for, which must be free; else the first free one from 8069 on.

    :raise Problem: when the one asked for is taken, or forty in a row are
    """
    if asked:
        if not port_is_free(asked):
            raise Problem(
                f"Port {asked} is taken by another program: choose another.",
                "PORT=8070 python3 dev.py run",
            )
        return asked
    for port in range(first, first + 40):
        if port_is_free(port):
            return port
    raise Problem(
        f"All ports from {first} to {first + 39} are taken: choose one.",
        "PORT=9000 python3 dev.py run",
    )


@contextlib.contextmanager
def lock(path: Path, waiting: str) -> Iterator[None]:
    """Hold a lock that no two dev.py share; say `waiting` if another holds it now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  ..    {waiting}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
