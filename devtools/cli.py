"""The command line: one subcommand per thing to do, and every expected failure in one sentence."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Sequence

from devtools import checks, commands, translations
from devtools.console import Problem, say
from devtools.project import Project

EPILOG = """\
environment variables, all optional:
  LITIGE_HOME   folder for everything fetched and built (about 4 GB); by default .local here, or
                /var/lib/litige_management for root in a place other users cannot enter
  ODOO_PATH     an Odoo 19 checkout to use instead of fetching Odoo
  PGHOST, PGPORT, PGUSER, PGPASSWORD
                a PostgreSQL to use instead of our own; its user may create databases, and is not
                `postgres`
  PORT          where `run` listens (8069, or the next free port)
"""


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="dev.py",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Try, test and check litige_management; fetches what it needs.",
    )
    subs = top.add_subparsers(dest="command", required=True, metavar="command")
    add = subs.add_parser
    add(
        "run", help="serve the addon with its demonstration data, print sample letters"
    ).add_argument("--fresh", action="store_true", help="begin again from the demonstration data")
    add("test", add_help=False, help="run the tests; what follows goes to pytest")
    lint = add("lint", help="check the code, the XML and the translations")
    lint.add_argument("--fix", action="store_true", help="let ruff correct what it can")
    translate = add(
        "translate", help="export the .pot, merge fr.po, name what is left to translate"
    )
    translate.add_argument("--check", action="store_true", help="change nothing, object to drift")
    add("bench", help="measure, beside peers, in a database of its own").add_argument(
        "names", nargs="*", help="scripts of bench/ (all by default)"
    )
    add("shell", add_help=False, help="Odoo's shell on the demonstration database")
    add("setup", help="fetch everything, build nothing")
    add("stop", help="stop what an interrupted command left running")
    return top


def dispatch(project: Project, args: Sequence[str]) -> int:
    """Carry out one command line; `test` and `shell` pass on what they are given."""
    if args and args[0] in ("test", "shell"):
        return getattr(commands, args[0])(project, args[1:])
    options = parser().parse_args(args)
    actions = {
        "run": lambda: commands.run(project, options.fresh),
        "lint": lambda: checks.lint(project, options.fix),
        "translate": lambda: translations.translate(project, options.check),
        "bench": lambda: commands.bench(project, options.names),
        "setup": lambda: commands.fetch_all(project),
        "stop": lambda: commands.stop(project),
    }
    return actions[options.command]()


def main(args: Sequence[str]) -> int:
    """Run a command; the exit code for the shell."""
    start = time.monotonic()
    os.umask(0o022)  # the database's user must be able to read what root installs
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    if not args or args[0] in ("-h", "--help"):
        parser().print_help()
        return 0
    try:
        code = dispatch(Project.from_environment(), args)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno is None:
            raise
        print(
            f"\n{error.strerror}: {error.filename or 'this machine'}. Everything fetched goes to "
            f"LITIGE_HOME, which can be any folder you may write to.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            print("\nStopped.", file=sys.stderr)
        return 0 if args[0] == "run" else 130
    if args[0] in ("test", "lint", "bench", "setup"):
        say(f"\n{args[0]}: {time.monotonic() - start:.0f} s")
    return code


def interrupt(number, _frame) -> None:
    """Ctrl-C and a polite kill both unwind, so that everything started gets stopped."""
    for again in (signal.SIGINT, signal.SIGTERM):
        signal.signal(again, signal.SIG_IGN)
    raise KeyboardInterrupt
