"""Builds a database in one Odoo process. Run by dev.py with the environment's Python.

Reads one order in JSON on its standard input, says on its standard output what it is doing:

    database    the database to work on
    create      make it new: a French company in euros, in French, without demo data
    copy_of     make it a copy of this one, files included
    restore     make it from this dump, SQL compressed with xz
    drop        databases to drop first, files included
    install     modules to install
    update      modules to update
    uninstall   a module to uninstall
    demo_of     the addon whose demonstration files to load
    assets      whether to build the pages' scripts and styles ahead of the first page
"""

import io
import json
import lzma
import sys
from contextlib import closing

from odoo import SUPERUSER_ID, api
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.service import db
from odoo.sql_db import db_connect
from odoo.tools import config, convert_file

# All that the pages and letters of these databases ask for.
BUNDLES = (
    "bus.websocket_worker_assets",
    "web.__assets_tests_call__",
    "web.assets_emoji",
    "web.assets_frontend",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "web.assets_tests",
    "web.assets_web",
    "web.assets_web_print",
    "web.report_assets_common",
    "web.report_assets_pdf",
)


def doing(what):
    """Tell dev.py, which shows it while it waits."""
    print(what, flush=True)


def make(order):
    """Create the database or copy it; an earlier one of that name goes away first."""
    name = order["database"]
    if not (order.get("create") or order.get("copy_of") or order.get("restore")):
        return
    if db.exp_db_exist(name):
        doing("dropping the earlier one")
        db.exp_drop(name)
    if order.get("create"):
        doing("creating a French company")
        db.exp_create_database(name, demo=False, lang="fr_FR", country_code="fr")
    elif order.get("copy_of"):
        doing(f"copying {order['copy_of']}")
        db.exp_duplicate_database(order["copy_of"], name)
    else:
        doing("restoring a dump")
        db._create_empty_database(name)
        restore(name, order["restore"])


def restore(name, dump):
    """Run a dump on an empty database: nothing but the database server is needed for that."""
    sql, rows = [], None
    with closing(db_connect(name).cursor()) as cr, lzma.open(dump) as lines:
        for line in lines:
            if rows is None:
                sql.append(line)
                if line.startswith(b"COPY "):
                    copy = sql.pop()
                    run(cr, sql)
                    sql, rows = [], io.BytesIO()
            elif line == b"\\.\n":
                rows.seek(0)
                cr._obj.copy_expert(copy, rows)
                rows = None
            else:
                rows.write(line)
        run(cr, sql)
        cr.commit()


def run(cr, lines):
    """Run statements of a dump; comments alone make none."""
    if any(line.strip() and not line.startswith(b"--") for line in lines):
        cr._obj.execute(b"".join(lines))


def uninstall(order):
    """Uninstall as a person does who presses the button."""
    if name := order.get("uninstall"):
        doing(f"uninstalling {name}")
        with Registry(order["database"]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ir.module.module"]._get(name).button_immediate_uninstall()


def drop(order):
    """Drop what the order says is outdated."""
    for name in order.get("drop", []):
        doing(f"dropping {name}")
        db.exp_drop(name)


def change_modules(order):
    """Install and update, then make sure that Odoo did: for some failures it only logs."""
    name, install, update = order["database"], order.get("install", []), order.get("update", [])
    if not (install or update):
        return
    doing(("installing " if install else "updating ") + ", ".join(install or update))
    registry = Registry.new(
        name, update_module=True, install_modules=install, upgrade_modules=update
    )
    with registry.cursor() as cr:
        cr.execute(
            "SELECT name FROM ir_module_module WHERE name = ANY(%s) AND state = 'installed'",
            [[*install, *update]],
        )
        missing = {*install, *update} - {row[0] for row in cr.fetchall()}
    if missing:
        sys.exit(f"Odoo did not install {', '.join(sorted(missing))}")


def load_demo(env, addon):
    """Load the addon's demonstration files alone.

    Odoo's own switch would load every module's, which turns the company American.
    """
    doing("loading the demonstration data")
    for name in Manifest.for_addon(addon).get("demo", []):
        convert_file(env, addon, name, {}, mode="init", noupdate=True)


def build_assets(env):
    """Build scripts and styles now, else the first page (or each browser test) waits for them."""
    doing("preparing the pages' scripts and styles")
    qweb = env["ir.qweb"]
    for bundle in BUNDLES:
        qweb._get_asset_bundle(bundle, css=False, js=True).js()
        qweb._get_asset_bundle(bundle, css=True, js=False).css()


def main():
    order = json.load(sys.stdin)
    config.parse_config(["--no-http"], setup_logging=True)
    config["list_db"] = True
    drop(order)
    make(order)
    change_modules(order)
    uninstall(order)
    with Registry(order["database"]).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if addon := order.get("demo_of"):
            load_demo(env, addon)
        if order.get("assets"):
            build_assets(env)
        cr.commit()


if __name__ == "__main__":
    main()
