"""What starts interest, what stops it, what is claimed."""

from datetime import date
from decimal import Decimal as D

import pytest
from litige_legal import debts, rates, statement
from litige_legal.debts import DISPUTED, UNDISPUTED, Instalment

from .law import PARAMETERS, TABLE, VALUES, credit, make_debt, make_values, owed, payment

AS_OF = date(2026, 7, 31)


def codes(line):
    return [note.code for note in line.notes]


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"standing": None}, "unknown_standing"),
            ({"standing": "public"}, "public_body"),
            ({"insolvent": True}, "insolvent"),
            ({"insolvent_on": AS_OF}, "insolvent"),
            ({"standing": "consumer", "over_indebted": True}, "over_indebted"),
        ],
    )
    def test_refused_with_a_code_the_screen_puts_in_words(self, fields, code):
        with pytest.raises(debts.StatementRefused) as refused:
            owed(make_debt(**fields), AS_OF)
        assert refused.value.code == code
        assert refused.value.key == 1
        assert refused.value.params["reference"] == "F2026-001"

    def test_statement_before_the_insolvency_judgment_is_made(self):
        assert owed(make_debt(insolvent_on=date(2026, 8, 1)), AS_OF).interest > 0

    def test_missing_semester_is_named_never_extrapolated(self):
        with pytest.raises(rates.MissingLegalValue) as missing:
            owed(make_debt(), date(2027, 1, 1))
        assert missing.value.semester.label == "2027-S1"
        assert missing.value.code == rates.ECB_MRO
        assert owed(make_debt(), date(2026, 12, 31)).interest > 0

    @pytest.mark.parametrize(
        "fields",
        [
            {"instalments": ()},
            {"instalments": (Instalment(AS_OF, D(0)),)},
            {"instalments": (Instalment(AS_OF, D(-5)),)},
            {"instalments": (Instalment(None, D(5)),)},
            {"movements": (payment(AS_OF, "0"),)},
            {"movements": (payment(AS_OF, "-3"),)},
            {"movements": (payment(AS_OF, "700"), payment(AS_OF, "600"))},
            {"movements": (payment(AS_OF, "7", imputation_source="us"),)},
            {"movements": (debts.Movement("gift", AS_OF, D(1)),)},
            {"disputed": D(-1)},
            {"contract_rate": D(-1)},
        ],
    )
    def test_values_no_invoice_can_have(self, fields):
        with pytest.raises(ValueError, match="F2026-001"):
            owed(make_debt(**fields), AS_OF)

    def test_invoices_in_two_currencies_make_no_statement(self):
        pair = [make_debt(), make_debt(currency="CHF")]
        with pytest.raises(ValueError, match="CHF, EUR"):
            statement.make_statement(pair, VALUES, AS_OF)
        with pytest.raises(ValueError, match="none given"):
            statement.make_statement([], VALUES, AS_OF)

    def test_unknown_mode(self):
        with pytest.raises(ValueError, match="mode"):
            owed(make_debt(), AS_OF, "waived")


class TestStart:
    def test_nothing_on_the_due_date_one_day_the_day_after(self):
        debt = make_debt()
        on_due_date = owed(debt, date(2026, 5, 31))
        assert (on_due_date.segments, on_due_date.indemnity) == ((), None)
        assert on_due_date.principal_due == 1200
        assert [s.days for s in owed(debt, date(2026, 6, 1)).segments] == [1]

    def test_not_yet_due_is_open_but_not_due(self):
        line = owed(make_debt(), date(2026, 5, 30))
        assert (line.principal_open, line.principal_due) == (1200, 0)
        assert line.total_claimed == 0

    def test_without_notice_a_consumer_owes_no_interest(self):
        line = owed(make_debt(standing="consumer"), AS_OF)
        assert line.interest == 0
        assert codes(line) == ["no_notice"]

    def test_notice_before_the_due_date_starts_nothing_early(self):
        debt = make_debt(standing="consumer", notice_on=date(2026, 5, 1))
        assert owed(debt, AS_OF).segments[0].date_from == date(2026, 6, 1)

    def test_each_invoice_waits_for_its_own_notice(self):
        listed = make_debt(standing="consumer", notice_on=date(2026, 6, 15))
        added_later = make_debt(key=2, standing="consumer")
        result = statement.make_statement([listed, added_later], VALUES, AS_OF, "claimed")
        assert [line.interest for line in result.lines] == [D("4.09"), 0]


