"""Which tests an argument line asks for, and what each of them needs.

The tests of `legal/` are plain Python, those of this tool need Odoo's source at most, the rest
need Odoo with a database, those of `beside/` one where other apps are installed too, and those of
`upgrade/` one that an older version made. Each kind runs in its own pytest process, because
pytest-odoo opens a database for whatever it loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PURE = ("tests/legal", "tests/tooling")
BESIDE = "tests/beside"
UPGRADE = "tests/upgrade"
# pytest's options that take the next word as their value
WITH_VALUE = {
    "-k",
    "-m",
    "-n",
    "-p",
    "-o",
    "-c",
    "-W",
    "-r",
    "--ignore",
    "--deselect",
    "--maxfail",
    "--durations",
    "--tb",
    "--color",
    "--junitxml",
    "--rootdir",
    "--confcutdir",
    "--hypothesis-seed",
    "--hypothesis-profile",
    "--log-level",
    "--capture",
    "--basetemp",
    "--import-mode",
    "--show-capture",
    "--override-ini",
    "--dist",
}
NOTHING_COLLECTED = 5  # pytest's exit code


@dataclass
class Selection:
    """The argument lines for the pytest processes; None where there is nothing to run."""

    pure: list[str] | None
    odoo: list[str] | None
    beside: list[str] | None
    upgrade: list[str] | None
    needs_odoo_source: bool
    options: list[str] = field(default_factory=list)

    @property
    def needs_no_database(self) -> bool:
        """Whether plain Python runs all of it."""
        return self.odoo is None and self.beside is None and self.upgrade is None


def split(args: Sequence[str], repo: Path, cwd: Path) -> tuple[list[str], list[str]]:
    """Part the paths from the options, the paths made relative to the repository.

    A word is a path when it exists, from the current folder or from the repository (what follows
    `::` names a test in it).
    """
    paths, options, value_next = [], [], False
    for arg in args:
        name = arg.partition("::")[0]
        found = None
        if not value_next and not arg.startswith("-"):
            found = next((base / name for base in (cwd, repo) if (base / name).exists()), None)
        value_next = arg in WITH_VALUE
        if found is None:
            options.append(arg)
            continue
        found = found.resolve()
        inside = found.relative_to(repo) if found.is_relative_to(repo) else found
        paths.append(f"{inside.as_posix()}{arg[len(name) :]}")
    return paths, options


def is_below(path: str, folder: str) -> bool:
    """Whether a path (with or without `::test`) is that folder or in it."""
    name = path.partition("::")[0]
    return name == folder or name.startswith(folder + "/")


def select(args: Sequence[str], repo: Path, cwd: Path) -> Selection:
    """What to run for this argument line: everything, when it names no path.

    A folder that holds several kinds (`tests`) goes to each process, which leaves out the others'.
    """
    paths, options = split(args, repo, cwd)
    chosen = {folder: [] for folder in (*PURE, BESIDE, UPGRADE)}
    odoo = []
    for path in paths or ["tests"]:
        kind = next((folder for folder in chosen if is_below(path, folder)), None)
        if kind:
            chosen[kind].append(path)
            continue
        odoo.append(path)
        for folder, found in chosen.items():
            if is_below(folder, path) and (repo / folder).exists():
                found.append(folder)
    beside, upgrade = chosen.pop(BESIDE), chosen.pop(UPGRADE)
    pure = [path for found in chosen.values() for path in found]
    ignored = [f"--ignore={folder}" for folder in (*PURE, BESIDE, UPGRADE)]
    return Selection(
        pure=[*pure, *options] if pure else None,
        odoo=[*odoo, *ignored, *options] if odoo else None,
        beside=[*beside, *options] if beside else None,
        upgrade=[*upgrade, *options] if upgrade else None,
        needs_odoo_source=any(is_below(path, "tests/tooling") for path in pure),
        options=options,
    )


def combine(codes: Sequence[int]) -> int:
    """One exit code for the processes: a failure if any failed, "no tests" only if none had any."""
    failures = [code for code in codes if code not in (0, NOTHING_COLLECTED)]
    if failures:
        return failures[0]
    return 0 if 0 in codes else NOTHING_COLLECTED
