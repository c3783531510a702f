"""The commands that run the addon: run, test, shell, bench, stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from devtools import databases, machine, peers, postgres, selection, setup, upgrading
from devtools.console import Problem, Step, say
from devtools.odoo_package import ensure_odoo
from devtools.project import ADDON, Project
from devtools.python_env import ensure_python

INSIDE = Path(__file__).parent / "inside"
# What the addon reads or tells to wait where it is installed, and does without elsewhere.
APPS_BESIDE = ["sale_stock", "account_credit_control"]
READY_WITHIN = 180  # seconds for Odoo to answer its first page


# -- run -----------------------------------------------------------------------------------------


def run(project: Project, fresh: bool = False) -> int:
    """Serve the demonstration until interrupted.

    :param fresh: begin again from the addon's demonstration data
    """
    port = machine.choose_port(project.port)
    with setup.ready(project) as (variables, packages):
        packages.wait()
        if fresh:
            databases.Stamp(project, databases.DEMO).clear()
        with machine.lock(project.home / "demo.lock", "Another dev.py prepares the demonstration."):
            built = databases.ensure(
                project,
                variables,
                databases.DEMO,
                label="Demonstration database",
                update=True,
                demo_of=ADDON,
                assets=True,
            )
            if built or not project.letters.exists():
                print_letters(project, variables)
        with serving(project, variables, databases.DEMO, port, "--max-cron-threads=1") as odoo:
            announce(project, port)
            odoo.wait()
            if odoo.returncode:
                raise Problem(
                    f"Odoo stopped by itself (code {odoo.returncode}); what it said is above."
                )
    return 0


def print_letters(project: Project, variables: dict[str, str]) -> None:
    """Write the demonstration's letters as PDF files to `project.letters`."""
    with Step("Sample letters") as step:
        machine.call(
            [project.python, INSIDE / "letters.py", databases.DEMO, project.letters],
            env=databases.odoo_environment(project, variables),
            step=step,
            log=project.logs / "letters.log",
            failing="The sample letters could not be written.",
        )


@contextlib.contextmanager
def serving(
    project: Project, variables: dict[str, str], database: str, port: int, *options: str
) -> Iterator[subprocess.Popen]:
    """An Odoo that serves this database and has answered once; stopped on leaving."""
    pid_file = project.home / f"{database}.pid"
    with Step("Odoo") as step:
        step.doing("starting")
        process = databases.odoo(
            project,
            variables,
            "--database",
            database,
            "--db-filter",
            f"^{database}$",
            "--http-port",
            str(port),
            "--no-database-list",
            *options,
        )
        pid_file.write_text(str(process.pid))
        try:
            wait_until_answering(f"http://127.0.0.1:{port}/web/login", process)
        except BaseException:
            end(process)
            raise
    try:
        yield process
    finally:
        end(process)
        pid_file.unlink(missing_ok=True)


def wait_until_answering(url: str, process: subprocess.Popen) -> None:
    """Return once this address gives a page.

    :raise Problem: when the server dies first, or is not ready in time
    """
    limit = time.monotonic() + READY_WITHIN
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise Problem("Odoo stopped as soon as it started; what it said is above.")
        with contextlib.suppress(urllib.error.URLError, OSError):
            if opener.open(url, timeout=60).status == 200:
                return
        time.sleep(0.2)
    raise Problem(f"Odoo did not answer within {READY_WITHIN} seconds.")


def end(process: subprocess.Popen) -> None:
    """Ask a process we started to stop, and make it after ten seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def announce(project: Project, port: int) -> None:
    """Tell where to go and with which password."""
    count = len(list(project.letters.glob("*.pdf"))) if project.letters.exists() else 0
    say()
    say(f"  Open      http://127.0.0.1:{port}/odoo")
    say("  Login     admin")
    say("  Password  admin")
    if count:
        say(f"  Letters   {count} PDF files in {project.letters}")
    say()
    say("  Ctrl-C stops it; --fresh begins again from the demonstration data.")


# -- test ----------------------------------------------------------------------------------------


def test(project: Project, args: Sequence[str]) -> int:
    """Run the tests that the arguments name (all by default); pytest's exit codes, combined."""
    chosen = selection.select(args, project.repo, Path.cwd())
    codes = []
    if chosen.needs_no_database:
        prepare_pure(project, chosen.needs_odoo_source)
        return pure_tests(project, {}, chosen.pure)
    with (
        setup.ready(project, browser=True) as (variables, packages),
        machine.lock(project.home / "test.lock", "Another dev.py is testing; waiting for it."),
    ):
        if chosen.pure is not None:
            codes.append(pure_tests(project, variables, chosen.pure))
        if chosen.odoo is not None:
            databases.ensure(project, variables, databases.TEST, label="Test database", assets=True)
            packages.wait()
            codes.append(
                odoo_tests(project, variables, databases.TEST, "--odoo-http", *chosen.odoo)
            )
        if chosen.beside is not None:
            conf = peers.configuration(project, peers.ensure_peers(project))
            variables = {**variables, "ODOO_RC": str(conf)}
            databases.ensure(
                project,
                variables,
                databases.BESIDE,
                label="Test database with other apps",
                install=APPS_BESIDE,
            )
            packages.wait()
            codes.append(odoo_tests(project, variables, databases.BESIDE, *chosen.beside))
        if chosen.upgrade is not None:
            packages.wait()
            upgrading.ensure_upgraded(project, variables)
            codes.append(odoo_tests(project, variables, upgrading.UPGRADED, *chosen.upgrade))
    return selection.combine(codes)


