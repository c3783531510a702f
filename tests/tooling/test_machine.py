"""What dev.py says when this machine, or the world outside it, does not follow."""

import os
import shutil
import socket
import subprocess
import sys
from collections import namedtuple

import pytest

from devtools import machine
from devtools.console import Problem


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("E: Failed to fetch some/InRelease  Temporary failure resolving 'host'", "registry"),
        ("error: Failed to fetch: `simple/uv/`\n  Caused by: dns error", "registry"),
        ("Max retries exceeded with url: /simple/uv/", "registry"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("error: Hash mismatch for `polib==1.2.0`", "checksum"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "checksum"),
    ],
)
def test_foreseeable_failures_are_explained(output, words):
    assert words in machine.explain(output)


def test_others_are_not_guessed_at():
    assert machine.explain("Traceback: KeyError") is None


def test_a_failing_program_gives_its_last_words_and_its_log(tmp_path):
    log = tmp_path / "logs" / "program.log"
    script = "import sys; print('said'); print('cried', file=sys.stderr); sys.exit(3)"
    with pytest.raises(Problem) as caught:
        machine.call([sys.executable, "-c", script], log=log, failing="It did not work.")
    assert "It did not work." in str(caught.value)
    assert "cried" in str(caught.value)
    assert "said" in log.read_text()


def test_a_program_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Problem, match="no-such-program"):
        machine.call(["no-such-program"], log=tmp_path / "log", failing="Failed.")


def test_the_port_asked_for_must_be_free():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {taken} is taken"):
            machine.choose_port(taken)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch):
    monkeypatch.setattr(machine, "port_is_free", lambda port: port >= 8071)
    assert machine.choose_port(None) == 8071


def test_a_full_disk_is_refused_before_anything_is_fetched(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")(10e9, 9e9, 1e9)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    with pytest.raises(Problem, match=r"about 4 GB .* has 1\.0 GB free"):
        machine.require_room(tmp_path / "not" / "yet", 4)


def test_without_sudo_the_administrators_command_is_given(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(
        shutil, "which", lambda name: None if name == "sudo" else "/usr/bin/" + name
    )
    with pytest.raises(Problem) as caught:
        machine.install_packages(["chromium", "libmagic1"], tmp_path / "log")
    assert "chromium, libmagic1" in caught.value.sentence
    assert caught.value.command == (
        "apt-get update && apt-get install --no-install-recommends chromium libmagic1"
    )


def test_elsewhere_than_on_debian_the_names_are_given(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Problem, match=r"chromium .*no apt-get"):
        machine.install_packages(["chromium"], tmp_path / "log")


def test_two_at_once_take_turns(tmp_path, capfd):
    """The second says that it waits, and goes on once the first is done."""
    script = (
        "import sys, time; from pathlib import Path; from devtools.machine import lock\n"
        "with lock(Path(sys.argv[1]), 'waiting'): print('in', flush=True); time.sleep(0.5)"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "lock")]
    root = os.path.dirname(os.path.dirname(machine.__file__))
    first = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline() == "in\n"
    second = subprocess.run(command, cwd=root, capture_output=True, text=True)
    first.communicate()
    assert "waiting" in second.stdout
    assert second.stdout.endswith("in\n")
