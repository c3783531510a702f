"""Odoo 19 from Debian's package, fetched through apt without touching the machine's own packages.

Only Debian's unstable branch has Odoo 19. Its package is code for any system: we read unstable's
index in an apt state of our own, download, verify and unpack. Nothing gets installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from devtools.console import Problem, Step, say
from devtools.machine import call
from devtools.project import Project

# Odoo itself, then the libraries and fonts Debian took out of it (relative links lead to them).
UNSTABLE = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-montserrat",
    "fonts-roboto-unhinted",
    "fonts-ocr-b",
)
# From the machine's own Debian: version 4.7, where unstable's 7 has lost the icons Odoo names.
STABLE = ("fonts-font-awesome",)
# The package this project is tested with. A newer one, signed by Debian, is used all the same.
TESTED = ("19.0.0+dfsg-1", "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
CHECKOUT = (
    "git clone --depth 1 --branch 19.0 https://github.com/odoo/odoo ~/odoo && "
    "ODOO_PATH=~/odoo python3 dev.py run"
)


def choose_mirror(index_targets: str) -> str | None:
    """The Debian mirror this machine uses, from apt's list of its sources, or None.

    :param index_targets: lines of "address|release|origin|label|component|codename"; origin and
        label are empty until the machine has fetched its lists once
    """
    guesses = []
    for line in index_targets.splitlines():
        if line.count("|") != 5:
            continue
        uri, release, origin, label, component, codename = line.split("|")
        aside = any(
            word in text
            for text in (release, codename, uri)
            for word in ("security", "-updates", "-backports", "-proposed")
        )
        if aside or component != "main":
            continue
        if origin == label == "Debian":
            return uri
        if not origin and uri.rstrip("/").endswith("/debian"):
            guesses.append(uri)
    return guesses[0] if guesses else None


def sha256(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def verified(folder: Path) -> bool:
    """Whether a folder of packages is whole: every file there, with the checksum noted for it."""
    sums = folder / "SHA256SUMS"
    if not sums.is_file():
        return False
    noted = dict(reversed(line.split("  ", 1)) for line in sums.read_text().splitlines())
    return bool(noted) and all(
        (folder / name).is_file() and sha256(folder / name) == sum_ for name, sum_ in noted.items()
    )


def ensure_odoo(project: Project) -> None:
    """Odoo's source where `project.odoo_source` says: a checkout of yours, or Debian's package.

    :raise Problem: when ODOO_PATH is not Odoo 19, or the package cannot be had
    """
    if project.odoo_path:
        check_checkout(project.odoo_path)
        return
    if (project.odoo_deb / ".whole").exists():
        return
    with Step("Odoo 19", quiet=True) as step:
        packages = project.cache / "odoo-19"
        if not verified(packages):
            download(project, packages, step)
        step.doing("unpacking")
        unpack(packages, project.odoo_deb, project.logs / "odoo-unpack.log")


def check_checkout(path: Path) -> None:
    """Refuse an ODOO_PATH that is not a checkout of Odoo 19.

    :raise Problem: saying what it is instead
    """
    release = path / "odoo" / "release.py"
    if not release.is_file():
        raise Problem(
            f"ODOO_PATH={path} is not an Odoo checkout (no odoo/release.py). To get one:", CHECKOUT
        )
    facts: dict = {}
    exec(compile(release.read_text(encoding="utf-8"), str(release), "exec"), facts)
    if facts["version_info"][:2] != (19, 0):
        raise Problem(
            f"ODOO_PATH={path} is Odoo {facts['version']}, and this addon is for 19.0. To get it:",
            CHECKOUT,
        )


def download(project: Project, packages: Path, step: Step) -> None:
    """Fetch the packages into a folder that appears only once it is whole and noted.

    apt checks each against Debian's signature; the checksums noted are for the next unpacking.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Problem(
            "Odoo 19 comes from Debian's package, and this machine has no apt: use a "
            "checkout instead.",
            CHECKOUT,
        )
    step.doing("looking for a mirror")
    targets = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(REPO_URI)|$(RELEASE)|$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(CODENAME)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
    ).stdout
    mirror = choose_mirror(targets)
    if not mirror or not KEYRING.exists():
        raise Problem(
            "Odoo 19 comes from Debian's package, and this machine's apt has no Debian "
            "mirror with its keys: use a checkout instead.",
            CHECKOUT,
        )
    state, partial = project.cache / "apt", packages.with_name(packages.name + ".partial")
    for folder in (state, partial):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (state / "lists/partial", state / "cache/archives/partial", partial):
        folder.mkdir(parents=True)
    fetch(state, partial, mirror, project.logs / "odoo-download.log", step)
    note(partial)
    shutil.rmtree(packages, ignore_errors=True)
    partial.rename(packages)
    shutil.rmtree(state)


