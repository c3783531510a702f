"""Until when a claim can be sued for: worked examples by article, then day by day."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from litige_legal import limitation as law
from litige_legal.limitation import Event, run
from litige_legal.semesters import add_months

TWO_YEARS, FIVE_YEARS, TITLE = 24, 60, 120
FLOOR, CEILING = 6, 240
DONE = date(2024, 3, 10)
ONE = timedelta(days=1)


def limit(*events, start=DONE, months=TWO_YEARS, ceiling=None):
    return run(start, months, events, floor_months=FLOOR, ceiling_months=ceiling).limit


def outcomes(*events, start=DONE, months=TWO_YEARS):
    course = run(start, months, events, floor_months=FLOOR)
    return [line.outcome for line in course.lines]


# === THE PERIOD === #


def test_l218_2_c_conso_two_years_against_a_consumer():
    assert law.periods("consumer", True) == (law.CONSUMER, law.CONSUMER)
    assert limit() == date(2026, 3, 10)


@pytest.mark.parametrize("standing", ["artisan", "professional", "farmer"])
def test_2224_c_civ_five_years_against_a_civil_professional(standing):
    assert law.periods(standing, True) == (law.GENERAL, law.GENERAL)
    assert limit(months=FIVE_YEARS) == date(2029, 3, 10)


def test_cass_3e_civ_28_09_2022_a_co_ownership_is_no_consumer():
    """No. 21-19.829: only a natural person has the two years of L218-2."""
    assert law.periods("non_professional", True) == (law.GENERAL, law.GENERAL)


def test_l110_4_c_com_five_years_against_a_merchant():
    assert law.periods("merchant", True) == (law.TRADE, law.TRADE)


def test_l133_6_c_com_a_carriage_has_a_period_of_its_own():
    assert law.periods("merchant", True, law.CARRIAGE)[0] == law.CARRIAGE_PERIOD


def test_an_unchecked_customer_may_be_a_consumer():
    assert law.periods("merchant", False) == (law.CONSUMER, law.TRADE)
    assert law.periods(None, False) == (law.CONSUMER, law.GENERAL)
    assert law.periods(None, True) == (law.CONSUMER, law.GENERAL), "nothing was confirmed"


def test_loi_68_1250_a_public_body_lapses_with_the_year():
    start = law.public_start(date(2024, 3, 10))
    assert limit(start=start, months=48) == date(2028, 12, 31)


def test_641_cpc_a_29_february_ends_with_february():
    assert limit(start=date(2024, 2, 29)) == date(2026, 2, 28)


# === THE START === #


def test_cass_1re_civ_19_05_2021_the_performance_starts_it_not_the_invoice():
    """No. 20-12.520: works done on 10 March, invoiced on 2 May, payable on 1 June."""
    safe, arguable = law.starts(DONE, date(2024, 6, 1), False, date(2024, 5, 2))
    assert (safe, arguable) == (DONE, date(2024, 6, 1))


def test_2233_c_civ_a_due_date_agreed_in_the_contract_starts_it():
    assert law.starts(DONE, date(2024, 6, 1), True) == (date(2024, 6, 1),) * 2


def test_a_deposit_due_before_the_works_starts_on_its_due_date():
    assert law.starts(DONE, date(2024, 1, 15), False)[0] == date(2024, 1, 15)


def test_without_a_performance_the_invoice_stands_for_it():
    assert law.starts(None, date(2024, 6, 1), False, date(2024, 5, 2))[0] == date(2024, 5, 2)
    assert law.starts(None, None, False) == (None, None)


def test_2233_c_civ_each_instalment_has_its_own():
    terms = [(date(2024, 1, 31), 400.0), (date(2024, 3, 31), 400.0), (date(2024, 2, 29), 400.0)]
    assert law.unpaid_instalments(terms, 1200.0) == sorted(day for day, _amount in terms)
    # 500 paid: the first is paid, the second in part.
    assert law.unpaid_instalments(terms, 700.0) == [date(2024, 2, 29), date(2024, 3, 31)]
    assert law.unpaid_instalments(terms, 400.0) == [date(2024, 3, 31)]
    assert law.unpaid_instalments(terms, 0.0) == []
    assert law.unpaid_instalments([(None, 10.0), (DONE, 5.0)], 12.0) == [None, DONE]


# === INTERRUPTION === #


def test_2231_and_2240_c_civ_an_acknowledgment_starts_the_whole_period_again():
    assert limit(Event(law.ACKNOWLEDGMENT, date(2025, 9, 1))) == date(2027, 9, 1)


def test_cass_1re_civ_19_05_2021_nothing_revives_what_has_run_out():
    """No. 19-26.253: a payment after the end is no new start."""
    event = Event(law.ACKNOWLEDGMENT, date(2026, 3, 11))
    assert limit(event) == date(2026, 3, 10)
    assert outcomes(event) == [law.TOO_LATE]
    assert outcomes(event._replace(day=date(2026, 3, 10))) == [law.COUNTED], "the last day counts"


def test_2242_c_civ_a_claim_in_court_interrupts_until_it_ends():
    sued = Event(law.COURT_CLAIM, date(2025, 9, 1))
    course = run(DONE, TWO_YEARS, [sued], floor_months=FLOOR)
    assert (course.limit, course.state) == (None, law.IN_COURT)
    assert limit(sued._replace(ended_on=date(2026, 12, 4))) == date(2028, 12, 4)


def test_2243_c_civ_a_claim_withdrawn_never_interrupted_anything():
    lost = Event(law.COURT_CLAIM, date(2025, 9, 1), date(2025, 12, 1), lost=True)
    assert limit(lost) == date(2026, 3, 10)
    assert outcomes(lost) == [law.LOST]
    assert "withdrawn" in law.LOST_OUTCOMES
    assert "lapsed" in law.LOST_OUTCOMES


def test_2244_c_civ_a_conservatory_measure_starts_it_again():
    assert limit(Event(law.ENFORCEMENT, date(2025, 9, 1))) == date(2027, 9, 1)


def test_l111_4_cpce_a_title_can_be_enforced_for_ten_years():
    sued = Event(law.COURT_CLAIM, date(2025, 9, 1), date(2026, 9, 1))
    title = Event(law.TITLE, date(2026, 10, 1), months=TITLE)
    assert limit(sued, title) == date(2036, 10, 1)
    assert limit(sued._replace(ended_on=None), title) == date(2036, 10, 1), "the title ends it"
    assert limit(sued, title, Event(law.ENFORCEMENT, date(2030, 1, 5))) == date(2040, 1, 5)


@pytest.mark.parametrize(
    "kind",
    [
        "formal_notice",
        "registered_letter",
        "payment_order_request",
        "negotiation",
        "phone_promise",
        "offer",
        "mediation_proposal",
    ],
)
def test_cass_com_18_05_2022_what_is_not_on_the_closed_list_is_no_event(kind):
    """No. 20-23.204, for the formal notice; 1re civ. 5/02/2014 no. 13-10.791, for talks."""
    assert kind not in law.KINDS
    with pytest.raises(ValueError):
        run(DONE, TWO_YEARS, [Event(kind, date(2025, 9, 1))], floor_months=FLOOR)


# === SUSPENSION === #


def test_2238_c_civ_a_mediation_stops_it_and_leaves_what_was_left():
    talks = Event(law.AMICABLE, date(2025, 3, 10))
    course = run(DONE, TWO_YEARS, [talks], floor_months=FLOOR)
    assert (course.limit, course.state) == (None, law.SUSPENDED)
    assert limit(talks._replace(ended_on=date(2025, 5, 10))) == date(2026, 5, 10)


def test_2238_c_civ_and_never_less_than_six_months():
    assert limit(Event(law.AMICABLE, date(2026, 3, 1), date(2026, 4, 1))) == date(2026, 10, 1)


def test_2239_c_civ_so_does_an_expertise_that_a_judge_orders():
    assert limit(Event(law.EXPERTISE, date(2026, 3, 1), date(2027, 4, 1))) == date(2027, 10, 1)


def test_two_attempts_at_once_count_once():
    one = Event(law.AMICABLE, date(2025, 3, 10), date(2025, 5, 10))
    two = Event(law.AMICABLE, date(2025, 4, 10), date(2025, 6, 10))
    assert limit(one, two) == date(2026, 6, 10)


def test_an_attempt_after_the_end_revives_nothing():
    late = Event(law.AMICABLE, date(2026, 3, 11))
    assert limit(late) == date(2026, 3, 10)
    assert outcomes(late) == [law.TOO_LATE]


def test_an_acknowledgment_during_a_mediation_counts_from_its_end():
    talks = Event(law.AMICABLE, date(2025, 3, 10), date(2025, 9, 1))
    assert limit(talks, Event(law.ACKNOWLEDGMENT, date(2025, 5, 2))) == date(2027, 9, 1)


def test_2232_c_civ_acknowledgments_never_carry_it_beyond_twenty_years():
    words = [Event(law.ACKNOWLEDGMENT, date(2024 + 4 * turn, 1, 1)) for turn in range(1, 5)]
    assert limit(*words, months=FIVE_YEARS) == date(2045, 1, 1)
    assert limit(*words, months=FIVE_YEARS, ceiling=CEILING) == date(2044, 3, 10)
    seized = Event(law.ENFORCEMENT, date(2043, 1, 1))
    assert limit(*words, seized, months=FIVE_YEARS, ceiling=CEILING) == date(2048, 1, 1)


def test_each_line_says_the_last_day_after_it():
    course = run(
        DONE,
        TWO_YEARS,
        [
            Event(law.AMICABLE, date(2025, 3, 10), date(2025, 5, 10)),
            Event(law.ACKNOWLEDGMENT, date(2025, 9, 1)),
        ],
        floor_months=FLOOR,
    )
    assert [line.limit for line in course.lines] == [date(2026, 5, 10), date(2027, 9, 1)]


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(ValueError):
        limit(Event(law.COURT_CLAIM, date(2025, 9, 1), date(2025, 8, 1)))


# === AGAINST COUNTING DAY BY DAY === #


def whole_period(day, months):
    """The last day of a whole period from `day`, walked one day at a time."""
    number = day.day
    while months:
        day += ONE
        months -= day.day == 1
    while day.day != number and (day + ONE).month == day.month:
        day += ONE
    return day


def walk(start, months, events, until):
    """Live through the period day by day; what happens on a day is seen on that day."""
    end, waits = whole_period(start, months), False
    day = start
    while day <= until:
        stopped = [e for e in events if e.kind in law.SUSPENSIONS and e.day <= day < e.ended_on]
        ended = [e for e in events if e.kind in law.SUSPENSIONS and e.ended_on == day]
        if waits and not stopped:  # it was acknowledged while it was stopped
            end, waits = whole_period(day, months), False
        if ended and not stopped and day - ONE <= end:
            end = max(end, whole_period(day, FLOOR))
        for event in events:
            if event.kind not in law.SUSPENSIONS and event.day == day <= end:
                end, waits = whole_period(day, months), bool(stopped)
        if stopped and day <= end:
            end += ONE
        day += ONE
    return end


def test_thousands_of_limitations_agree_with_walking_day_by_day():
    dice = random.Random(22402238)
    for turn in range(1500):
        start = date(2016, 1, 1) + timedelta(days=dice.randrange(2500))
        months = dice.choice((12, 24))
        events = []
        for _event in range(dice.randrange(4)):
            day = start + timedelta(days=dice.randrange(1, 1100))
            if dice.random() < 0.5:
                events.append(Event(law.ACKNOWLEDGMENT, day))
            else:
                length = timedelta(days=dice.randrange(1, 200))
                events.append(Event(law.AMICABLE, day, day + length))
        found = run(start, months, events, floor_months=FLOOR).limit
        expected = walk(start, months, events, start + timedelta(days=1500))
        assert found == expected, (turn, start, months, events)


DATES = st.dates(date(2015, 1, 1), date(2030, 12, 31))
LISTED = st.builds(
    lambda kind, day, length, lost: Event(
        kind,
        day,
        day + timedelta(days=length) if kind in ("court_claim", "amicable", "expertise") else None,
        lost and kind == "court_claim",
    ),
    st.sampled_from([kind for kind in law.KINDS if kind != law.TITLE]),
    DATES,
    st.integers(0, 400),
    st.booleans(),
)


@given(DATES, st.sampled_from([12, 24, 60]), st.lists(LISTED, max_size=5))
def test_nothing_on_the_list_ever_shortens_it(start, months, events):
    course = run(start, months, events, floor_months=FLOOR)
    assert course.limit >= add_months(start, months)


@given(DATES, st.lists(LISTED, max_size=4), LISTED)
def test_what_is_lost_or_too_late_changes_nothing(start, events, extra):
    before = run(start, 24, events, floor_months=FLOOR).limit
    after = [*events, extra]
    course = run(start, 24, after, floor_months=FLOOR)
    if extra.lost or extra.day > before and all(e.day <= before for e in events):
        assert course.limit == before


@given(DATES, st.lists(LISTED, max_size=5), st.randoms())
def test_the_order_of_recording_does_not_matter(start, events, dice):
    shuffled = list(events)
    dice.shuffle(shuffled)
    assert (
        run(start, 24, events, floor_months=FLOOR).limit
        == run(start, 24, shuffled, floor_months=FLOOR).limit
    )


@given(DATES, DATES, st.booleans())
def test_the_safe_start_is_never_after_the_arguable_one(performed, due, agreed):
    safe, arguable = law.starts(performed, due, agreed)
    assert safe <= arguable
