"""Where dev.py puts things, and what it makes of the environment variables."""

from pathlib import Path

import pytest

from devtools.console import Problem
from devtools.project import SHARED_HOME, Project, default_home, private_parent


def test_everything_goes_to_the_checkout_by_default(tmp_path):
    assert default_home(tmp_path, as_root=False) == tmp_path / ".local"


def test_root_in_a_private_folder_goes_elsewhere(tmp_path):
    """PostgreSQL's own user could not reach its data in /root, and we open nobody's folder."""
    repo = tmp_path / "private" / "repo"
    repo.mkdir(parents=True)
    repo.parent.chmod(0o700)
    assert private_parent(repo) is not None
    assert default_home(repo, as_root=True) == SHARED_HOME
    assert default_home(repo, as_root=False) == repo / ".local"


def test_root_in_a_public_folder_stays_there():
    assert private_parent(Path("/srv/checkout")) is None
    assert default_home(Path("/srv/checkout"), as_root=True) == Path("/srv/checkout/.local")


def test_home_and_checkout_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("LITIGE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ODOO_PATH", str(tmp_path / "odoo"))
    monkeypatch.setenv("PGHOST", "db.example")
    project = Project.from_environment()
    assert project.home == tmp_path / "home"
    assert project.odoo_source == tmp_path / "odoo"
    assert project.port is None


@pytest.mark.parametrize("port", ["none", "0", "70000", "-1"])
def test_a_senseless_port_is_refused_in_words(monkeypatch, port):
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Problem, match="PORT must be a number"):
        Project.from_environment()


def test_the_template_follows_the_manifest(tmp_path):
    (tmp_path / "litige_management").mkdir()
    (tmp_path / "litige_management/__manifest__.py").write_text('{"depends": ["account", "sale"]}')
    project = Project(repo=tmp_path, home=tmp_path / "home")
    assert project.template_modules == ["account", "l10n_fr_account", "sale"]


def test_a_checkout_without_the_addon_is_refused(tmp_path):
    with pytest.raises(Problem, match="no addon"):
        Project(repo=tmp_path, home=tmp_path).require_addon()
