"""When a database is built again, and when it is not."""

import pytest

from devtools import databases
from devtools.databases import Stamp, odoo_environment, tree_hash
from devtools.postgres import LONGEST_SOCKET, socket_folder
from devtools.project import Project


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "addon"
    (folder / "models").mkdir(parents=True)
    (folder / "models/case.py").write_text("a = 1\n")
    (folder / "views.xml").write_text("<odoo/>")
    return folder


def test_a_changed_file_changes_the_hash(addon):
    before = tree_hash(addon)
    (addon / "models/case.py").write_text("a = 2\n")
    assert tree_hash(addon) != before


def test_a_renamed_file_changes_the_hash(addon):
    before = tree_hash(addon)
    (addon / "models/case.py").rename(addon / "models/claim.py")
    assert tree_hash(addon) != before


def test_a_line_moved_between_files_changes_the_hash(addon):
    (addon / "a.txt").write_text("xy")
    (addon / "b.txt").write_text("z")
    before = tree_hash(addon)
    (addon / "a.txt").write_text("x")
    (addon / "b.txt").write_text("yz")
    assert tree_hash(addon) != before


def test_what_python_compiles_does_not(addon):
    before = tree_hash(addon)
    (addon / "models/__pycache__").mkdir()
    (addon / "models/__pycache__/case.cpython-311.pyc").write_bytes(b"x")
    assert tree_hash(addon) == before


def test_a_stamp_exists_only_while_its_database_is_whole(tmp_path):
    stamp = Stamp(Project(repo=tmp_path, home=tmp_path), "a_database")
    assert stamp.read() == {}
    stamp.write(addon="hash", base="template")
    assert stamp.read() == {"addon": "hash", "base": "template"}
    stamp.clear()
    assert stamp.read() == {}


def test_a_stamp_cut_short_counts_for_nothing(tmp_path):
    project = Project(repo=tmp_path, home=tmp_path)
    project.stamps.mkdir()
    (project.stamps / "a_database.json").write_text('{"addon": "ha')
    assert Stamp(project, "a_database").read() == {}


def test_a_database_is_made_again_when_other_modules_are_to_stand_beside(monkeypatch, tmp_path):
    project, orders = Project(repo=tmp_path, home=tmp_path), []
    monkeypatch.setattr(databases, "template", lambda *_args: "base")
    monkeypatch.setattr(databases, "build", lambda *_args, **order: orders.append(order))
    monkeypatch.setattr(databases.postgres, "probe", lambda *_args: {"databases": ["beside"]})

    def ensure(install):
        return databases.ensure(project, {}, "beside", label="Beside", install=install)

    assert ensure(["sale_stock"])
    assert not ensure(["sale_stock"])
    assert ensure(["sale_stock", "account_credit_control"])
    assert [order["install"] for order in orders] == [
        ["sale_stock", databases.ADDON],
        ["sale_stock", "account_credit_control", databases.ADDON],
    ]


def test_odoo_runs_with_our_settings_whatever_the_shell_says(monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO_RC", "/etc/odoo/odoo.conf")
    monkeypatch.setenv("PGHOST", "stray.example")
    monkeypatch.setenv("PYTHONPATH", "/stray")
    project = Project(repo=tmp_path, home=tmp_path / "home", odoo_path=tmp_path / "odoo")
    env = odoo_environment(project, {"PGHOST": "/run/ours"})
    assert env["ODOO_RC"] == str(project.odoo_conf)
    assert env["PGHOST"] == "/run/ours"
    assert env["PYTHONPATH"] == str(tmp_path / "odoo")
    assert env["PATH"].startswith(f"{project.bin}:{project.venv}/bin:")


@pytest.mark.parametrize("length", [10, 200])
def test_the_sockets_path_is_never_too_long(tmp_path, length):
    project = Project(repo=tmp_path, home=tmp_path.joinpath("x" * length))
    assert len(str(socket_folder(project) / ".s.PGSQL.5432")) <= LONGEST_SOCKET
