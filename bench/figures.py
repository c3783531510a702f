"""The figures of ten thousand disputes: what the dashboard and the analysis read."""

from _disputes import open_disputes
from _invoices import make_customers, make_invoices
from _measure import alternate, as_user, seconds, tell, tell_queries, undone

COUNT = 10_000
PHASES = ("assessment", "amicable", "judicial")
ANALYSED = ("case_count:count_distinct", "open_amount:sum", "recovered_amount:sum", "days:avg")


def make_disputes(env):
    """Ten thousand disputes, a quarter of which stand in each phase but the last, some closed."""
    moves = make_invoices(env, make_customers(env, COUNT // 5), COUNT)
    cases = env["litige.case"]
    for start in range(0, COUNT, 1_000):
        cases |= open_disputes(env, moves[start : start + 1_000])
    for rank, phase in enumerate(PHASES, 1):
        cases[rank * COUNT // 4 :]._move_to(phase)
    cases[: COUNT // 10]._close("abandoned")
    env.flush_all()
    env.cr.precommit.clear()
    env.cr.execute("ANALYZE litige_case; ANALYZE litige_claim; ANALYZE litige_case_stay")
    return cases


def measure(env):
    """The dashboard in one call, then the analysis by product and by cause."""
    make_disputes(env)
    Report = env["litige.case.report"]
    found = alternate(
        env,
        dashboard=lambda: env["litige.dashboard"].get_figures(),
        product=lambda: Report._read_group([], ["product_id"], ANALYSED),
        cause=lambda: Report._read_group([], ["cause_id", "phase"], ANALYSED),
        rows=lambda: Report.search_read([], ["case_id", "open_amount", "age"], limit=80),
    )
    for name, what in (
        ("dashboard", f"Dashboard of {COUNT:,} disputes"),
        ("product", "Analysis by product"),
        ("cause", "Analysis by cause and phase"),
        ("rows", "Eighty rows of the analysis"),
    ):
        tell(what, seconds(found[name].seconds), "at most 1 s", found[name].seconds <= 1)
    tell_queries("  queries of the dashboard", found["dashboard"].queries, 25)


with undone(env):  # noqa: F821
    measure(as_user(env))  # noqa: F821
