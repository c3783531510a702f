"""What may still be done against a decision, by either side."""

from __future__ import annotations

from .claim_facts import Facts, Values
from .decision import ORDER, RULING, SUMMARY
from .verdict import CLOSED, START, WARNING, Verdict


def _timed(code: str, facts: Facts, reason: str, rule: str, lawyer: bool = False) -> Verdict:
    """Open with care until the last day, closed afterwards."""
    until = facts.decision.until
    if until is None:
        return Verdict(code, WARNING, "not_notified", rule, (START,), lawyer=lawyer)
    if until < facts.today and not facts.decision.reopens:
        return Verdict(code, CLOSED, "decision_settled", rule, day=until)
    return Verdict(code, WARNING, reason, rule, (START,), lawyer=lawyer, day=until)


def opposition(code: str, facts: Facts, values: Values) -> Verdict:
    """The debtor's against a payment order (art. 1416 CPC), the absent side's against a judgment
    given by default that cannot be appealed (art. 538 and 490 CPC)."""
    decision = facts.decision
    if decision is None:
        return Verdict(code, CLOSED, "no_decision", "opposition")
    if decision.kind == ORDER:
        return _timed(code, facts, "theirs_to_oppose", "payment_order_opposition")
    if not decision.by_default:
        return Verdict(code, CLOSED, "not_by_default", "opposition")
    if not decision.is_final(values.final_ruling_ceiling):
        return Verdict(code, CLOSED, "appeal_instead", "appeal")
    rule = "appeal_summary" if decision.kind == SUMMARY else "opposition"
    return _timed(code, facts, "oppose_until", rule)


def appeal(code: str, facts: Facts, values: Values) -> Verdict:
    """Above the last resort of the court (art. 538, 490 CPC; R211-3-24 COJ, R721-6 C. com.)."""
    decision = facts.decision
    if decision is None:
        return Verdict(code, CLOSED, "no_decision", "appeal")
    if decision.kind == ORDER:
        return Verdict(code, CLOSED, "order_not_appealed", "payment_order_opposition")
    if decision.kind == RULING:
        return Verdict(code, CLOSED, "appeal_judged", "cassation")
    if decision.is_final(values.final_ruling_ceiling):
        return Verdict(code, CLOSED, "last_resort", "last_resort")
    rule = "appeal_summary" if decision.kind == SUMMARY else "appeal"
    return _timed(code, facts, "appeal_until", rule, lawyer=True)


def cassation(code: str, facts: Facts, values: Values) -> Verdict:
    """Against a ruling of last resort only (art. 612 CPC)."""
    decision = facts.decision
    if decision is None:
        return Verdict(code, CLOSED, "no_decision", "cassation")
    if decision.kind != RULING and not decision.is_final(values.final_ruling_ceiling):
        return Verdict(code, CLOSED, "appeal_first", "cassation")
    return _timed(code, facts, "cassation_until", "cassation", lawyer=True)
