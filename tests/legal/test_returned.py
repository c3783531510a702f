"""The original claim when an agreement fails: every payment is counted on the day it came."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from litige_legal.applied import RateBook
from litige_legal.debts import Instalment
from litige_legal.execution import INTEREST, PRINCIPAL, Receipt
from litige_legal.returned import Returned, returned_claim
from litige_legal.standing import Regime

from .law import VALUES, credit, make_debt, payment

# 12.15 % a year: the rate of the first half of 2026, margin included.
DUE, AGREED, END = date(2025, 12, 31), date(2026, 2, 1), date(2026, 6, 30)
RATE = D("12.15")


def invoice(amount=10000, due_on=DUE, kept=None, **values):
    debt = make_debt(
        instalments=(Instalment(due_on, D(amount)),), movements=values.pop("movements", ())
    )
    return Returned(
        debt,
        Regime.LATE_PAYMENT,
        due=D(amount if kept is None else kept),
        **{"indemnity": D(40), **values},
    )


def left(invoices, receipts, order, end=END):
    receipts = [Receipt(day, D(amount)) for day, amount in receipts]
    return returned_claim(invoices, receipts, AGREED, end, RateBook(VALUES), order)


class TestOrder:
    def test_interest_first_leaves_more_principal_to_bear_interest(self):
        # 90 days on 10000: 299.59, and 40: 339.59. Of 3000, 2660.41 reach the principal.
        # Then 91 days on 7339.59: 222.33.
        result = left([invoice()], [(date(2026, 3, 31), 3000)], INTEREST)
        assert result == (D("7339.59"), D("222.33"), 0)

    def test_principal_first_pays_charges_last(self):
        # 299.59, then 91 days on 7000: 212.04, and 40.
        result = left([invoice()], [(date(2026, 3, 31), 3000)], PRINCIPAL)
        assert result == (D(7000), D("551.63"), 0)

    def test_what_is_left_of_a_payment_goes_to_the_charges(self):
        result = left([invoice()], [(date(2026, 3, 31), 10100)], PRINCIPAL)
        assert result == (0, D("239.59"), 0)

    def test_what_exceeds_everything_is_told_apart(self):
        for order in (INTEREST, PRINCIPAL):
            result = left([invoice()], [(date(2026, 3, 31), 11000)], order)
            assert result == (0, 0, D("660.41"))

    def test_an_unknown_order_is_refused(self):
        with pytest.raises(ValueError, match="order"):
            left([invoice()], [], "date")


class TestInvoices:
    def test_oldest_due_first_however_they_are_listed(self):
        younger = invoice(800, date(2026, 1, 31))
        result = left([younger, invoice(1000)], [(date(2026, 3, 31), 1000)], PRINCIPAL)
        # 90 days on 1000, 150 days on 800 and two indemnities.
        assert result == (800, D("29.96") + D("39.95") + 80, 0)

    def test_a_payment_of_before_stays_on_the_principal(self):
        before = invoice(
            kept=9000,
            movements=(payment(date(2026, 1, 31), 1000), payment(date(2026, 3, 31), 3000)),
        )
        result = left([before], [(date(2026, 3, 31), 3000)], INTEREST)
        # 31 days on 10000, 59 on 9000: the second payment is the agreement's, counted once.
        charges = D("103.19") + D("176.76") + 40
        assert result.principal == 9000 - (3000 - charges)

    def test_the_credit_of_the_discount_does_not_lower_what_comes_back(self):
        credited = invoice(movements=(credit(date(2026, 3, 1), 500, "gesture"),))
        assert left([credited], [], PRINCIPAL) == left([invoice()], [], PRINCIPAL)

    def test_what_stays_given_up_bears_interest_until_the_agreement_only(self):
        result = left([invoice(waived=D(1000))], [], PRINCIPAL)
        # 32 days on 10000, 149 on 9000.
        assert result == (9000, D("106.52") + D("446.39") + 40, 0)


def test_interest_first_agrees_with_a_count_day_by_day():
    """Against a count that shares nothing with the code: one day, one invoice at a time."""
    receipts = {date(2026, 2, 28): D(500), date(2026, 3, 31): D("250.5"), date(2026, 5, 4): D(900)}
    principal, charges = [D(1200), D(800)], D(80)
    starts = (DUE, date(2026, 2, 10))
    day = DUE
    while day < END:
        day += timedelta(days=1)
        for rank, start in enumerate(starts):
            if day > start:
                charges += principal[rank] * RATE / 36500
        rest = receipts.get(day, D(0))
        part = min(rest, charges)
        charges, rest = charges - part, rest - part
        for rank in (0, 1):
            part = min(rest, principal[rank])
            principal[rank], rest = principal[rank] - part, rest - part
    result = left([invoice(1200), invoice(800, starts[1])], receipts.items(), INTEREST)
    assert abs(result.principal - sum(principal)) < D("0.05")
    assert abs(result.charges - charges) < D("0.05")
