"""What is fetched is pinned, verified, and counts only when it is whole."""

import re

import pytest

from devtools import odoo_package, python_env, wkhtmltopdf
from devtools.console import Problem
from devtools.project import Project

REPO = Project.from_environment().repo
LOCKS = [*REPO.glob("requirements*.lock"), *REPO.glob("devtools/*.lock")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes(lock):
    assert python_env.locked_versions(lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_lock_file_says_where_packages_come_from(lock):
    """That is the machine's own setting: a mirror, a proxy, the public registry."""
    assert not re.search(r"://|^-", lock.read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "source", sorted(REPO.glob("requirements*.in")), ids=lambda path: path.name
)
def test_lock_files_follow_what_was_asked(source):
    locked = python_env.locked_versions(source.with_suffix(".lock").read_text())
    for line in source.read_text().splitlines():
        if wanted := re.match(r"([\w.-]+)==([^;\s]+)", line):
            assert wanted[2] in locked[re.sub(r"[-_.]+", "-", wanted[1]).lower()]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("polib==1.2.0", "no hash for polib"),
        ("polib>=1.2.0 --hash=sha256:00", "not a pinned package"),
        ("--extra-index-url somewhere", "not a pinned package"),
    ],
)
def test_a_loose_lock_file_is_noticed(line, complaint):
    with pytest.raises(ValueError, match=complaint):
        python_env.locked_versions(line)


MIRROR = "http://mirror.example/debian/"


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        # after apt-get update: Debian says who it is
        (f"{MIRROR}|bookworm|Debian|Debian|main|bookworm", MIRROR),
        # before it: the address has to do
        (f"{MIRROR}|bookworm||||\n{MIRROR}|bookworm|||main|bookworm", MIRROR),
        # neither security, nor updates, nor somebody else's packages for Debian
        ("http://s.example/debian-security/|bookworm-security|Debian|Debian-Security|main|x", None),
        (f"{MIRROR}|bookworm-updates|Debian|Debian|main|bookworm-updates", None),
        ("http://other.example/linux/debian|bookworm|Other|Other CE|main|bookworm", None),
        ("http://u.example/ubuntu/|noble|Ubuntu|Ubuntu|main|noble", None),
        ("", None),
    ],
)
def test_the_mirror_is_the_one_this_machine_uses(targets, expected):
    assert odoo_package.choose_mirror(targets) == expected


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "odoo-19_19.0_all.deb").write_bytes(b"odoo")
    digest = odoo_package.sha256(folder / "odoo-19_19.0_all.deb")
    (folder / "SHA256SUMS").write_text(f"{digest}  odoo-19_19.0_all.deb\n")
    return folder


def test_a_whole_download_counts(packages):
    assert odoo_package.verified(packages)


@pytest.mark.parametrize("content", [b"odo", b"Odoo", b""])
def test_a_damaged_download_does_not(packages, content):
    (packages / "odoo-19_19.0_all.deb").write_bytes(content)
    assert not odoo_package.verified(packages)


def test_half_a_download_does_not(packages):
    (packages / "SHA256SUMS").unlink()
    assert not odoo_package.verified(packages)


def test_a_missing_file_does_not(packages):
    (packages / "odoo-19_19.0_all.deb").unlink()
    assert not odoo_package.verified(packages)


def test_a_folder_that_is_not_odoo_is_refused(tmp_path):
    with pytest.raises(Problem, match="not an Odoo checkout") as caught:
        odoo_package.check_checkout(tmp_path)
    assert "git clone" in caught.value.command


@pytest.mark.parametrize(("version", "accepted"), [((19, 0), True), ((18, 0), False)])
def test_only_odoo_19_is_accepted(tmp_path, version, accepted):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text(
        f"version_info = {version}\nversion = '{version[0]}.0'"
    )
    if accepted:
        odoo_package.check_checkout(tmp_path)
    else:
        with pytest.raises(Problem, match=r"is Odoo 18\.0"):
            odoo_package.check_checkout(tmp_path)


def test_a_checkout_of_yours_is_used_without_fetching(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text("version_info = (19, 0)\nversion = '19.0'")
    project = Project(repo=tmp_path, home=tmp_path / "home", odoo_path=tmp_path)
    odoo_package.ensure_odoo(project)
    assert not project.home.exists()


def test_a_strange_wkhtmltopdf_is_not_used(tmp_path):
    import io
    import tarfile

    def archive(path, name, content):
        with tarfile.open(path, "w:gz") as tar:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))

    archive(tmp_path / "inner.tar.gz", "wkhtmltox/bin/wkhtmltopdf", b"#!/bin/sh\nanything")
    inner = (tmp_path / "inner.tar.gz").read_bytes()
    archive(tmp_path / "package.tar.gz", "package-1/wkhtmltox.tar.gz", inner)
    with pytest.raises(Problem, match="not the program"):
        wkhtmltopdf.extract(tmp_path / "package.tar.gz")