def odoo_tests(project: Project, variables: dict[str, str], database: str, *args: str) -> int:
    """Run tests on this database."""
    say()
    return pytest(
        project,
        variables,
        f"--odoo-config={variables.get('ODOO_RC', project.odoo_conf)}",
        f"--odoo-database={database}",
        *args,
    )


def prepare_pure(project: Project, odoo_source: bool) -> None:
    """Fetch the little that tests without a database need."""
    project.home.mkdir(parents=True, exist_ok=True)
    with machine.lock(project.home / "setup.lock", "Another dev.py is fetching; waiting for it."):
        ensure_python(project)
        if odoo_source:
            ensure_odoo(project)


def pure_tests(project: Project, variables: dict[str, str], args: Sequence[str]) -> int:
    """Run the tests that need no database."""
    say()
    return pytest(project, variables, "-p", "no:odoo", *args)


def pytest(project: Project, variables: dict[str, str], *args: str) -> int:
    """Run pytest from the repository, in the environment, talking straight to the terminal."""
    env = databases.odoo_environment(project, variables)
    if "no:odoo" in args:
        env.pop("ODOO_RC")
    return foreground([project.python, "-m", "pytest", *args], env=env, cwd=project.repo)


def foreground(command: Sequence, **options) -> int:
    """Run a program on our terminal; when we are told to stop, let it end properly first."""
    process = subprocess.Popen(command, **options)
    try:
        return process.wait()
    except KeyboardInterrupt:
        for number, patience in ((None, 3), (signal.SIGINT, 15), (signal.SIGKILL, None)):
            if number:  # not at first: Ctrl-C has reached it already
                process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
                break
        raise


# -- shell, bench, setup, stop -------------------------------------------------------------------


def shell(project: Project, args: Sequence[str]) -> int:
    """Odoo's shell on the demonstration database; a script may come on the standard input."""
    with setup.ready(project) as (variables, packages):
        packages.wait()
        databases.ensure(
            project,
            variables,
            databases.DEMO,
            label="Demonstration database",
            update=True,
            demo_of=ADDON,
            assets=True,
        )
        signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the shell's, not ours
        return foreground(
            [project.python, "-m", "odoo", "shell", "-d", databases.DEMO, "--no-http", *args],
            env=databases.odoo_environment(project, variables),
        )


def bench(project: Project, names: Sequence[str]) -> int:
    """Run the measurements in bench/, or those named, on a database with the peers installed."""
    scripts = peers.scripts(project, names)
    with (
        setup.ready(project) as (variables, packages),
        machine.lock(project.home / "bench.lock", "Another dev.py is measuring; waiting."),
    ):
        packages.wait()
        conf = peers.configuration(project, peers.ensure_peers(project))
        variables = {**variables, "ODOO_RC": str(conf)}
        databases.ensure(
            project,
            variables,
            databases.BENCH,
            label="Database for measuring",
            install=peers.MODULES,
            assets=True,
        )
        port = machine.choose_port(None, 8169)
        with serving(project, variables, databases.BENCH, port):
            url = f"http://127.0.0.1:{port}"
            failed = [
                script.stem
                for script in scripts
                if not peers.measure(project, variables, script, url)
            ]
    if failed:
        raise Problem(f"These measurements failed: {', '.join(failed)}.")
    return 0


def fetch_all(project: Project) -> int:
    """Fetch what every command needs, the browser included, and build nothing."""
    with setup.ready(project, browser=True) as (_variables, packages):
        packages.wait()
    return 0


def stop(project: Project) -> int:
    """Stop what an earlier dev.py left running: its Odoo, then our PostgreSQL."""
    stopped = []
    for pid_file in project.home.glob("*.pid"):
        if end_odoo(int(pid_file.read_text() or 0)):
            stopped.append("Odoo")
        pid_file.unlink(missing_ok=True)  # its own dev.py may be quicker
    if not postgres.is_external() and project.python.exists() and postgres.stop(project):
        stopped.append("PostgreSQL")
    say(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing was running.")
    return 0


def end_odoo(pid: int) -> bool:
    """End this process if it is an Odoo (numbers get used again), and say whether it was."""
    command = Path(f"/proc/{pid}/cmdline")
    try:
        is_odoo = not command.parent.parent.exists() or b"odoo" in command.read_bytes()
        if not is_odoo:
            return False
        os.kill(pid, signal.SIGTERM)
    except (FileNotFoundError, ProcessLookupError):
        return False
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        threading.Event().wait(0.1)
    os.kill(pid, signal.SIGKILL)
    return True
