"""The addon leaves this repository whole: as a wheel, and as a copied folder."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from devtools.project import ADDON, Project

PROJECT = Project.from_environment()
LOOK = f"""
import sys
from odoo.tools import config
options = ["--addons-path", sys.argv[1]] if len(sys.argv) > 1 else []
config.parse_config(options, setup_logging=False)
from odoo.modules.module import Manifest, initialize_sys_path
initialize_sys_path()
manifest = Manifest.for_addon({ADDON!r})
print(manifest.path, manifest.version, manifest["installable"])
"""


def addon_files():
    return {
        path.relative_to(PROJECT.addon).as_posix()
        for path in PROJECT.addon.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def look(tmp_path, *args, path=()):
    """What Odoo's module loader finds, away from this repository."""
    assert PROJECT.odoo_source.exists(), "run by `python3 dev.py test`, which fetches Odoo"
    env = {**os.environ, "HOME": str(tmp_path), "ODOO_RC": str(tmp_path / "none.conf")}
    env["PYTHONPATH"] = ":".join(map(str, (PROJECT.odoo_source, *path)))
    found = subprocess.run(
        [sys.executable, "-c", LOOK, *map(str, args)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=env,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.split()


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The addon's folder alone, as somebody copies it."""
    folder = tmp_path_factory.mktemp("addons") / ADDON
    shutil.copytree(PROJECT.addon, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="module")
def wheel(copy, tmp_path_factory):
    """The wheel, by the builder that the addon's pyproject.toml names, without the network.

    The builder asks git for the addon's history; a copied folder has none, and git says just that.
    """
    folder = tmp_path_factory.mktemp("wheel")
    git = tmp_path_factory.mktemp("bin") / "git"
    git.write_text("#!/bin/sh\nexit 128\n")
    git.chmod(0o755)
    env = {**os.environ, "PATH": f"{git.parent}:{os.environ['PATH']}"}
    build = f"import whool.buildapi; whool.buildapi.build_wheel({str(folder)!r})"
    subprocess.run(
        [sys.executable, "-c", build], cwd=copy, check=True, capture_output=True, env=env
    )
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_odoo_finds_the_copied_folder(copy, tmp_path):
    path, version, installable = look(tmp_path, copy.parent)
    assert path == str(copy)
    assert version.startswith("19.0.")
    assert installable == "True"


def test_the_wheel_holds_every_file(wheel):
    packed = {name.removeprefix(f"odoo/addons/{ADDON}/") for name in wheel.namelist()}
    assert addon_files() - {"pyproject.toml"} <= packed
    for folder in {path.split("/")[0] for path in addon_files() if "/" in path}:
        assert any(name.startswith(f"{folder}/") for name in packed)


def test_the_wheel_names_what_it_needs(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    metadata = wheel.read(name).decode()
    manifest = ast.literal_eval((PROJECT.addon / "__manifest__.py").read_text())
    assert f"Version: {manifest['version']}\n" in metadata
    assert "Requires-Dist: odoo==19.0.*" in metadata
    packages = manifest.get("external_dependencies", {}).get("python", [])
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ")]
    assert len(required) == 1 + len(packages), "nothing but Odoo and what the manifest names"
    for package in packages:
        assert f"Requires-Dist: {package}" in required


def test_odoo_finds_the_installed_wheel(wheel, tmp_path):
    """`pip install --no-deps` of a wheel comes down to unpacking it on Python's path."""
    site = tmp_path / "site-packages"
    wheel.extractall(site)
    path, _version, installable = look(tmp_path, path=[site])
    assert path == str(site / "odoo" / "addons" / ADDON)
    assert installable == "True"


def test_what_the_manifest_lists_is_there():
    manifest = ast.literal_eval((PROJECT.addon / "__manifest__.py").read_text())
    listed = {*manifest.get("data", []), *manifest.get("demo", [])}
    assert listed <= addon_files()


def test_the_licence_travels_with_the_addon():
    assert (PROJECT.addon / "LICENSE").read_text() == (PROJECT.repo / "LICENSE").read_text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (PROJECT.repo / "LICENSE").read_text()
