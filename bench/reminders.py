"""The reminders of a day, beside account_credit_control's.

The same 30,000 overdue receivable lines on both sides, a third partly paid: who gets what (nothing
is sent), again the same day before and after a run, and ten thousand marked as reminded.
"""

import gc
import resource
import statistics
import time
from datetime import timedelta

from _invoices import AS_OF, make_customers, make_invoices, receivable
from _measure import (
    ROUNDS,
    alternate,
    as_user,
    run_once,
    seconds,
    tell,
    tell_queries,
    tell_ratio,
    undone,
)

CUSTOMERS, LINES, MARKED = 3000, 30_000, 10_000
PEER_LINES = 1000  # marking: the peer is measured on these, and its time a line compared

RAW = """
    SELECT l.id, l.move_id, l.date_maturity, l.amount_residual_currency, m.commercial_partner_id,
           p.max_date, p.debit_amount_currency
      FROM account_move_line l
      JOIN account_move m ON m.id = l.move_id
      JOIN account_account a ON a.id = l.account_id AND a.account_type = 'asset_receivable'
 LEFT JOIN account_partial_reconcile p ON p.debit_move_id = l.id
     WHERE l.company_id = %s AND l.parent_state = 'posted' AND l.reconciled IS NOT TRUE
       AND m.move_type = 'out_invoice' AND l.amount_residual > 0 AND l.date_maturity < %s
"""


def peak_memory():
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def switch_on(env):
    """Let the usual levels act; a bank entry of the day keeps the books up to date."""
    levels = env.company.litige_reminder_level_ids
    levels.is_on = True
    env.company.litige_bank_entry_days = 100_000
    return levels.sorted("days")


def plan(env):
    """Who would be reminded, as the run finds it."""
    return env["litige.reminder.plan"]._plan(env.company, AS_OF)


def read_raw(env):
    """The least that reads the same lines with their dated payments."""
    env.cr.execute(RAW, [env.company.id, AS_OF])
    return env.cr.fetchall()


def make_peer_run(env, moves):
    """A run of account_credit_control on the same receivable account."""
    policy = env.ref("account_credit_control.credit_control_3_time")
    policy.account_ids = receivable(moves[:1]).account_id
    env.company.credit_policy_id = policy
    return env["credit.control.run"].create({"date": AS_OF, "policy_ids": policy.ids})


def measure_plan(env, moves):
    """Who gets what: ours, raw SQL, and once the peer's, which takes a minute."""
    before = peak_memory()
    found = plan(env)
    planned = sum(len(one.lines) for one in found.planned)
    assert planned >= LINES, (planned, len(found.skipped))
    grown = peak_memory() - before
    del found
    gc.collect()
    times = alternate(env, ours=lambda: plan(env), raw=lambda: read_raw(env))
    ours, raw = times["ours"], times["raw"]
    tell(
        f"Plan of {LINES} lines, {CUSTOMERS} customers",
        f"{seconds(ours.seconds)}, {ours.queries} q",
    )
    tell("Raw SQL reading the same lines", seconds(raw.seconds))
    tell_ratio("  ours / raw SQL", ours.seconds, raw.seconds, 3)
    tell_queries("  queries of a plan", ours.queries, 10)
    tell("  memory of a plan", f"+{grown:.0f} MB", "at most +50 MB", grown <= 50)
    with undone(env):
        run = make_peer_run(env, moves)
        peer = run_once(env, run._generate_credit_lines)
    tell(
        "account_credit_control, generate_credit_lines",
        f"{seconds(peer.seconds)}, {peer.queries} q",
    )
    tell_ratio("  ours / account_credit_control", ours.seconds, peer.seconds, 1 / 50)
    return ours


def mark(env, date, planned):
    """Note reminders with the instalments they list, as a run does."""
    return env["litige.reminder"]._note(env.company, date, planned)


def measure_marking(env, moves):
    """Ten thousand invoices noted as reminded, beside the peer's lines."""
    planned, lines = [], 0
    for one in plan(env).planned:
        if lines >= MARKED:
            break
        planned.append(one)
        lines += len(one.lines)
    ours = alternate(env, ours=lambda: mark(env, AS_OF, planned))["ours"]
    with undone(env):
        run = make_peer_run(env, moves)
        made = run._generate_credit_lines()[:PEER_LINES]
        peers = []
        for _round in range(ROUNDS):
            with undone(env):
                done = env["credit.control.communication"]._generate_comm_from_credit_lines(made)
                env.flush_all()
                peers.append(run_once(env, done._mark_credit_line_as_sent))
    peer = statistics.median(one.seconds for one in peers) / len(made)
    each = ours.seconds / lines
    tell(f"{lines} instalments noted as reminded", f"{seconds(ours.seconds)}, {ours.queries} q")
    tell("  each", f"{each * 1000:.3f} ms")
    tell("account_credit_control, mark as sent, each", f"{peer * 1000:.3f} ms")
    tell_ratio("  ours / account_credit_control", each, peer, 1 / 20)


def measure_second(env, first):
    """A second run the same day, right after thousands were noted: no statistics yet."""
    with undone(env):
        mark(env, AS_OF, plan(env).planned)
        env.flush_all()
        runs = []
        for _round in range(ROUNDS):
            runs.append(run_once(env, lambda: plan(env)))
        assert not plan(env).planned
        later = env["litige.reminder.plan"]._plan(env.company, AS_OF + timedelta(days=9))
        assert later.planned
    second = statistics.median(one.seconds for one in runs)
    tell("Plan again the same day, all reminded", seconds(second))
    tell_ratio("  second / first", second, first.seconds, 1)


with undone(env):  # noqa: F821
    user_env = as_user(env)  # noqa: F821
    start = time.perf_counter()
    moves = make_invoices(user_env, make_customers(user_env, CUSTOMERS), LINES)
    switch_on(user_env)
    # A bank entry, and the payments that the copies reconcile, are there already.
    tell("Made the invoices", seconds(time.perf_counter() - start))
    first = measure_plan(user_env, moves)
    measure_marking(user_env, moves)
    measure_second(user_env, first)