class TestInstalments:
    DEBT = make_debt(
        instalments=(
            Instalment(date(2026, 7, 15), D(600)),
            Instalment(date(2026, 6, 15), D(600)),
        )
    )

    def test_each_runs_from_its_own_due_date(self):
        line = owed(self.DEBT, AS_OF)
        assert [(s.days, s.principal) for s in line.segments] == [
            (15, 600),
            (15, 600),
            (16, 1200),
        ]

    def test_payment_fills_the_oldest_due_first(self):
        debt = self.DEBT._replace(movements=(payment(date(2026, 6, 20), "700"),))
        line = owed(debt, AS_OF)
        assert [(s.days, s.principal) for s in line.segments] == [(5, 600), (16, 500)]

    def test_one_indemnity_per_invoice_unless_chosen_otherwise(self):
        assert owed(self.DEBT, AS_OF).indemnity_total == 40
        assert owed(self.DEBT, AS_OF, per_instalment=True).indemnity_total == 80
        first_only = owed(self.DEBT, date(2026, 7, 1), per_instalment=True)
        assert first_only.indemnity_total == 40

    def test_instalment_paid_on_its_due_date_is_not_late(self):
        debt = self.DEBT._replace(movements=(payment(date(2026, 6, 15), "600"),))
        line = owed(debt, AS_OF, per_instalment=True)
        assert (line.indemnity.count, line.indemnity.date_from) == (
            1,
            date(2026, 7, 16),
        )


class TestRegimes:
    def test_contractual_rate_replaces_the_default(self):
        debt = make_debt(contract_rate=D("15"), contract_source="Terms of sale, art. 7")
        line = owed(debt, AS_OF)
        assert [s.rate.percent for s in line.segments] == [15, 15]
        assert line.segments[0].rate.parts[0].source == "Terms of sale, art. 7"
        assert line.notes == ()

    def test_contractual_rate_below_the_floor_is_reported_not_raised(self):
        line = owed(make_debt(contract_rate=D("8")), AS_OF)
        assert [s.rate.percent for s in line.segments] == [8, 8]
        (note,) = line.notes  # 3 x 2.62 = 7.86 in the first semester: fine
        assert note.code == "contract_rate_below_floor"
        assert note.params == {
            "semester": "2026-S2",
            "percent": D("8"),
            "floor": D("8.25"),
        }

    def test_floor_of_an_unpublished_semester_is_said_to_be_unknown(self):
        line = owed(make_debt(contract_rate=D("15")), date(2027, 1, 31))
        assert codes(line) == ["contract_floor_unknown"]

    def test_consumer_never_pays_the_contractual_rate_by_default(self):
        debt = make_debt(standing="consumer", notice_on=date(2026, 6, 15), contract_rate=D("15"))
        line = owed(debt, AS_OF)
        assert line.interest == D("4.09")
        assert codes(line) == ["contract_rate_ignored"]

    def test_non_professional_body_is_treated_like_a_consumer(self):
        debt = make_debt(standing="non_professional", notice_on=date(2026, 6, 15))
        line = owed(debt, AS_OF)
        assert (line.interest, line.indemnity) == (D("4.09"), None)

    def test_non_professional_body_by_explicit_choice(self):
        debt = make_debt(standing="non_professional", late_payment_agreed=True)
        line = owed(debt, AS_OF)
        assert (line.interest, line.indemnity_total) == (D("24.62"), 40)

    def test_no_choice_makes_a_consumer_owe_commercial_penalties(self):
        debt = make_debt(standing="consumer", late_payment_agreed=True)
        line = owed(debt, AS_OF)
        assert (line.interest, line.indemnity) == (0, None)

    def test_judgment_does_not_raise_commercial_penalties(self):
        line = owed(make_debt(enforceable_on=date(2026, 4, 1)), AS_OF)
        assert line.interest == D("24.62")
        assert codes(line) == ["judgment_rate_to_check"]

    def test_margin_changed_by_law_in_the_middle_of_a_semester(self):
        changed = rates.LegalParameter(rates.LATE_PAYMENT_MARGIN, date(2026, 7, 15), D("8"))
        law = make_values()
        rows = [
            rates.LegalParameter(code, date(2013, 1, 1), D(value))
            for code, value in PARAMETERS.items()
        ]
        law = rates.LegalValues(
            [rates.LegalRate(rates.ECB_MRO, d, D(r[1])) for d, r in TABLE.items()],
            [*rows, changed],
        )
        line = owed(make_debt(), AS_OF, values=law)
        assert [(s.days, str(s.rate.percent)) for s in line.segments] == [
            (30, "12.15"),
            (14, "12.40"),
            (17, "10.40"),
        ]


