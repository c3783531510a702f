"""How payments and credits empty a claim."""

from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal.buckets import allocate

cents = st.integers(0, 100_000).map(lambda n: D(n).scaleb(-2))
KINDS = ("paid", "conceded", "settled", "written_off", "raised")


def test_payment_empties_the_undisputed_part_first():
    found = allocate(D(200), D(1000), paid=D(1100))
    assert (found.open_disputed, found.open_undisputed) == (100, 0)


@pytest.mark.parametrize("kind", ["conceded", "settled", "written_off"])
def test_what_is_given_up_empties_the_disputed_part_first(kind):
    found = allocate(D(200), D(1000), **{kind: D(300)})
    assert (found.open_disputed, found.open_undisputed) == (0, 900)


def test_bounced_earlier_payment_comes_back_undisputed():
    found = allocate(D(200), D(1000), paid=D(1000), raised=D(50))
    assert (found.claimed, found.open_disputed, found.open_undisputed) == (1250, 200, 50)


def test_received_beyond_the_claim_is_reported_never_negative():
    found = allocate(D(200), D(1000), paid=D(1100), conceded=D(150))
    assert (found.open, found.excess) == (0, 50)


def test_negative_amount_is_refused():
    with pytest.raises(ValueError, match="paid"):
        allocate(D(1), D(1), paid=D(-1))


@given(
    disputed=cents,
    undisputed=cents,
    booked=st.lists(st.tuples(st.sampled_from(KINDS), cents), max_size=8),
)
def test_invariant_and_agreement_with_one_entry_at_a_time(disputed, undisputed, booked):
    """The closed formulas give what emptying two buckets entry by entry gives, as long
    as nothing is received beyond the claim on the way."""
    totals = dict.fromkeys(KINDS, D(0))
    for kind, amount in booked:
        totals[kind] += amount
    found = allocate(disputed, undisputed, **totals)
    gone = sum(totals[kind] for kind in KINDS if kind != "raised")
    assert found.claimed == disputed + undisputed + totals["raised"]
    assert found.claimed + found.excess == gone + found.open
    assert min(found) >= 0

    first, second, beyond = undisputed + totals["raised"], disputed, D(0)
    for kind, amount in booked:
        if kind == "paid":
            taken = min(first, amount)
            first -= taken
            rest = min(second, amount - taken)
            second -= rest
            beyond += amount - taken - rest
        elif kind != "raised":
            taken = min(second, amount)
            second -= taken
            rest = min(first, amount - taken)
            first -= rest
            beyond += amount - taken - rest
    assert (found.open_undisputed, found.open_disputed) == (first, second)
    assert found.excess == beyond


@given(cents, cents, cents, cents, cents)
def test_a_payment_never_raises_what_is_open(disputed, undisputed, paid, conceded, more):
    before = allocate(disputed, undisputed, paid=paid, conceded=conceded)
    after = allocate(disputed, undisputed, paid=paid + more, conceded=conceded)
    assert after.open_disputed <= before.open_disputed
    assert after.open_undisputed <= before.open_undisputed
