"""What decides which judicial ways are open, and what closes them all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from . import courts
from .decision import Decision
from .rates import LegalValues
from .semesters import add_months
from .standing import Standing, parse
from .verdict import CLOSED, CONFIRM_STANDING, OPEN, START, WARNING, Verdict

FORMAL_NOTICE = "formal_notice"
SMALL_CLAIMS = "small_claims"
UNCONTESTED = "uncontested_b2b"
PAYMENT_ORDER = "payment_order"
REQUEST = "request_5000"
SUMMARY_ORDER = "summary_order"
LAWSUIT = "lawsuit"
PROTECTIVE_SEIZURE = "protective_seizure"
UNPAID_CHEQUE = "unpaid_cheque"
EUROPEAN_ORDER = "european_order"
DECLARATION = "insolvency_declaration"
OPPOSITION = "opposition"
APPEAL = "appeal"
CASSATION = "cassation"

#: Acts that a screen offers besides those of :mod:`.verdict`.
NOTIFY, CONCILIATE, NOTE_RECEIPT = "notify", "conciliate", "note_receipt"
NOTE_INSOLVENCY, SET_STANDING, FILL_ADDRESS = "note_insolvency", "set_standing", "fill_address"

#: How well the debtor's address is known.
ADDRESS_KNOWN, ADDRESS_DOUBTFUL, ADDRESS_UNKNOWN = "known", "doubtful", "unknown"

#: Costs that the court itself asks for: codes of parameters.
CIVIL_CONTRIBUTION, ORDER_FEE = "civil_contribution", "commercial_order_fee"

#: Ways that put the same claim before a judge: one is enough at a time.
SUITS = frozenset({PAYMENT_ORDER, REQUEST, LAWSUIT, EUROPEAN_ORDER})
#: Ways that end in a title. An over-indebted consumer may be sued for one: what is suspended is its
#: enforcement (art. L722-2 C. conso.), and paying earlier debts (art. L722-5).
TITLES = frozenset({PAYMENT_ORDER, REQUEST, SUMMARY_ORDER, LAWSUIT})


class Values(NamedTuple):
    """What the law sets, on the day: ceilings in euros, delays in months.

    :param uncontested: whether art. L126-1 CPCE may be used yet
    """

    attempt_ceiling: Decimal
    small_claims_ceiling: Decimal
    small_request_ceiling: Decimal
    lawyer_ceiling: Decimal
    final_ruling_ceiling: Decimal
    uncontested: bool
    declaration_months: int
    relief_months: int

    @classmethod
    def in_force(cls, law: LegalValues, day: date) -> Values:
        """The values in force on a day.

        :raises MissingLegalValue: one of them has no row on that day
        """
        return cls(
            attempt_ceiling=law.parameter("amicable_attempt_ceiling", day).value,
            small_claims_ceiling=law.parameter("small_claims_ceiling", day).value,
            small_request_ceiling=law.parameter("small_request_ceiling", day).value,
            lawyer_ceiling=law.parameter("lawyer_ceiling", day).value,
            final_ruling_ceiling=law.parameter("final_ruling_ceiling", day).value,
            uncontested=bool(law.parameter("uncontested_procedure", day).value),
            declaration_months=int(law.parameter("insolvency_declaration_months", day).value),
            relief_months=int(law.parameter("insolvency_relief_months", day).value),
        )


class Facts(NamedTuple):
    """What decides which judicial ways are open.

    :param standing: the debtor's, for this purchase; ``None`` when nobody has confirmed it
    :param today: the day the question is asked
    :param amount: principal due today
    :param undisputed: the part of it that the debtor does not contest
    :param interest: interest claimed besides the principal
    :param creditor: our own standing; ``None`` when it is not recorded
    :param attempted: an amicable attempt, or what excuses it, is proven (art. 750-1 CPC)
    :param notice_on: day the formal notice took effect on all that is due, ``None`` while not
    :param notice_until: last day of the delay it gave
    :param notice_sent: a formal notice left and has not taken effect yet
    :param limit: last safe day to sue, ``None`` when it is unknown or suspended
    :param arguable_limit: last day to sue on the reading of the law most favourable to us
    :param limit_rule: code of the rule that sets it
    :param near_months: how long before ``limit`` to warn
    :param insolvent: an insolvency proceeding is open against the debtor
    :param published_on: day its opening was published, ``None`` when not recorded
    :param over_indebted: the commission has admitted the consumer's file
    :param abroad: the debtor lives in another country: which court and which procedure is a matter
        of international rules (regulations EU 1215/2012 and 1896/2006, treaties)
    :param in_europe: that country is a member state of the European Union
    :param local_law: the debtor lives in Alsace or Moselle
    :param address: ``ADDRESS_KNOWN``, ``ADDRESS_DOUBTFUL`` (a letter came back) or ``…_UNKNOWN``
    :param enforceable: a judgment already orders payment: suing again is inadmissible
    :param under_agreement: a signed agreement is being performed
    :param running: codes of the ways already taken and not ended
    :param decision: the last decision given, ``None`` without any
    """

    standing: str | None
    today: date
    amount: Decimal
    undisputed: Decimal
    interest: Decimal = Decimal(0)
    creditor: str | None = None
    attempted: bool = False
    notice_on: date | None = None
    notice_until: date | None = None
    notice_sent: bool = False
    limit: date | None = None
    arguable_limit: date | None = None
    limit_rule: str = ""
    near_months: int = 3
    insolvent: bool = False
    published_on: date | None = None
    over_indebted: bool = False
    abroad: bool = False
    in_europe: bool = False
    local_law: bool = False
    address: str = ADDRESS_KNOWN
    enforceable: bool = False
    under_agreement: bool = False
    running: frozenset[str] = frozenset()
    decision: Decision | None = None

    @property
    def court(self) -> str | None:
        """The court of this claim (:func:`.courts.find`), ``None`` abroad."""
        if self.abroad:
            return None
        return courts.find(self.standing, self.creditor, self.local_law)


# === WHAT STOPS EVERYTHING === #


def barred(facts: Facts) -> tuple[str, str] | None:
    """Why nothing may be paid by this debtor, as (reason, rule); ``None`` when it may be.

    Insolvency: art. L622-7 and L622-21 C. com.; over-indebtedness: L722-2 and L722-5 C. conso.;
    small-claims recovery: no payment before its outcome, R125-7 CPCE.
    """
    if facts.insolvent:
        return "insolvent", "insolvency"
    if facts.over_indebted:
        return "over_indebted", "over_indebtedness"
    standing = parse(facts.standing)
    if standing is None:
        return "unknown_standing", ""
    if standing is Standing.PUBLIC:
        return "public_body", ""
    if facts.amount <= 0:
        return "nothing_due", ""
    if SMALL_CLAIMS in facts.running:
        return "small_claims_pending", "small_claims_payment"
    return None


def stopped(facts: Facts, code: str) -> Verdict | None:
    """Why the claim cannot be put before any judge today."""
    sought = facts._replace(over_indebted=False) if code in TITLES else facts
    reason = barred(sought)
    if reason is None and facts.enforceable:
        reason = "enforceable", "enforceable_title"
    elif reason is None and facts.under_agreement:
        reason = "under_agreement", ""
    elif reason is None and _past(facts.arguable_limit or facts.limit, facts.today):
        reason = "time_barred", facts.limit_rule
    if reason is None:
        return None
    acts = (CONFIRM_STANDING,) if reason[0] == "unknown_standing" else ()
    day = (facts.arguable_limit or facts.limit) if reason[0] == "time_barred" else None
    return Verdict(code, CLOSED, *reason, acts=acts, day=day)


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def cautions(facts: Facts, code: str, notice: bool = True) -> Verdict | None:
    """What is to know before going to a judge, the gravest first; no acts yet."""
    if SUITS & facts.running - {code}:
        return Verdict(code, WARNING, "in_court")
    if _past(facts.limit, facts.today):
        return Verdict(code, WARNING, "perhaps_time_barred", facts.limit_rule, day=facts.limit)
    if facts.limit and add_months(facts.today, facts.near_months) >= facts.limit:
        return Verdict(code, WARNING, "limit_near", facts.limit_rule, day=facts.limit)
    if facts.address == ADDRESS_DOUBTFUL:
        return Verdict(code, WARNING, "doubtful_address", acts=(FILL_ADDRESS,))
    if not notice:
        return None
    if facts.notice_on is None:
        reason = "notice_under_way" if facts.notice_sent else "no_notice"
        act = NOTE_RECEIPT if facts.notice_sent else NOTIFY
        return Verdict(code, WARNING, reason, "formal_notice", (act,))
    if facts.notice_until and facts.notice_until >= facts.today:
        return Verdict(code, WARNING, "notice_running", "formal_notice", day=facts.notice_until)
    return None


def judged(facts: Facts, code: str, reason: str, rule: str, **values) -> Verdict:
    """The way is open: with its court, and with what is to know first when there is something."""
    caution = cautions(facts, code)
    if caution:
        return caution._replace(acts=(*caution.acts, START), **values)
    return Verdict(code, OPEN, reason, rule, (START,), **values)
