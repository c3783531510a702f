"""A database that an older version made: brought to the code as it is now, and freed of it.

The dump in tests/upgrade/ was written by that version (`make_dump.py` there says how). It is
restored and updated as its owner would do; then a copy of it uninstalls the addon.
"""

from __future__ import annotations

from devtools import postgres
from devtools.console import Step
from devtools.databases import INSIDE, PREFIX, Stamp, build, odoo_identity, tree_hash
from devtools.project import ADDON, Project
from devtools.python_env import digest

OLDEST = "19.0.1.0.0"
UPGRADED = f"{PREFIX}_upgraded"
UNINSTALLED = f"{UPGRADED}_uninstalled"  # the tests look for it under this name


def ensure_upgraded(project: Project, variables: dict[str, str]) -> None:
    """Make both databases, unless they already come from this dump and this code."""
    dump = project.repo / "tests/upgrade" / f"{OLDEST}.sql.xz"
    facts = {
        "odoo": odoo_identity(project),
        "dump": digest(dump),
        "addon": tree_hash(project.addon),
        "build": digest(INSIDE / "build.py"),
    }
    for database, label, order in (
        (
            UPGRADED,
            f"Database of {OLDEST}, updated",
            {"restore": str(dump), "update": [ADDON]},
        ),
        (
            UNINSTALLED,
            "Database without the addon again",
            {"copy_of": UPGRADED, "uninstall": ADDON},
        ),
    ):
        stamp = Stamp(project, database)
        existing = postgres.probe(project, variables)["databases"]
        if stamp.read() == facts and database in existing:
            continue
        stamp.clear()
        with Step(label) as step:
            build(project, variables, step, database=database, **order)
        stamp.write(**facts)
