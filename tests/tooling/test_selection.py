"""Which tests `dev.py test` runs in which process, for what is typed after it."""

import pytest

from devtools.selection import combine, select, split


@pytest.fixture
def repo(tmp_path):
    for name in ("tests/legal", "tests/tooling", "tests/browser", "tests/beside", "tests/upgrade"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "tests/test_case.py").touch()
    (tmp_path / "tests/legal/test_interest.py").touch()
    return tmp_path


IGNORED = [f"--ignore=tests/{name}" for name in ("legal", "tooling", "beside", "upgrade")]


def test_nothing_typed_runs_everything_each_kind_in_its_process(repo):
    chosen = select([], repo, repo)
    assert chosen.pure == ["tests/legal", "tests/tooling"]
    assert chosen.odoo == ["tests", *IGNORED]
    assert chosen.beside == ["tests/beside"]
    assert chosen.upgrade == ["tests/upgrade"]


def test_options_alone_go_to_all(repo):
    chosen = select(["-x", "-k", "interest"], repo, repo)
    assert chosen.pure == ["tests/legal", "tests/tooling", "-x", "-k", "interest"]
    assert chosen.odoo == ["tests", *IGNORED, "-x", "-k", "interest"]
    assert chosen.beside == ["tests/beside", "-x", "-k", "interest"]
    assert chosen.upgrade == ["tests/upgrade", "-x", "-k", "interest"]


def test_a_legal_test_needs_neither_database_nor_odoo(repo):
    chosen = select(["tests/legal/test_interest.py::test_zero", "-q"], repo, repo)
    assert chosen.pure == ["tests/legal/test_interest.py::test_zero", "-q"]
    assert chosen.odoo is None
    assert not chosen.needs_odoo_source


def test_a_test_of_the_tool_needs_odoo_but_no_database(repo):
    chosen = select(["tests/tooling"], repo, repo)
    assert chosen.odoo is None
    assert chosen.needs_odoo_source


def test_a_database_test_alone_starts_one_process(repo):
    chosen = select(["tests/test_case.py"], repo, repo)
    assert chosen.pure is None
    assert chosen.beside is None
    assert chosen.odoo == ["tests/test_case.py", *IGNORED]


def test_a_test_beside_other_apps_needs_their_database_alone(repo):
    chosen = select(["tests/beside"], repo, repo)
    assert chosen.beside == ["tests/beside"]
    assert chosen.pure is None
    assert chosen.odoo is None


def test_a_test_of_an_upgrade_needs_the_older_database_alone(repo):
    chosen = select(["tests/upgrade"], repo, repo)
    assert chosen.upgrade == ["tests/upgrade"]
    assert chosen.odoo is None
    assert not chosen.needs_no_database


def test_paths_of_both_kinds_are_parted(repo):
    chosen = select(["tests/legal", "tests/browser"], repo, repo)
    assert chosen.pure == ["tests/legal"]
    assert chosen.odoo == ["tests/browser", *IGNORED]


def test_a_path_may_be_given_from_the_current_folder(repo):
    chosen = select(["test_case.py::TestCase"], repo, repo / "tests")
    assert chosen.odoo == ["tests/test_case.py::TestCase", *IGNORED]


def test_the_value_of_an_option_is_not_a_path(repo):
    assert split(["-k", "tests"], repo, repo) == ([], ["-k", "tests"])


def test_a_word_that_is_no_file_is_left_to_pytest(repo):
    assert split(["tests/none.py"], repo, repo) == ([], ["tests/none.py"])


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([0, 0], 0),
        ([0, 1], 1),
        ([2, 0], 2),
        ([0, 5], 0),  # -k found its tests in the other process
        ([5, 5], 5),
        ([5], 5),
        ([5, 1], 1),
    ],
)
def test_one_exit_code_for_both_processes(codes, expected):
    assert combine(codes) == expected
