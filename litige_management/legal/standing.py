"""The debtor's standing for one purchase, and what the law attaches to it.

A "company" flag is not a standing: an association is a company to a ledger and a
non-professional to the law. A person confirms the standing; an unknown one (``None``)
answers every question below with the prudent value and lets no statement be made.
"""

from __future__ import annotations

from enum import Enum


class Standing(str, Enum):
    """Quality in which the debtor bought. Members compare equal to their code."""

    CONSUMER = "consumer"
    #: Legal person acting outside any professional activity: co-ownership, association.
    NON_PROFESSIONAL = "non_professional"
    #: Trader, or commercial form (SNC, SCS, SARL, SA, SAS, SCA): L121-1, L210-1 C. com.
    MERCHANT = "merchant"
    ARTISAN = "artisan"
    #: Liberal or civil professional.
    PROFESSIONAL = "professional"
    FARMER = "farmer"
    PUBLIC = "public"

    def __str__(self) -> str:
        return self.value


class Regime(str, Enum):
    """Which rule makes interest run on an unpaid invoice."""

    #: Art. L441-10 II C. com.: from the day after the due date, without reminder.
    LATE_PAYMENT = "late_payment"
    #: Art. 1231-6 and 1344-1 C. civ.: legal interest from the formal notice.
    LEGAL_FROM_NOTICE = "legal_from_notice"

    def __str__(self) -> str:
        return self.value


_BY_CODE = {member.value: member for member in Standing}
_PROFESSIONALS = frozenset(
    {Standing.MERCHANT, Standing.ARTISAN, Standing.PROFESSIONAL, Standing.FARMER}
)
_CIVIL_REGIME = frozenset({Standing.CONSUMER, Standing.NON_PROFESSIONAL})


def parse(standing: str | Standing | None) -> Standing | None:
    """Standing from its code; ``None`` or empty stays ``None``.

    :raises ValueError: the code is not one of :class:`Standing`.
    """
    if not standing:
        return None
    found = _BY_CODE.get(standing)
    return Standing(standing) if found is None else found


def is_professional(standing: str | Standing | None) -> bool:
    """Whether the debtor bought for a private professional activity.

    A public body is not one here: its late payments follow the public procurement code.
    """
    return parse(standing) in _PROFESSIONALS


def is_consumer(standing: str | Standing | None) -> bool:
    """Whether consumer law protects the debtor: natural persons only (art. liminaire
    C. conso.; Cass. 3e civ. 28/09/2022 no. 21-19.829)."""
    return parse(standing) is Standing.CONSUMER


def owes_fixed_indemnity(standing: str | Standing | None) -> bool:
    """Whether the fixed recovery indemnity may be asked by default.

    L441-10 II and D441-5 C. com. burden "any professional": never a consumer. For a
    non-professional legal person no text settles it, hence no by default.
    """
    return is_professional(standing)


def late_payment_regime(
    standing: str | Standing | None, late_payment_agreed: bool = False
) -> Regime | None:
    """The interest regime of a debtor, ``None`` when no statement can be made.

    :param late_payment_agreed: explicit decision to apply L441-10 to a non-professional
        legal person; without effect on a consumer, who can never owe it.
    """
    found = parse(standing)
    if found in _PROFESSIONALS:
        return Regime.LATE_PAYMENT
    if found is Standing.NON_PROFESSIONAL and late_payment_agreed:
        return Regime.LATE_PAYMENT
    if found in _CIVIL_REGIME:
        return Regime.LEGAL_FROM_NOTICE
    return None
