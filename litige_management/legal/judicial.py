"""Which judicial ways are open to an unpaid creditor, and why: in codes put into words elsewhere.

The one source for letters (which may announce nothing that is closed, art. L121-6 5° C. conso.)
and for screens. Each rule is a pure function of the facts and of the values of the day; the first
reason that decides is the one that is given.
"""

from __future__ import annotations

from collections.abc import Callable

from .appeals import appeal, cassation, opposition
from .claim_facts import (
    ADDRESS_UNKNOWN,
    APPEAL,
    CASSATION,
    DECLARATION,
    EUROPEAN_ORDER,
    FILL_ADDRESS,
    FORMAL_NOTICE,
    LAWSUIT,
    NOTE_INSOLVENCY,
    NOTE_RECEIPT,
    NOTIFY,
    OPPOSITION,
    PAYMENT_ORDER,
    PROTECTIVE_SEIZURE,
    REQUEST,
    SMALL_CLAIMS,
    SUMMARY_ORDER,
    TITLES,
    UNCONTESTED,
    UNPAID_CHEQUE,
    Facts,
    Values,
    cautions,
    judged,
    stopped,
)
from .semesters import add_months
from .standing import Standing, parse
from .suits import lawsuit, payment_order, request, summary_order
from .verdict import CLOSED, OPEN, START, WARNING, Verdict

# === BEFORE ANY COURT === #


def formal_notice(facts: Facts, values: Values) -> Verdict:
    """Demands payment and starts legal interest (art. 1344 C. civ.); it interrupts nothing."""
    code, rule = FORMAL_NOTICE, "formal_notice"
    stop = stopped(facts, code)
    if stop and stop.reason != "time_barred":
        return stop
    if facts.address == ADDRESS_UNKNOWN:
        return Verdict(code, WARNING, "no_address", rule, (FILL_ADDRESS, NOTIFY))
    if stop:
        return stop._replace(status=WARNING, acts=(NOTIFY,))
    if facts.notice_on is None:
        if facts.notice_sent:
            return Verdict(code, WARNING, "notice_under_way", rule, (NOTE_RECEIPT, NOTIFY))
        return Verdict(code, OPEN, "notice_first", rule, (NOTIFY,))
    if facts.notice_until and facts.notice_until >= facts.today:
        return Verdict(code, OPEN, "notice_running", rule, (NOTIFY,), day=facts.notice_until)
    return Verdict(code, OPEN, "notice_done", rule, (NOTIFY,), day=facts.notice_on)


def small_claims(facts: Facts, values: Values) -> Verdict:
    """The commissaire de justice's recovery of small claims (art. L125-1, R125-1 s. CPCE)."""
    code, rule = SMALL_CLAIMS, "small_claims"
    if code in facts.running and not facts.insolvent and not facts.over_indebted:
        return Verdict(code, OPEN, "small_claims_pending", "small_claims_payment")
    stop = stopped(facts, code)
    if stop:
        return stop
    if facts.abroad:
        return Verdict(code, CLOSED, "abroad_small_claims", rule)
    if facts.address == ADDRESS_UNKNOWN:
        return Verdict(code, CLOSED, "no_address", rule, (FILL_ADDRESS,))
    if facts.amount + facts.interest > values.small_claims_ceiling:
        return Verdict(code, CLOSED, "above_ceiling", rule)
    if facts.undisputed < facts.amount:
        return Verdict(code, CLOSED, "disputed", rule)
    if parse(facts.standing) is parse(facts.creditor) is Standing.MERCHANT:
        return Verdict(code, WARNING, "between_merchants", "uncontested_claims", (START,))
    caution = cautions(facts, code, notice=False)
    if caution:
        return caution._replace(acts=(*caution.acts, START))
    return Verdict(code, OPEN, "small_claims", rule, (START,))


