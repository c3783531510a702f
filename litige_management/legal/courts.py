"""Which court judges a claim, and whether it asks for an amicable attempt first."""

from __future__ import annotations

from decimal import Decimal

from .standing import Standing, parse

COMMERCIAL_COURT = "commercial"
CIVIL_COURT = "civil"
#: Alsace-Moselle: the commercial chamber of the civil court.
COMMERCIAL_CHAMBER = "chamber"
#: A civil creditor may choose between both against a merchant.
CHOICE = "choice"

#: Before the court of civil matters, an attempt is needed up to a ceiling (art. 750-1 CPC).
ATTEMPT_REQUIRED, ATTEMPT_DONE = "required", "done"
NOT_THIS_COURT, NOT_THIS_AMOUNT = "not_this_court", "not_this_amount"
COURT_UNKNOWN = "court_unknown"

_COMMERCIAL = frozenset({Standing.MERCHANT, Standing.ARTISAN})


def find(standing: str | None, creditor: str | None, local_law: bool = False) -> str | None:
    """Which court judges the claim, ``None`` when our own standing leaves it unsettled.

    Art. L721-3 C. com.: between merchants, between artisans (since 1 January 2022), or between
    them. A civil debtor is sued before the tribunal judiciaire, even by a company; a civil
    creditor has the choice against a merchant.

    :param standing: the debtor's; one that nobody knows is treated as civil
    :param creditor: our own
    :param local_law: the debtor lives in Alsace or Moselle, where no commercial court exists
    """
    if parse(standing) not in _COMMERCIAL:
        return CIVIL_COURT
    ours = parse(creditor)
    if ours is None:
        return None
    if ours in _COMMERCIAL:
        return COMMERCIAL_CHAMBER if local_law else COMMERCIAL_COURT
    return CIVIL_COURT if local_law else CHOICE


def attempt(court: str | None, amount: Decimal, ceiling: Decimal, attempted: bool) -> str:
    """Whether suing needs an amicable attempt first (art. 750-1 CPC).

    Never for the payment order (Cass. 2e civ., avis 25/09/2025 no. 25-70.013); a formal notice is
    no attempt.

    :param court: of :func:`find`
    :return: ``ATTEMPT_DONE``, ``NOT_THIS_COURT``, ``NOT_THIS_AMOUNT``, ``CHOICE`` (before one of
        the two courts), ``COMMERCIAL_CHAMBER`` (to ask its clerk), ``COURT_UNKNOWN`` (needed
        before one of the possible courts: be prudent) or ``ATTEMPT_REQUIRED``
    """
    if attempted:
        return ATTEMPT_DONE
    if court == COMMERCIAL_COURT:
        return NOT_THIS_COURT
    if amount > ceiling:
        return NOT_THIS_AMOUNT
    if court in (CHOICE, COMMERCIAL_CHAMBER):
        return court
    return ATTEMPT_REQUIRED if court else COURT_UNKNOWN


#: Departments of Alsace and Moselle, by the start of their postal codes.
_LOCAL_LAW = ("57", "67", "68")


def is_local_law(postal_code: str | None) -> bool:
    """Whether a French address is in Alsace or Moselle, where no commercial court exists."""
    return (postal_code or "").strip().startswith(_LOCAL_LAW)
