"""Settle, or go on? What each way is worth today, on average.

Every figure is a plain product of figures that a person gave; nothing is assumed. Waiting is
counted by simple interest, as legal interest is: a euro paid in *m* months is worth
``1 / (1 + rate × m / 12)`` today. Costs are taken as paid today, the prudent view.

    going on = chance × collection × (amount + costs recovered) × waiting
             - (1 - chance) × costs of the other side × waiting
             - our costs

    settling = offer × chance that it is paid × waiting for the offer
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import NamedTuple

SETTLE = "settle"
GO_ON = "go_on"
EVEN = "even"
NO_OFFER = "no_offer"

#: The figures that are chances, from 0 to 100 %.
CHANCES = ("chance", "collection", "offer_collection")

#: Chances of winning, in percent, at which the chart draws the value of going on.
CHART_CHANCES = tuple(range(0, 101, 10))


class Inputs(NamedTuple):
    """What a person knows or reckons; amounts in one currency, chances and rates in percent.

    :param amount: what is at stake: what a full win would order the customer to pay;
    :param chance: chance of winning;
    :param costs: costs of going on that stay ours even after a win (lawyer, own time);
    :param costs_recovered: costs advanced now that the loser pays back;
    :param costs_other: what we would owe the other side after a loss;
    :param months: months before the customer would pay after a win;
    :param collection: chance that the customer really pays after a win;
    :param rate: what waiting a year costs, simple interest;
    :param offer: what is offered today; zero when nothing is;
    :param offer_months: months before the offer would be paid;
    :param offer_collection: chance that the offer is really paid.
    """

    amount: Decimal
    chance: Decimal
    costs: Decimal = Decimal(0)
    costs_recovered: Decimal = Decimal(0)
    costs_other: Decimal = Decimal(0)
    months: Decimal = Decimal(0)
    collection: Decimal = Decimal(100)
    rate: Decimal = Decimal(0)
    offer: Decimal = Decimal(0)
    offer_months: Decimal = Decimal(0)
    offer_collection: Decimal = Decimal(100)


class Point(NamedTuple):
    """What going on is worth (``value``) for one chance of winning, in percent."""

    chance: Decimal
    value: Decimal


class Result(NamedTuple):
    """What each way is worth today, to the cent.

    :param gain: what a win brings, on average, before costs;
    :param loss: what a loss costs, on average, before our own costs;
    :param spent: our own costs, won or lost;
    :param go_on: expected value of going on: ``gain - loss - spent``;
    :param settle: expected value of the offer;
    :param break_even_offer: the least offer, on the same terms of payment, that is worth as much
        as going on; ``None`` when an offer on these terms would never be paid;
    :param break_even_chance: the chance of winning (percent, one decimal) from which going on is
        worth the offer; ``None`` when no chance between 0 and 100 is;
    :param won_paid: what is left, today, when we win and are paid;
    :param won_unpaid: the same when we win and are never paid;
    :param lost: the same when we lose;
    :param advice: which way is worth more: ``SETTLE``, ``GO_ON``, ``EVEN`` or ``NO_OFFER``;
    :param points: going on against the chance of winning, for :data:`CHART_CHANCES`.
    """

    gain: Decimal
    loss: Decimal
    spent: Decimal
    go_on: Decimal
    settle: Decimal
    break_even_offer: Decimal | None
    break_even_chance: Decimal | None
    won_paid: Decimal
    won_unpaid: Decimal
    lost: Decimal
    advice: str
    points: tuple[Point, ...]


def find_impossible(inputs: Inputs) -> tuple[str, ...]:
    """Name the figures that cannot be: negative ones, and chances above 100 %."""
    return tuple(
        name
        for name, value in inputs._asdict().items()
        if value < 0 or (name in CHANCES and value > 100)
    )


def compute(inputs: Inputs, decimals: int = 2) -> Result:
    """Compare settling with going on.

    :param decimals: decimal places of the currency
    :raises ValueError: a negative figure, or a chance above 100 %.
    """
    _check(inputs)
    gain, loss, spent, go_on = _go_on(inputs, inputs.chance, decimals)
    wait = _waiting(inputs.rate, inputs.months)
    settle = _round(inputs.offer * _offer_worth(inputs), decimals)
    stake = inputs.amount + inputs.costs_recovered
    return Result(
        gain=gain,
        loss=loss,
        spent=spent,
        go_on=go_on,
        settle=settle,
        break_even_offer=_break_even_offer(inputs, go_on, decimals),
        break_even_chance=_break_even_chance(inputs),
        won_paid=_round(stake * wait, decimals) - spent,
        won_unpaid=-spent,
        lost=-_round(inputs.costs_other * wait, decimals) - spent,
        advice=_advise(inputs, settle, go_on),
        points=tuple(
            Point(Decimal(chance), _go_on(inputs, Decimal(chance), decimals)[-1])
            for chance in CHART_CHANCES
        ),
    )


def _go_on(inputs: Inputs, chance: Decimal, decimals: int) -> tuple[Decimal, ...]:
    """Gain, loss, costs and value of going on at a chance; each rounded, so that they add up."""
    wait = _waiting(inputs.rate, inputs.months)
    won, lost = chance / 100, (100 - chance) / 100
    stake = inputs.amount + inputs.costs_recovered
    gain = _round(stake * won * (inputs.collection / 100) * wait, decimals)
    loss = _round(inputs.costs_other * lost * wait, decimals)
    spent = _round(inputs.costs + inputs.costs_recovered, decimals)
    return gain, loss, spent, gain - loss - spent


def _break_even_offer(inputs: Inputs, go_on: Decimal, decimals: int) -> Decimal | None:
    if go_on <= 0:
        return _round(Decimal(0), decimals)  # any offer is worth more than losing money
    worth = _offer_worth(inputs)
    if not worth:
        return None
    # Upwards: a cent less would be worth less than going on.
    return (go_on / worth).quantize(Decimal(1).scaleb(-decimals), ROUND_UP)


def _break_even_chance(inputs: Inputs) -> Decimal | None:
    """Solve ``value of going on = value of the offer`` for the chance: it is a straight line."""
    wait = _waiting(inputs.rate, inputs.months)
    stake = inputs.amount + inputs.costs_recovered
    spent = inputs.costs + inputs.costs_recovered
    slope = (stake * inputs.collection / 100 + inputs.costs_other) * wait
    if not slope:
        return None
    offer = inputs.offer * _offer_worth(inputs)
    chance = (offer + spent + inputs.costs_other * wait) / slope * 100
    # Rounded first: the cents of an offer may carry it a hair beyond 100.
    chance = chance.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return abs(chance) if 0 <= chance <= 100 else None


def _advise(inputs: Inputs, settle: Decimal, go_on: Decimal) -> str:
    if not inputs.offer:
        return NO_OFFER
    if settle == go_on:
        return EVEN
    return SETTLE if settle > go_on else GO_ON


def _offer_worth(inputs: Inputs) -> Decimal:
    """What one euro of the offer is worth today."""
    return inputs.offer_collection / 100 * _waiting(inputs.rate, inputs.offer_months)


def _waiting(rate: Decimal, months: Decimal) -> Decimal:
    """What a euro paid in ``months`` months is worth today, at ``rate`` % a year."""
    return 1 / (1 + rate / 100 * months / 12)


def _round(amount: Decimal, decimals: int) -> Decimal:
    return Decimal(amount).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _check(inputs: Inputs) -> None:
    for name, value in inputs._asdict().items():
        if value < 0:
            raise ValueError(f"{name} is negative: {value}")
    for name in CHANCES:
        if getattr(inputs, name) > 100:
            raise ValueError(f"{name} is more than 100 %: {getattr(inputs, name)}")
