"""The calls of the screens over JSON-RPC: lists and forms of disputes, claims and invoices.

The data is made once and stays in the database for measuring: a server reads what is committed.
"""

import statistics
import time
from functools import partial

from _disputes import create_claims, open_disputes
from _invoices import make_customers, make_invoices
from _measure import as_user, run_once, seconds, tell, tell_queries, tell_ratio
from _web import Session, specification

COUNT = 1_000
CALLS = 60
ROWS = 80
SIZES = (10, 80, 400)
CUSTOMERS = "Client of the lists"
DOMAINS = {
    "litige.case": [("phase", "!=", "closed")],
    "crm.claim": [],
    "account.move": [("move_type", "=", "out_invoice")],
}


def ensure_data(env):
    """Make the disputes and the claims, unless an earlier run did."""
    if env["res.partner"].search_count([("name", "=like", f"{CUSTOMERS}%")]):
        return
    moves = make_invoices(env, make_customers(env, COUNT, CUSTOMERS), COUNT, "LISTS")
    open_disputes(env, moves)
    create_claims(env, moves)
    env.flush_all()
    env.cr.execute("ANALYZE litige_case; ANALYZE litige_claim; ANALYZE crm_claim")
    env.cr.commit()


def p50(**calls):
    """The median time of each call, made in turn: seconds by name, a first round left out."""
    times = {name: [] for name in calls}
    for rank in range(CALLS + 1):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            if rank:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def list_arguments(env, model):
    """What the web client sends to show the first page of a list."""
    return {
        "domain": DOMAINS[model],
        "specification": specification(env, model, "list"),
        "count_limit": 10_001,
    }


def measure_lists(env, session):
    """Eighty rows of each list, as fast as the server answers."""
    arguments = {model: list_arguments(env, model) for model in DOMAINS}

    def read(model):
        rows = session.call(model, "web_search_read", limit=ROWS, **arguments[model])["records"]
        assert len(rows) == ROWS, f"{model}: {len(rows)} rows"

    found = p50(
        ours=lambda: read("litige.case"),
        peer=lambda: read("crm.claim"),
        odoo=lambda: read("account.move"),
        floor=lambda: session.call("res.users", "has_group", [env.uid], "base.group_user"),
    )
    fields = {model: len(each["specification"]) for model, each in arguments.items()}
    tell(f"List of disputes, {fields['litige.case']} fields", seconds(found["ours"]))
    tell(f"List of crm_claim, {fields['crm.claim']} fields", seconds(found["peer"]))
    tell(f"List of invoices, {fields['account.move']} fields", seconds(found["odoo"]))
    tell("The least call", seconds(found["floor"]))
    tell_ratio("  disputes / crm_claim", found["ours"], found["peer"], 1)
    tell_ratio("  disputes / invoices", found["ours"], found["odoo"], 1)
    for size in SIZES:
        for model in ("litige.case", "crm.claim"):
            listing = partial(env[model].web_search_read, limit=size, **arguments[model])
            # The first run fills the caches of rights and translations.
            run = [run_once(env, listing).queries for _ in range(2)][-1]
            if model == "litige.case":
                tell_queries(f"  disputes, {size} rows", run, 8)
            else:
                tell(f"  crm_claim, {size} rows", f"{run} queries")


def measure_forms(env, session):
    """One form of each: the record, its lines and what they show."""
    move = env["account.move"].search(
        [("partner_id.name", "=like", f"{CUSTOMERS}%"), ("move_type", "=", "out_invoice")], limit=1
    )
    records = {
        "litige.case": move.litige_case_id,
        "crm.claim": env["crm.claim"].search([], limit=1),
        "account.move": move,
    }
    specs = {model: specification(env, model, "form") for model in records}

    def read(model):
        assert session.call(model, "web_read", records[model].ids, specification=specs[model])

    found = p50(
        ours=lambda: read("litige.case"),
        peer=lambda: read("crm.claim"),
        odoo=lambda: read("account.move"),
    )
    tell(f"Form of a dispute, {len(specs['litige.case'])} fields", seconds(found["ours"]))
    tell(f"Form of crm_claim, {len(specs['crm.claim'])} fields", seconds(found["peer"]))
    tell(f"Form of an invoice, {len(specs['account.move'])} fields", seconds(found["odoo"]))
    tell_ratio("  dispute / invoice", found["ours"], found["odoo"], 1)
    for model, record in records.items():
        run = [
            run_once(env, lambda: record.web_read(specs[model])).queries  # noqa: B023
            for _ in range(2)
        ][-1]
        tell(f"  {model}", f"{run} queries")


def measure(env, url, database):
    """Lists, then forms."""
    ensure_data(env)
    session = Session(url, database)
    measure_lists(env, session)
    measure_forms(env, session)


measure(as_user(env), url, database)  # noqa: F821
