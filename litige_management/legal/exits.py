"""Sums of the entries that end a claim: shares of VAT, depreciation, what a person may concede.

Amounts are positive `Decimal` in the invoice's currency unless said otherwise; every split adds up
to the cent. Nothing here is a rule of law: what the law says of VAT on lost claims is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Part(NamedTuple):
    """The part of an amount under one rate of VAT; ``total`` is with VAT."""

    base: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        """Base and VAT."""
        return self.base + self.tax


class Situation(NamedTuple):
    """Why a claim may be lost: a code, and the percentage the company chose for it."""

    code: str
    percent: Decimal


def _round(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def shares(amount: Decimal, weights: Sequence[Decimal], decimals: int = 2) -> list[Decimal]:
    """Share ``amount`` in proportion to ``weights``; the shares add up to it, cents included.

    Each share is the difference of two rounded running totals, so no cent is lost or made.

    :raises ValueError: the weights add up to zero.
    """
    total = sum(weights, ZERO)
    if not total:
        raise ValueError("nothing to share in proportion to")
    result, running, done = [], ZERO, ZERO
    for weight in weights:
        running += weight
        upto = _round(amount * running / total, decimals)
        result.append(upto - done)
        done = upto
    return result


def split(amount: Decimal, parts: Sequence[Part], decimals: int = 2) -> list[Part]:
    """Split ``amount``, VAT included, as the invoice is split between its rates of VAT.

    The whole of an invoice gives back its own bases and VAT. A part paid is taken to have paid
    each rate in proportion, as nothing says otherwise.

    :raises ValueError: the invoice adds up to zero.
    """
    result = []
    totals = shares(amount, [part.total for part in parts], decimals)
    for part, total in zip(parts, totals, strict=True):
        tax = _round(total * part.tax / part.total, decimals) if part.total else ZERO
        result.append(Part(total - tax, tax))
    return result


def proposed_percent(situations: Iterable[Situation]) -> Situation | None:
    """The situation that asks for most; ``None`` when nothing speaks for a loss."""
    return max(situations, key=lambda one: one.percent, default=None)


def depreciation(
    base: Decimal, percent: Decimal, booked: Decimal = ZERO, decimals: int = 2
) -> Decimal:
    """What is still to be booked to depreciate ``base`` (without VAT) by ``percent``.

    :param booked: depreciation booked before, less what was reversed.
    :return: to add when positive, to reverse when negative.
    :raises ValueError: a percentage below 0 or above 100.
    """
    if not ZERO <= percent <= HUNDRED:
        raise ValueError(f"not a percentage: {percent}")
    return _round(base * percent / HUNDRED, decimals) - booked


def exceeds(limit: Decimal | None, conceded: Decimal, asked: Decimal) -> bool:
    """Whether a person who ``conceded`` so much on a dispute needs leave to concede ``asked`` more.

    :param limit: what this person may concede on one dispute; ``None``: no limit.
    """
    return limit is not None and conceded + asked > limit


__all__ = [
    "Part",
    "Situation",
    "depreciation",
    "exceeds",
    "proposed_percent",
    "shares",
    "split",
]