class TestDisputedPart:
    def test_interest_on_it_is_shown_apart_and_not_claimed(self):
        line = owed(make_debt(disputed=D("200")), AS_OF)
        parts = [(s.part, s.principal, str(s.interest)) for s in line.segments]
        assert parts == [
            (UNDISPUTED, 1000, "9.99"),
            (DISPUTED, 200, "2.00"),
            (UNDISPUTED, 1000, "10.53"),
            (DISPUTED, 200, "2.11"),
        ]
        assert line.interest_claimed == D("20.52")
        assert line.interest_disputed == D("4.11")
        assert (line.principal_undisputed, line.principal_disputed) == (1000, 200)
        assert line.indemnity_claimed == 40

    def test_indemnity_is_not_claimed_when_only_the_disputed_part_was_late(self):
        debt = make_debt(disputed=D("200"), movements=(payment(date(2026, 5, 31), "1000"),))
        line = owed(debt, AS_OF)
        assert line.indemnity.part == DISPUTED
        assert (line.indemnity_total, line.indemnity_claimed) == (40, 0)
        assert line.interest_claimed == 0
        assert line.total_claimed == 200

    def test_wholly_disputed(self):
        line = owed(make_debt(disputed=D("1200")), AS_OF)
        assert (line.interest_claimed, line.indemnity_claimed) == (0, 0)
        assert line.interest_disputed == D("24.62")

    def test_payment_fills_the_undisputed_part_first(self):
        debt = make_debt(disputed=D("200"), movements=(payment(date(2026, 6, 30), "1000"),))
        after = [s for s in owed(debt, AS_OF).segments if s.date_from > date(2026, 6, 30)]
        assert [(s.part, s.principal) for s in after] == [(DISPUTED, 200)]


class TestMovements:
    def test_payment_day_still_bears_interest(self):
        debt = make_debt(movements=(payment(date(2026, 6, 1), "1200"),))
        assert [s.days for s in owed(debt, AS_OF).segments] == [1]

    def test_payment_after_the_statement_date_is_left_out(self):
        debt = make_debt(movements=(payment(date(2026, 8, 1), "1200"),))
        line = owed(debt, AS_OF)
        assert (line.principal_due, line.interest) == (1200, D("24.62"))

    def test_error_found_after_the_statement_date_still_counts(self):
        debt = make_debt(movements=(credit(date(2026, 8, 1), "200", "error"),))
        assert owed(debt, AS_OF).principal_due == 1000

    def test_write_off_counts_from_its_date(self):
        given_up = debts.Movement(debts.WRITE_OFF, date(2026, 6, 30), D(200))
        line = owed(make_debt(movements=(given_up,)), AS_OF)
        assert [s.principal for s in line.segments] == [1200, 1000]
        assert line.written_off == 200

    def test_several_movements_on_one_day_make_one_line(self):
        day = date(2026, 6, 15)
        debt = make_debt(movements=(payment(day, "100"), payment(day, "200")))
        assert [s.principal for s in owed(debt, AS_OF).segments] == [1200, 900, 900]


class TestInterestFirst:
    def test_prepaid_goes_to_the_principal(self):
        debt = make_debt(movements=(payment(date(2026, 5, 1), "500"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.imputation.payments[0].to_interest == 0
        assert line.imputation_difference == 0

    def test_payment_smaller_than_the_interest_leaves_principal_whole(self):
        debt = make_debt(movements=(payment(date(2026, 6, 30), "5"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.principal_claimed == 1200
        assert line.interest_claimed == D("11.98") - 5 + D("12.64")

    def test_invoice_paid_in_full_in_the_ledger_still_owes(self):
        debt = make_debt(movements=(payment(AS_OF, "1200"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.principal_claimed == D("24.62")
        assert (line.interest_claimed, line.balance_imputed) == (0, D("24.62"))

    def test_gesture_never_pays_interest(self):
        debt = make_debt(movements=(credit(date(2026, 6, 30), "500", "gesture"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.imputation.payments == ()
        assert line.imputation_difference == 0

    def test_interest_on_the_disputed_part_absorbs_no_payment(self):
        debt = make_debt(disputed=D("1200"), movements=(payment(date(2026, 6, 30), "500"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.imputation.payments[0].to_interest == 0

    def test_indemnity_comes_last(self):
        debt = make_debt(movements=(payment(AS_OF, "1200"),))
        line = owed(debt, AS_OF, debts.INTEREST_FIRST)
        assert line.total_claimed == D("24.62") + 40


def test_currency_without_decimals_rounds_to_units():
    debt = make_debt("120000", currency="JPY", decimals=0)
    assert [str(s.interest) for s in owed(debt, AS_OF).segments] == ["1198", "1264"]


def test_the_indemnity_is_fixed_in_euros():
    assert owed(make_debt(), AS_OF).indemnity_total == 40
    assert owed(make_debt(currency="USD"), AS_OF).indemnity is None


def test_half_a_cent_rounds_up():
    # 36.50 x 10 % x 10 / 365 = 0.10; 0.365 x ... : 1.825 x 10 % x 10 / 365 = 0.005
    debt = make_debt("1.825", contract_rate=D("10"), decimals=2)
    assert owed(debt, date(2026, 6, 10)).interest == D("0.01")


def test_every_line_names_its_days_rate_and_sources():
    segment = owed(make_debt(), AS_OF).segments[1]
    assert (segment.date_from, segment.date_to) == (date(2026, 7, 1), AS_OF)
    assert segment.rate.semester.label == "2026-S2"
    assert [(p.code, str(p.value), p.source) for p in segment.rate.parts] == [
        ("ecb_mro", "2.40", "ecb_mro 2026-07-01"),
        ("late_payment_margin", "10", "late_payment_margin"),
    ]
