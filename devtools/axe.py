"""axe-core, which finds what a screen reader or a keyboard cannot use, out of its npm package.

One file of it is read by the browser tests; nothing of it is installed nor delivered.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import tarfile
from pathlib import Path

from devtools.console import Problem, Step
from devtools.machine import call
from devtools.project import Project

PACKAGE = "axe-core@4.14.1"
INTEGRITY = (
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76AS"
    "yFNNtuFooJpZe37OgudVGtQ=="
)


def ensure_axe(project: Project) -> None:
    """Put axe-core's one file at `project.axe`.

    :raise Problem: when npm is missing, or the package is not the one that was recorded
    """
    if project.axe.exists():
        return
    with Step("axe-core", quiet=True):
        content = extract(download(project))
        project.axe.parent.mkdir(parents=True, exist_ok=True)
        partial = project.axe.with_suffix(".partial")
        partial.write_bytes(content)
        partial.rename(project.axe)


def download(project: Project) -> Path:
    """Fetch the package with npm, from wherever this machine's npm fetches."""
    folder = project.cache / "axe-core"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call(
        ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE],
        log=project.logs / "axe-core.log",
        failing="axe-core, which checks the customer's pages, could not be fetched.",
    )
    return next(folder.glob("*.tgz"))


def extract(package: Path) -> bytes:
    """The one file, from the package.

    :raise Problem: when the package is not the one this project knows
    """
    digest = hashlib.sha512(package.read_bytes()).digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        raise Problem("axe-core is not the package this project was tested with: not used.")
    with tarfile.open(package) as archive:
        return archive.extractfile("package/axe.min.js").read()
