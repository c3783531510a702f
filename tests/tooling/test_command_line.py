"""dev.py from outside: refusals are sentences, and a skipped test is not a passed one."""

import os
import subprocess
import sys

import pytest

from devtools.project import Project

REPO = Project.from_environment().repo


def dev(*args, **variables):
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.run(
        [sys.executable, REPO / "dev.py", *args],
        capture_output=True,
        text=True,
        env={**env, **variables},
    )


def test_help_names_every_command():
    answer = dev("--help")
    assert answer.returncode == 0
    for word in ("run", "test", "lint", "translate", "bench", "stop", "ODOO_PATH", "LITIGE_HOME"):
        assert word in answer.stdout


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"ODOO_PATH": "/none"}, "not an Odoo checkout"),
        ({"LITIGE_HOME": "/proc/none"}, "LITIGE_HOME"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(variables, sentence, tmp_path):
    answer = dev("lint", **{"LITIGE_HOME": os.environ.get("LITIGE_HOME", ""), **variables})
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr


def test_stop_with_nothing_running_says_so(tmp_path):
    tmp_path.chmod(0o755)
    answer = dev("stop", LITIGE_HOME=str(tmp_path), PGHOST="nowhere.example")
    assert answer.returncode == 0
    assert answer.stdout == "Nothing was running.\n"


@pytest.mark.parametrize(("option", "code"), [([], 0), (["--no-skips"], 1)])
def test_a_skipped_test_fails_where_that_is_asked(tmp_path, option, code):
    (tmp_path / "conftest.py").write_text((REPO / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_passed(): pass\n"
        "def test_skipped(): pytest.skip('Chrome executable not found')\n"
    )
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:odoo", "-p", "no:cacheprovider", *option],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
    )
    assert answer.returncode == code, answer.stdout
    assert "1 passed, 1 skipped" in answer.stdout
    assert ("test_it.py::test_skipped: Skipped: Chrome executable" in answer.stdout) == bool(code)