def uncontested(facts: Facts, values: Values) -> Verdict:
    """Between merchants, invoices that nobody contests (art. L126-1 s. CPCE, no ceiling)."""
    code, rule = UNCONTESTED, "uncontested_claims"
    stop = stopped(facts, code)
    if stop:
        return stop
    if not parse(facts.standing) is parse(facts.creditor) is Standing.MERCHANT:
        return Verdict(code, CLOSED, "merchants_only", rule)
    if not values.uncontested:
        return Verdict(code, CLOSED, "awaits_decree", rule)
    if facts.abroad:
        return Verdict(code, CLOSED, "abroad_order", rule)
    if facts.undisputed < facts.amount:
        return Verdict(code, CLOSED, "disputed", rule)
    return judged(facts, code, "uncontested", rule, court=facts.court)


# === BESIDE THEM === #


def protective_seizure(facts: Facts, values: Values) -> Verdict:
    """Freezes goods before a title; a judge's leave but for a few claims (art. L511-1 s. CPCE)."""
    code, rule = PROTECTIVE_SEIZURE, "protective_measure"
    stop = stopped(facts, code)
    if stop:
        return stop
    if facts.abroad:
        return Verdict(code, WARNING, "abroad_court", acts=(START,))
    return Verdict(code, WARNING, "threat_needed", rule, (START,))


def unpaid_cheque(facts: Facts, values: Values) -> Verdict:
    """Only a person knows whether a cheque bounced (art. L111-3 5° CPCE)."""
    code = UNPAID_CHEQUE
    return stopped(facts, code) or Verdict(code, WARNING, "if_cheque", "unpaid_cheque", (START,))


def european_order(facts: Facts, values: Values) -> Verdict:
    """Uncontested claims on a debtor in another member state (regulation EC 1896/2006)."""
    code, rule = EUROPEAN_ORDER, "european_order"
    stop = stopped(facts, code)
    if stop:
        return stop
    if not facts.in_europe or not facts.abroad:
        return Verdict(code, CLOSED, "outside_europe" if facts.abroad else "not_abroad", rule)
    if facts.undisputed < facts.amount:
        return Verdict(code, CLOSED, "disputed", rule)
    return Verdict(code, WARNING, "european_order", rule, (START,))


def declaration(facts: Facts, values: Values) -> Verdict:
    """The claim declared in the debtor's insolvency, within its delay (art. R622-24 C. com.)."""
    code, rule = DECLARATION, "insolvency_declaration"
    if not facts.insolvent:
        return Verdict(code, CLOSED, "not_insolvent", rule, (NOTE_INSOLVENCY,))
    if facts.published_on is None:
        return Verdict(code, WARNING, "publication_unknown", rule, (NOTE_INSOLVENCY, START))
    until = add_months(facts.published_on, values.declaration_months)
    if until >= facts.today:
        return Verdict(code, OPEN, "declare_until", rule, (START,), day=until)
    until = add_months(facts.published_on, values.relief_months)
    if until >= facts.today:
        return Verdict(code, WARNING, "declare_late", "insolvency_relief", (START,), day=until)
    return Verdict(code, CLOSED, "declare_never", "insolvency_relief", day=until)


RULES: dict[str, Callable[[Facts, Values], Verdict]] = {
    FORMAL_NOTICE: formal_notice,
    SMALL_CLAIMS: small_claims,
    UNCONTESTED: uncontested,
    PAYMENT_ORDER: payment_order,
    REQUEST: request,
    SUMMARY_ORDER: summary_order,
    LAWSUIT: lawsuit,
    PROTECTIVE_SEIZURE: protective_seizure,
    UNPAID_CHEQUE: unpaid_cheque,
    EUROPEAN_ORDER: european_order,
    DECLARATION: declaration,
    OPPOSITION: lambda facts, values: opposition(OPPOSITION, facts, values),
    APPEAL: lambda facts, values: appeal(APPEAL, facts, values),
    CASSATION: lambda facts, values: cassation(CASSATION, facts, values),
}


def judge(remedy: str, facts: Facts, values: Values) -> Verdict:
    """What is to be said of one way on the day.

    :raises KeyError: no rule is known for that code
    """
    verdict = RULES[remedy](facts, values)
    if facts.over_indebted and remedy in TITLES and verdict.is_open:
        verdict = verdict._replace(
            status=WARNING, reason="over_indebted_title", rule="over_indebtedness", day=None
        )
    if remedy in facts.running:
        return verdict._replace(acts=tuple(act for act in verdict.acts if act != START))
    return verdict
