"""Settle, or go on: worked examples to the cent, and what always holds."""

from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal import estimate
from litige_legal.estimate import Inputs

cents = st.integers(0, 5_000_000).map(lambda n: D(n).scaleb(-2))
percents = st.integers(0, 1000).map(lambda n: D(n).scaleb(-1))
months = st.integers(0, 60).map(D)
rates = st.integers(0, 200).map(lambda n: D(n).scaleb(-1))
situations = st.builds(
    Inputs, cents, percents, cents, cents, cents, months, percents, rates, cents, months, percents
)


def compute(**values):
    return estimate.compute(Inputs(**{name: D(str(value)) for name, value in values.items()}))


# === WORKED EXAMPLES === #


def test_a_lawsuit_of_eighteen_months_against_an_offer_today():
    """10,000 € at 70 %, paid 80 % of the time, in 18 months at 4 % a year: 1 ÷ 1.06.

    Win: (10,000 + 600) × 0.7 × 0.8 ÷ 1.06 = 5,600.00. Loss: 1,000 × 0.3 ÷ 1.06 = 283.02.
    Our costs: 1,500 + 600. Going on: 5,600 - 283.02 - 2,100 = 3,216.98.
    """
    result = compute(
        amount=10000,
        chance=70,
        costs=1500,
        costs_recovered=600,
        costs_other=1000,
        months=18,
        collection=80,
        rate=4,
        offer=4000,
    )
    assert (result.gain, result.loss, result.spent) == (D("5600.00"), D("283.02"), D("2100.00"))
    assert result.go_on == D("3216.98")
    assert (result.settle, result.advice) == (D("4000.00"), estimate.SETTLE)
    assert result.break_even_offer == D("3216.98")
    # (4,000 + 2,100 + 1,000 ÷ 1.06) ÷ ((10,600 × 0.8 + 1,000) ÷ 1.06) = 78.8 %
    assert result.break_even_chance == D("78.8")
    assert (result.won_paid, result.won_unpaid, result.lost) == (
        D("7900.00"),
        D("-2100.00"),
        D("-3043.40"),
    )


def test_an_offer_in_instalments_must_be_higher_to_be_worth_the_same():
    """Going on is worth 1,200 × 0.5 = 600; a year at 10 % and 80 % paid: 600 × 1.1 ÷ 0.8 = 825."""
    result = compute(
        amount=1200, chance=50, rate=10, offer=800, offer_months=12, offer_collection=80
    )
    assert result.go_on == D("600.00")
    assert result.settle == D("581.82")
    assert result.break_even_offer == D("825.00")
    assert result.advice == estimate.GO_ON


def test_a_small_claim_whose_lawsuit_costs_more_than_it_brings():
    result = compute(amount=300, chance=60, costs=500, offer=50)
    assert result.go_on == D("-320.00")
    assert (result.break_even_offer, result.advice) == (D("0.00"), estimate.SETTLE)
    assert result.break_even_chance is None, "not even a certain win is worth the offer"


def test_nothing_is_offered_yet():
    result = compute(amount=1000, chance=90)
    assert (result.advice, result.settle, result.go_on) == (estimate.NO_OFFER, 0, D("900.00"))
    assert result.break_even_offer == D("900.00")


def test_both_ways_worth_the_same():
    assert compute(amount=1000, chance=40, offer=400).advice == estimate.EVEN


def test_an_offer_that_would_never_be_paid_has_no_break_even():
    assert compute(amount=100, chance=50, offer=90, offer_collection=0).break_even_offer is None


def test_the_break_even_offer_is_rounded_upwards():
    """Going on is worth 100; paid 30 % of the time: 100 ÷ 0.3 = 333.33…, so 333.34."""
    result = compute(amount=200, chance=50, offer=300, offer_collection=30)
    assert result.break_even_offer == D("333.34")


def test_a_currency_without_cents():
    result = estimate.compute(Inputs(D(1001), D(50)), decimals=0)
    assert result.go_on == D(501)


@pytest.mark.parametrize(
    "values",
    [{"amount": -1, "chance": 50}, {"amount": 1, "chance": "100.1"}, {"amount": 1, "chance": -1}],
)
def test_impossible_figures_are_refused(values):
    with pytest.raises(ValueError, match="negative|more than 100"):
        compute(**values)


# === WHAT ALWAYS HOLDS === #


@given(situations)
def test_the_figures_shown_add_up(inputs):
    result = estimate.compute(inputs)
    assert result.go_on == result.gain - result.loss - result.spent


@given(situations)
def test_the_average_of_the_three_ends_is_the_value_of_going_on(inputs):
    result = estimate.compute(inputs)
    won, paid = inputs.chance / 100, inputs.collection / 100
    average = (
        won * paid * result.won_paid
        + won * (1 - paid) * result.won_unpaid
        + (1 - won) * result.lost
    )
    assert abs(average - result.go_on) <= D("0.02")


@given(situations)
def test_a_better_chance_never_makes_going_on_worth_less(inputs):
    values = [point.value for point in estimate.compute(inputs).points]
    assert values == sorted(values)


@given(situations)
def test_the_break_even_offer_is_the_least_that_is_worth_going_on(inputs):
    now = estimate.compute(inputs)
    offer = now.break_even_offer
    if not offer:
        assert now.go_on <= 0 or inputs.offer_collection == 0
        return
    assert estimate.compute(inputs._replace(offer=offer)).advice != estimate.GO_ON
    less = inputs._replace(offer=offer - D("0.01"))
    worth = estimate.compute(less)
    assert worth.settle <= worth.go_on


@given(situations, percents)
def test_an_offer_of_what_going_on_is_worth_at_a_chance_breaks_even_there(inputs, chance):
    now = inputs._replace(chance=chance, offer_months=D(0), offer_collection=D(100))
    offer = estimate.compute(now).go_on
    found = estimate.compute(now._replace(offer=max(offer, D(0)))).break_even_chance
    if offer > 0 and inputs.amount * inputs.collection >= 10_000:  # else a cent weighs too much
        assert abs(found - chance) <= D("0.1")


@given(situations, months)
def test_waiting_longer_never_pays(inputs, more):
    alone = inputs._replace(costs_other=D(0))  # the other side's costs are better paid late
    later = alone._replace(months=inputs.months + more)
    assert estimate.compute(later).go_on <= estimate.compute(alone).go_on
