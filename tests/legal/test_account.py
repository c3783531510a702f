"""A customer's account: worked examples, then sums that must agree whatever happened."""

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given, strategies as st
from litige_legal.account import (
    CREDIT_NOTE,
    ELSEWHERE,
    INVOICE,
    PAYMENT,
    Line,
    Match,
    make_account,
)

TODAY = date(2026, 11, 23)


def day(ago):
    return TODAY - timedelta(days=ago)


def invoice(key, amount, booked, due, entry=None):
    return Line(key, entry or key, INVOICE, day(booked), D(amount), day(due), f"F{key}")


def payment(key, amount, booked):
    return Line(key, key, PAYMENT, day(booked), -D(amount), None, f"P{key}")


def match(debit, credit, amount, ago):
    return [
        Match(debit, credit, day(ago), D(amount)),
        Match(credit, debit, day(ago), D(amount)),
    ]


class TestOpenItems:
    def test_a_part_payment_leaves_the_rest(self):
        found = make_account(
            [invoice(1, "1200", 60, 30), payment(2, "500", 10)], match(1, 2, "500", 10), TODAY
        )
        assert [(one.line.name, one.amount, one.days) for one in found.open_lines] == [
            ("F1", D(700), 30)
        ]
        assert found.closing == D(700)

    def test_on_an_earlier_day_it_was_not_paid_yet(self):
        lines = [invoice(1, "1200", 60, 30), payment(2, "1200", 10)]
        assert make_account(lines, match(1, 2, "1200", 10), day(11)).closing == D(1200)
        assert make_account(lines, match(1, 2, "1200", 10), TODAY).open_lines == ()

    def test_a_payment_matched_later_was_a_credit_until_then(self):
        lines = [payment(2, "300", 40), invoice(1, "300", 20, 5)]
        found = make_account(lines, match(1, 2, "300", 20), day(30))
        assert (found.closing, found.credits) == (D(-300), D(-300))

    def test_ages_by_instalment(self):
        lines = [
            invoice(1, "100", 200, 120, entry=9),
            invoice(2, "200", 200, 90, entry=9),
            invoice(3, "300", 200, 60, entry=9),
            invoice(4, "400", 200, 30, entry=9),
            invoice(5, "500", 200, 0, entry=9),
            invoice(6, "600", 200, -30, entry=9),
        ]
        found = make_account(lines, [], TODAY)
        assert dict(found.ages) == {0: D(1100), 1: D(400), 31: D(300), 61: D(200), 91: D(100)}
        assert found.overdue == D(1000)
        assert len(found.movements) == 1, "one document is told once"
        assert found.movements[0].amount == D(2100)

    def test_what_is_not_set_off_is_shown_apart(self):
        found = make_account([invoice(1, "100", 50, 20), payment(2, "130", 5)], [], TODAY)
        assert (found.closing, found.overdue, found.credits) == (D(-30), D(100), D(-130))


class TestPeriod:
    def test_what_came_before_is_the_opening_balance(self):
        lines = [
            invoice(1, "1000", 90, 60),
            payment(2, "400", 50),
            Line(3, 3, CREDIT_NOTE, day(20), D(-100), None, "A3"),
            invoice(4, "250.50", 10, -20),
        ]
        found = make_account(lines, [], TODAY, since=day(50))
        assert found.opening == D(1000)
        assert [(one.name, one.debit, one.credit, one.balance) for one in found.movements] == [
            ("P2", D(0), D(400), D(600)),
            ("A3", D(0), D(100), D(500)),
            ("F4", D("250.50"), D(0), D("750.50")),
        ]
        assert found.closing == D("750.50")

    def test_a_transfer_between_two_accounts_of_the_customer_is_not_told(self):
        lines = [
            invoice(1, "1000", 90, 60),
            Line(2, 7, "other", day(5), D(-1000), None, "OD"),
            Line(3, 7, "other", day(5), D(1000), None, "OD"),
        ]
        found = make_account(lines, match(1, 2, "1000", 5), TODAY)
        assert [one.name for one in found.movements] == ["F1"]
        assert found.closing == D(1000)

    def test_what_is_paid_in_another_currency_leaves_this_account(self):
        lines = [invoice(1, "100", 40, 10)]
        found = make_account(lines, [Match(1, 99, day(3), D(100), "BNK/9")], TODAY)
        assert (found.closing, found.open_lines) == (D(0), ())
        assert [(one.kind, one.amount, one.label) for one in found.movements] == [
            (INVOICE, D(100), ""),
            (ELSEWHERE, D(-100), "BNK/9"),
        ]


@st.composite
def books(draw):
    """Any account: lines of either sign, matched with each other or with another account."""
    count = draw(st.integers(1, 8))
    lines, left = [], {}
    for key in range(1, count + 1):
        cents = draw(st.integers(1, 100_000))
        sign = draw(st.sampled_from((1, -1)))
        booked = draw(st.integers(0, 300))
        due = draw(st.one_of(st.none(), st.integers(-60, 300)))
        amount = D(sign * cents) / 100
        entry = draw(st.integers(1, 4)) * 100
        lines.append(
            Line(key, entry, INVOICE, day(booked), amount, None if due is None else day(due))
        )
        left[key] = abs(amount)
    matches = []
    for _time in range(draw(st.integers(0, 8))):
        one, other = draw(st.sampled_from(lines)), draw(st.sampled_from([*lines, None]))
        latest = max(one.booked_on, other.booked_on if other else one.booked_on)
        matched_on = latest + timedelta(days=draw(st.integers(0, 100)))
        if other is None:
            amount = left[one.key]
            if amount:
                matches.append(Match(one.key, 999, matched_on, amount))
                left[one.key] -= amount
        elif one.amount > 0 > other.amount:
            amount = min(left[one.key], left[other.key])
            if amount:
                matches += [
                    Match(one.key, other.key, matched_on, amount),
                    Match(other.key, one.key, matched_on, amount),
                ]
                left[one.key] -= amount
                left[other.key] -= amount
    return lines, matches


@given(books(), st.integers(0, 200), st.integers(0, 300))
def test_every_sum_agrees_on_every_day(book, ago, length):
    lines, matches = book
    as_of = day(ago)
    found = make_account(lines, matches, as_of, since=as_of - timedelta(days=length))
    assert found.closing == found.opening + sum(one.amount for one in found.movements)
    assert found.closing == sum(one.amount for one in found.open_lines)
    assert found.closing == sum(amount for _start, amount in found.ages) + found.credits
    if found.movements:
        assert found.movements[-1].balance == found.closing
    whole = make_account(lines, matches, as_of)
    assert (whole.opening, whole.closing) == (0, found.closing)
    for one in found.open_lines:
        assert abs(one.amount) <= abs(one.line.amount)
        assert (one.amount > 0) == (one.line.amount > 0)
