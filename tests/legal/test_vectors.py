"""Worked examples of late-payment interest, counted by hand from the published rates."""

from datetime import date
from decimal import Decimal as D

import pytest
from litige_legal import debts, statement

from .law import VALUES, credit, make_debt, owed, payment, periods


def test_a_professional_invoice_crosses_two_semesters():
    line = owed(make_debt(movements=(payment(date(2026, 7, 31), "1200"),)), date(2026, 7, 31))
    assert periods(line) == [(30, "12.15", "11.98"), (31, "12.40", "12.64")]
    assert line.segments[0].date_from == date(2026, 6, 1)
    assert line.segments[-1].date_to == date(2026, 7, 31)
    assert (line.interest, line.indemnity_total) == (D("24.62"), 40)
    assert line.principal_due == 0
    assert line.total_claimed == D("64.62")


def test_b_consumer_owes_the_legal_rate_from_the_day_after_the_notice():
    debt = make_debt(standing="consumer", notice_on=date(2026, 6, 15))
    line = owed(debt, date(2026, 7, 31))
    assert line.segments[0].date_from == date(2026, 6, 16)
    assert periods(line) == [(15, "2.62", "1.29"), (31, "2.75", "2.80")]
    assert line.interest == D("4.09")
    assert line.indemnity is None
    assert line.total_claimed == D("1204.09")


def test_c_professional_invoice_over_four_semesters():
    line = owed(make_debt("5000", date(2025, 6, 15)), date(2026, 11, 22))
    assert periods(line) == [
        (15, "13.15", "27.02"),
        (184, "12.15", "306.25"),
        (181, "12.15", "301.25"),
        (145, "12.40", "246.30"),
    ]
    assert (line.interest, line.indemnity_total) == (D("880.82"), 40)


def test_d_five_points_more_from_two_months_after_the_judgment_was_enforceable():
    debt = make_debt(
        standing="consumer",
        notice_on=date(2026, 6, 30),
        enforceable_on=date(2026, 5, 31),
    )
    line = owed(debt, date(2026, 8, 31))
    assert periods(line) == [(31, "2.75", "2.80"), (31, "7.75", "7.90")]
    majorated = line.segments[1]
    assert majorated.date_from == date(2026, 8, 1)
    assert [part.code for part in majorated.rate.parts] == [
        "legal_interest_other",
        "judgment_majoration",
    ]


def test_i_notice_left_unclaimed_counts_from_its_first_presentation():
    """The caller hands the effective date: first presentation when never received."""
    presented, posted = date(2026, 6, 15), date(2026, 6, 11)
    debt = make_debt(standing="consumer", notice_on=presented)
    assert owed(debt, date(2026, 7, 31)).interest == D("4.09")
    assert owed(debt._replace(notice_on=posted), date(2026, 7, 31)).interest > D("4.09")


def test_ii_credit_note_for_error_cancels_its_interest_from_the_start():
    written = date(2026, 7, 31)
    for_error = make_debt(movements=(credit(written, "200", "error"),))
    gesture = make_debt(movements=(credit(written, "200", "gesture"),))
    never_billed = make_debt("1000")
    as_of = date(2026, 8, 31)
    assert periods(owed(for_error, as_of)) == periods(owed(never_billed, as_of))
    assert periods(owed(gesture, as_of)) == [
        (30, "12.15", "11.98"),
        (31, "12.40", "12.64"),
        (31, "12.40", "10.53"),
    ]
    assert owed(for_error, as_of).never_due == 200
    assert owed(gesture, as_of).credited == 200


def test_ii_credit_note_for_error_on_all_that_was_late_leaves_no_indemnity():
    movements = (
        payment(date(2026, 5, 31), "1000"),
        credit(date(2026, 8, 1), "200", "error"),
    )
    line = owed(make_debt(movements=movements), date(2026, 8, 31))
    assert (line.segments, line.indemnity, line.total_claimed) == ((), None, 0)


def test_iii_interest_shown_but_not_claimed_absorbs_no_payment():
    debt = make_debt(movements=(payment(date(2026, 6, 30), "500"),))
    line = owed(debt, date(2026, 7, 31), debts.SHOWN)
    assert periods(line) == [(30, "12.15", "11.98"), (31, "12.40", "7.37")]
    assert line.principal_due == 700
    assert line.total_claimed == 700
    assert (line.interest_claimed, line.indemnity_claimed) == (0, 0)
    assert line.total_shown == D("700") + D("19.35") + 40


def test_iii_interest_first_prints_both_balances_and_their_difference():
    debt = make_debt(movements=(payment(date(2026, 6, 30), "500"),))
    line = owed(debt, date(2026, 7, 31), debts.INTEREST_FIRST)
    (paid,) = line.imputation.payments
    assert (paid.to_interest, paid.to_principal) == (D("11.98"), D("488.02"))
    # 711.98 x 12.40 % x 31 / 365 = 7.4981
    assert line.balance_imputed == D("711.98") + D("7.50")
    assert line.balance_booked == D("700") + D("19.35")
    assert line.imputation_difference == D("0.13")
    assert line.indemnity_claimed == 40
    assert line.total_claimed == D("759.48")


def test_iv_payment_goes_to_the_invoice_its_label_names():
    named = payment(date(2026, 6, 30), "500", imputation_source=debts.BY_DEBTOR)
    older = make_debt(due_on=date(2026, 4, 30))
    younger = make_debt(key=2, reference="F2026-002", movements=(named,))
    result = statement.make_statement(
        [older, younger], VALUES, date(2026, 7, 31), debts.INTEREST_FIRST
    )
    first, second = result.lines
    assert (first.principal_due, second.principal_due) == (1200, 700)
    assert first.imputation.payments == ()
    assert second.imputation.payments[0].source == "debtor"


def test_v_insolvency_judgment_stops_interest_the_day_before():
    debt = make_debt(insolvent_on=date(2026, 7, 10))
    as_of = date(2026, 7, 31)
    with pytest.raises(debts.StatementRefused) as refused:
        owed(debt, as_of)
    assert refused.value.code == "insolvent"
    assert refused.value.params["opened_on"] == date(2026, 7, 10)
    line = owed(debt, as_of, for_declaration=True)
    assert line.segments[-1].date_to == date(2026, 7, 9)
    assert line.interest == D("11.98") + D("3.67")
    assert [note.code for note in line.notes] == ["stopped_by_insolvency"]


def test_v_invoice_not_yet_late_at_the_insolvency_judgment_owes_no_indemnity():
    debt = make_debt(insolvent_on=date(2026, 5, 20))
    line = owed(debt, date(2026, 7, 31), for_declaration=True)
    assert (line.segments, line.indemnity, line.principal_due) == ((), None, 1200)


@pytest.mark.parametrize(
    "holiday",
    [date(2026, 5, 31), date(2026, 7, 14), date(2026, 4, 3)],
    ids=["Sunday", "national holiday", "Good Friday, a holiday in Alsace"],
)
def test_vi_due_date_on_a_holiday_is_not_moved(holiday):
    line = owed(make_debt(due_on=holiday), date(2026, 7, 31))
    assert line.segments[0].date_from.toordinal() == holiday.toordinal() + 1


def test_vii_leap_day_counts_and_the_year_still_has_365_days():
    line = owed(make_debt(due_on=date(2024, 1, 31)), date(2024, 3, 1))
    # 1 200 x 14.50 % x 30 / 365 = 14.3014
    assert periods(line) == [(30, "14.50", "14.30")]
