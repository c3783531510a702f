"""Payments fill instalments to the cent, whatever their order, and nothing is ever lost."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given, strategies as st
from litige_legal.execution import (
    INTEREST,
    PRINCIPAL,
    Instalment,
    Receipt,
    balance,
    cure_until,
    fill,
)

JAN, FEB, MAR = date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)
PLAN = [Instalment(JAN, D("333.33")), Instalment(FEB, D("333.33")), Instalment(MAR, D("333.34"))]
CENT = D("0.01")

days = st.dates(date(2026, 1, 1), date(2030, 1, 1))
amounts = st.integers(0, 10**6).map(lambda cents: cents * CENT)
plans = st.lists(st.builds(Instalment, days, amounts), max_size=8)
receipts = st.lists(st.builds(Receipt, days, amounts), max_size=8)


def _paid(*payments):
    return [line.paid for line in fill(PLAN, [Receipt(JAN, D(one)) for one in payments]).lines]


def test_cent_missing_leaves_the_instalment_open():
    line = fill(PLAN, [Receipt(JAN, D("333.32"))]).lines[0]
    assert (line.open, line.done_on) == (CENT, None)


def test_cent_more_goes_to_the_next():
    assert _paid("333.34") == [D("333.33"), CENT, D(0)]


def test_two_payments_make_one_instalment_on_the_day_of_the_second():
    result = fill(PLAN, [Receipt(JAN, D("300.00")), Receipt(FEB, D("33.33"))])
    assert result.lines[0].done_on == FEB


def test_early_payment_of_everything_is_done_that_day():
    early = date(2027, 1, 2)
    result = fill(PLAN, [Receipt(early, D("1000.00"))])
    assert [line.done_on for line in result.lines] == [early] * 3
    assert (result.open, result.surplus) == (0, 0)


def test_what_is_paid_too_much_is_said():
    assert fill(PLAN, [Receipt(JAN, D("1000.01"))]).surplus == CENT


def test_instalments_listed_in_disorder_are_filled_by_date():
    result = fill(PLAN[::-1], [Receipt(JAN, D("333.33"))])
    assert [line.paid for line in result.lines] == [0, 0, D("333.33")]


@pytest.mark.parametrize(("today", "late"), [(5, False), (6, True)])
def test_grace_ends_at_midnight_of_its_last_day(today, late):
    line = fill(PLAN, []).lines[0]
    assert line.is_late(date(2027, 2, today), grace_days=5) is late


def test_due_day_itself_is_in_time():
    line = fill(PLAN, []).lines[0]
    assert not line.is_late(JAN)
    assert line.is_late(JAN + timedelta(days=1))


def test_paid_instalment_is_never_late():
    assert not fill(PLAN, [Receipt(MAR, D("333.33"))]).lines[0].is_late(date(2030, 1, 1))


def test_day_of_the_notice_does_not_count():
    assert cure_until(date(2027, 2, 10), 15) == date(2027, 2, 25)
    assert cure_until(date(2028, 2, 20), 30) == date(2028, 3, 21)  # a leap year


def test_principal_first_leaves_the_charges():
    left = balance(D(1800), D(120), D("700.50"), PRINCIPAL)
    assert (left.principal, left.charges, left.total) == (D("1099.50"), D(120), D("1219.50"))


def test_charges_first_leave_the_principal():
    left = balance(D(1800), D(120), D("700.50"), INTEREST)
    assert (left.principal, left.charges) == (D("1219.50"), D(0))


def test_the_two_balances_differ_by_the_discount():
    agreed, original = balance(D(1800), D(0), D(600)), balance(D(2000), D(0), D(600))
    assert original.total - agreed.total == D(200)


@pytest.mark.parametrize("wrong", [(D(-1), D(0), D(0)), (D(0), D(-1), D(0)), (D(0), D(0), D(-1))])
def test_negative_amounts_are_refused(wrong):
    with pytest.raises(ValueError):
        balance(*wrong)


def test_negative_payment_and_unknown_order_are_refused():
    with pytest.raises(ValueError):
        fill(PLAN, [Receipt(JAN, D(-1))])
    with pytest.raises(ValueError):
        balance(D(1), D(1), D(1), "newest")


@given(plans, receipts)
def test_nothing_is_lost_nor_invented(plan, received):
    result = fill(plan, received)
    assert result.paid + result.surplus == sum(one.amount for one in received)
    assert result.paid + result.open == sum(one.amount for one in plan)
    assert all(0 <= line.paid <= line.instalment.amount for line in result.lines)
    assert not (result.surplus and result.open)


@given(plans, receipts, st.randoms())
def test_order_of_booking_does_not_matter(plan, received, random):
    shuffled = list(received)
    random.shuffle(shuffled)
    assert fill(plan, shuffled) == fill(plan, received)


@given(plans, receipts)
def test_no_later_instalment_is_paid_before_an_earlier_one(plan, received):
    lines = sorted(fill(plan, received).lines, key=lambda line: line.instalment.due_on)
    for before, after in zip(lines, lines[1:], strict=False):
        if before.instalment.due_on < after.instalment.due_on and before.open:
            assert after.paid == 0


@given(plans, receipts, st.data())
def test_reversing_a_payment_never_pays_more(plan, received, data):
    if not received:
        return
    taken = data.draw(st.integers(0, len(received) - 1))
    fewer = received[:taken] + received[taken + 1 :]
    for kept, before in zip(fill(plan, fewer).lines, fill(plan, received).lines, strict=True):
        assert kept.paid <= before.paid


@given(amounts, amounts, amounts, st.sampled_from((PRINCIPAL, INTEREST)))
def test_balance_always_adds_up(principal, charges, paid, order):
    left = balance(principal, charges, paid, order)
    assert left.total + paid - left.surplus == principal + charges
    assert left.principal >= 0 and left.charges >= 0
    assert left.total == balance(principal, charges, paid).total  # the order moves, never adds
