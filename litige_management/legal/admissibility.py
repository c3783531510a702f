"""What the law leaves open to an unpaid creditor: what a letter may announce, and no more.

Announcing an action that is not legally possible is an aggressive practice (art. L121-6 5°
C. conso.). The thresholds are handed in by the caller, as the law stands on the day of the letter.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from .standing import Standing, parse

#: Parameter: claims up to this amount need an amicable attempt before the tribunal judiciaire.
AMICABLE_ATTEMPT_CEILING = "amicable_attempt_ceiling"

#: Reasons why no letter may claim anything.
INSOLVENT = "insolvent"
OVER_INDEBTED = "over_indebted"
PUBLIC_BODY = "public_body"
NOTHING_DUE = "nothing_due"
UNKNOWN_STANDING = "unknown_standing"

PAYMENT_ORDER = "payment_order"
LAWSUIT = "lawsuit"
CONCILIATION = "conciliation"

COMMERCIAL_COURT = "commercial"
CIVIL_COURT = "civil"

_COMMERCIAL = frozenset({Standing.MERCHANT, Standing.ARTISAN})


class Facts(NamedTuple):
    """What decides which follow-ups are open.

    :param standing: the debtor's, for this purchase; ``None`` when nobody has confirmed it;
    :param creditor: our own standing; ``None`` when it is not recorded;
    :param amount: principal due today;
    :param undisputed: the part of it that the debtor does not contest;
    :param attempted: conciliation, mediation or a participatory procedure was already tried;
    :param insolvent: an insolvency proceeding is open;
    :param over_indebted: the commission has admitted the consumer's file;
    :param abroad: the debtor lives in another country: which court and which procedure is a matter
        of international rules (regulations EU 1215/2012 and 1896/2006, treaties);
    :param enforceable: a judgment already orders payment: suing again is inadmissible.
    """

    standing: str | None
    amount: Decimal
    undisputed: Decimal
    creditor: str | None = None
    attempted: bool = False
    insolvent: bool = False
    over_indebted: bool = False
    abroad: bool = False
    enforceable: bool = False


class FollowUp(NamedTuple):
    """One open way.

    :param code: ``PAYMENT_ORDER``, ``LAWSUIT`` or ``CONCILIATION``;
    :param rule: code of the rule it rests on: its citation is dated data, not known here;
    :param court: ``COMMERCIAL_COURT``, ``CIVIL_COURT``, or ``None`` when it is not settled;
    :param partial: open for the undisputed part only.
    """

    code: str
    rule: str
    court: str | None = None
    partial: bool = False


def refusal(facts: Facts) -> str | None:
    """Why no letter may claim anything from this debtor, ``None`` when one may.

    Insolvency: art. L622-7 and L622-21 C. com.; over-indebtedness: L722-2 and L722-5 C. conso.
    """
    if facts.insolvent:
        return INSOLVENT
    if facts.over_indebted:
        return OVER_INDEBTED
    standing = parse(facts.standing)
    if standing is None:
        return UNKNOWN_STANDING
    if standing is Standing.PUBLIC:
        return PUBLIC_BODY
    return NOTHING_DUE if facts.amount <= 0 else None


def court(facts: Facts) -> str | None:
    """Which court judges the claim, ``None`` when our own standing leaves it unsettled.

    Art. L721-3 C. com.: between merchants, between artisans, or between them. A civil debtor is
    sued before the tribunal judiciaire, even by a company.
    """
    if parse(facts.standing) not in _COMMERCIAL:
        return CIVIL_COURT
    creditor = parse(facts.creditor)
    if creditor is None:
        return None
    # A civil creditor has the choice against a merchant: nothing is settled for them.
    return COMMERCIAL_COURT if creditor in _COMMERCIAL else None


def needs_attempt(facts: Facts, ceiling: Decimal) -> bool:
    """Whether a lawsuit today would be inadmissible for want of an amicable attempt.

    Art. 750-1 CPC: before the tribunal judiciaire only. A formal notice is not such an attempt.
    When the court is not settled, the prudent answer.
    """
    return court(facts) != COMMERCIAL_COURT and facts.amount <= ceiling and not facts.attempted


def follow_ups(facts: Facts, ceiling: Decimal) -> tuple[FollowUp, ...]:
    """The ways open today, the lightest first; none when :func:`refusal` names a reason.

    The payment order needs no amicable attempt, whatever the amount (Cass. 2e civ., avis
    25/09/2025 no. 25-70.013), but a claim that is certain: the undisputed part alone.

    :param ceiling: value of :data:`AMICABLE_ATTEMPT_CEILING` on the day.
    """
    if refusal(facts) or facts.enforceable:
        return ()
    if facts.abroad:
        return (FollowUp(LAWSUIT, ""),)
    found = []
    where = court(facts)
    if needs_attempt(facts, ceiling):
        found.append(FollowUp(CONCILIATION, "amicable_attempt"))
    if facts.undisputed > 0:
        found.append(
            FollowUp(
                PAYMENT_ORDER,
                "payment_order",
                where,
                partial=facts.undisputed < facts.amount,
            )
        )
    if not needs_attempt(facts, ceiling):
        found.append(FollowUp(LAWSUIT, "", where))
    return tuple(found)