def fetch(state: Path, into: Path, mirror: str, log: Path, step: Step) -> None:
    """Run apt on an index of unstable's own, then on the machine's for what is taken from it."""
    (state / "unstable.list").write_text(f"deb [signed-by={KEYRING}] {mirror} sid main\n")
    quiet = ["-qq", "-o", "Acquire::Retries=3", "-o", "Acquire::Languages=none"]
    if os.geteuid() == 0:
        quiet += ["-o", "APT::Sandbox::User=root"]
    unstable = [
        *quiet,
        "-o",
        f"Dir::Etc::sourcelist={state}/unstable.list",
        "-o",
        "Dir::Etc::sourceparts=-",
        "-o",
        f"Dir::State::Lists={state}/lists",
        "-o",
        f"Dir::Cache={state}/cache",
        "-o",
        "APT::Update::Error-Mode=any",
        # Mirrors may lag by weeks; the signature is still checked.
        "-o",
        "Acquire::Check-Valid-Until=false",
    ]
    failing = (
        f"Debian's Odoo 19 package could not be fetched; a checkout will do as well:\n"
        f"    {CHECKOUT}\n"
    )
    step.doing("reading Debian's index")
    call(["apt-get", *unstable, "update"], log=log, failing=failing)
    step.doing("downloading 125 MB")
    call(["apt-get", *unstable, "download", *UNSTABLE], log=log, failing=failing, cwd=into)
    if subprocess.run(
        ["apt-get", *quiet, "download", *STABLE], cwd=into, capture_output=True
    ).returncode:
        # The machine has no lists yet: read its sources into our own state instead.
        own = [
            *quiet,
            "-o",
            f"Dir::State::Lists={state}/own",
            "-o",
            f"Dir::Cache={state}/cache",
            "-o",
            "Acquire::Check-Valid-Until=false",
        ]
        (state / "own/partial").mkdir(parents=True)
        call(["apt-get", *own, "update"], log=log, failing=failing)
        call(["apt-get", *own, "download", *STABLE], log=log, failing=failing, cwd=into)


def note(folder: Path) -> None:
    """Write down each package's checksum, and say so when Odoo is not the one tested with."""
    packages = sorted(folder.glob("*.deb"))
    sums = {path.name: sha256(path) for path in packages}
    (folder / "SHA256SUMS").write_text(
        "".join(f"{value}  {name}\n" for name, value in sums.items())
    )
    odoo = next((name for name in sums if name.startswith("odoo-19_")), None)
    if not odoo or len(packages) != len(UNSTABLE) + len(STABLE):
        raise Problem(
            f"apt delivered {', '.join(sums) or 'nothing'}, not what was asked: start again."
        )
    if sums[odoo] != TESTED[1]:
        version = odoo.split("_")[1].replace("%3a", ":")
        say(f"  note  Debian now has Odoo {version}; this project was tested with {TESTED[0]}.")


def unpack(packages: Path, into: Path, log: Path) -> None:
    """Unpack the packages side by side, drop build leftovers, fill the one hole that matters."""
    partial = into.with_name(into.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    for package in sorted(packages.glob("*.deb")):
        call(["dpkg", "-x", package, partial], log=log, failing=f"{package.name} does not unpack.")
    source = partial / "usr/lib/python3/dist-packages"
    for leftover in ("addons", "setup", "doc"):  # addons: a second copy of the .py files alone
        shutil.rmtree(source / leftover, ignore_errors=True)
    # Debian left this file out; without it each page logs an error, which fails every browser test.
    stub = source / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.write_text("/* Not in Debian's package; it only blurs the background in video calls. */\n")
    shutil.copy(packages / "SHA256SUMS", partial / ".whole")
    shutil.rmtree(into, ignore_errors=True)
    partial.rename(into)
