"""Delays of procedure: worked examples by article, then against counting day by day."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st
from litige_legal import deadlines
from litige_legal.deadlines import Calendar, calendar_of, last_day, working_days

FRANCE = calendar_of()
DAYS = st.dates(date(2014, 1, 1), date(2045, 12, 31))
ONE = timedelta(days=1)


# === WORKED EXAMPLES === #


def test_641_cpc_the_day_of_the_act_does_not_count():
    # Served on Tuesday 10 November 2026: fifteen days end on Wednesday 25.
    assert last_day(date(2026, 11, 10), 15, "days", calendar=FRANCE) == date(2026, 11, 25)


def test_641_cpc_a_month_ends_on_the_day_of_the_same_number():
    assert last_day(date(2026, 9, 15), 1, "months", calendar=FRANCE) == date(2026, 10, 15)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 9, 30)),
    ],
)
def test_641_cpc_without_that_number_it_ends_with_the_month(start, end):
    assert last_day(start, 1, "months") == end


def test_641_cpc_months_come_before_days():
    # Fifteen days, and a month of distance, from 31 January: 28 February, then fifteen days.
    assert last_day(date(2027, 1, 31), 15, "days", extra_months=1) == date(2027, 3, 15)


def test_642_cpc_a_saturday_waits_for_monday():
    assert last_day(date(2026, 11, 13), 15, "days", calendar=FRANCE) == date(2026, 11, 30)


def test_642_cpc_a_public_holiday_waits_for_the_next_working_day():
    # A month from 14 June 2026 is 14 July, a holiday: Wednesday 15.
    assert last_day(date(2026, 6, 14), 1, "months", calendar=FRANCE) == date(2026, 7, 15)


def test_642_cpc_good_friday_evening_lasts_until_tuesday():
    # 4 April 2026 is the Saturday before Easter Monday.
    assert last_day(date(2026, 3, 4), 1, "months", calendar=FRANCE) == date(2026, 4, 7)


def test_2229_c_civ_a_limitation_ends_on_a_sunday_all_the_same():
    # 15 November 2026 is a Sunday.
    assert last_day(date(2024, 11, 15), 24, "months") == date(2026, 11, 15)


def test_1411_cpc_three_months_to_serve_an_order_of_15_september_2026():
    assert last_day(date(2026, 9, 15), 3, "months", calendar=FRANCE) == date(2026, 12, 15)


def test_1416_cpc_a_month_to_oppose_an_order_served_on_30_october_2026():
    assert last_day(date(2026, 10, 30), 1, "months", calendar=FRANCE) == date(2026, 11, 30)


def test_643_cpc_a_month_more_overseas_and_two_abroad():
    served, month = date(2026, 9, 15), {"unit": "months", "calendar": FRANCE}
    for where, end in (
        (deadlines.MAINLAND, date(2026, 10, 15)),
        (deadlines.OVERSEAS, date(2026, 11, 16)),  # the 15th is a Sunday
        (deadlines.ABROAD, date(2026, 12, 15)),
    ):
        extra = deadlines.distance_extension(where, 1, 2)
        assert last_day(served, 1, extra_months=extra, **month) == end


def test_643_cpc_where_a_party_lives():
    assert deadlines.residence("FR", "69002") == deadlines.MAINLAND
    assert deadlines.residence("FR", "974 00") == deadlines.OVERSEAS
    assert deadlines.residence("re") == deadlines.OVERSEAS
    assert deadlines.residence("BE", "1000") == deadlines.ABROAD
    assert deadlines.residence("FR", "98000") == deadlines.ABROAD, "Monaco is no part of France"
    assert deadlines.residence(None) == deadlines.MAINLAND, "unknown: the shortest time"


def test_l113_2_c_assur_five_working_days():
    # Refusal on Wednesday 8 July 2026: 9, 10, 13, then the 14th is a holiday, 15, 16.
    assert working_days(date(2026, 7, 8), 5, FRANCE) == date(2026, 7, 16)
    assert last_day(date(2026, 7, 8), 5, "working_days", calendar=FRANCE) == date(2026, 7, 16)


def test_l3134_13_c_trav_alsace_and_moselle_have_two_holidays_more():
    local = calendar_of("alsace_moselle")
    for day in (date(2026, 4, 3), date(2028, 12, 26)):
        assert FRANCE.is_working(day)
        assert not local.is_working(day)


def test_what_cannot_be_counted_is_refused():
    for bad in (
        {"value": 1, "unit": "years"},
        {"value": -1, "unit": "days"},
        {"value": 1, "unit": "days", "extra_months": -1},
        {"value": 1, "unit": "working_days"},
    ):
        with pytest.raises(ValueError):
            last_day(date(2026, 1, 1), **bad)
    with pytest.raises(ValueError):
        working_days(date(2026, 1, 1), -1, FRANCE)


# === THE ELEVEN HOLIDAYS === #


def easter(year):
    """Easter Sunday, by the rule of the Gregorian calendar (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def eleven(year):
    """Art. L3133-1 C. trav., written down again."""
    sunday = easter(year)
    return {
        *(date(year, *day) for day in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1))),
        date(year, 11, 11),
        date(year, 12, 25),
        *(sunday + timedelta(days=gap) for gap in (1, 39, 50)),
    }


def test_l3133_1_c_trav_the_library_knows_the_eleven_holidays_and_no_other():
    for year in range(2014, 2061):
        day, known = date(year, 1, 1), set()
        while day.year == year:
            if day.weekday() < 5 and not FRANCE.is_working(day):
                known.add(day)
            day += ONE
        assert known == {day for day in eleven(year) if day.weekday() < 5}


# === AGAINST COUNTING DAY BY DAY === #


def is_off(day):
    return day.isoweekday() in (6, 7) or day in eleven(day.year)


def walk(day, value, unit, rolls, extra_months=0):
    """The last day of a delay, walked to one day at a time."""
    number, months = day.day, extra_months + (value if unit == "months" else 0)
    while months:
        day += ONE
        months -= day.day == 1  # a new month begins
    while day.day != number and (day + ONE).month == day.month:
        day += ONE
    left = {"days": value, "weeks": 7 * value, "working_days": value}.get(unit, 0)
    while left:
        day += ONE
        left -= not (unit == "working_days" and is_off(day))
    while rolls and is_off(day):
        day += ONE
    return day


def test_thousands_of_delays_agree_with_walking_day_by_day():
    dice = random.Random(641642643)
    first = date(2015, 1, 1).toordinal()
    for _turn in range(6000):
        day = date.fromordinal(first + dice.randrange(9000))
        unit = dice.choice(deadlines.UNITS)
        value, extra = dice.randrange(40), dice.choice((0, 0, 1, 2))
        rolls = unit == "working_days" or dice.random() < 0.7
        found = last_day(day, value, unit, calendar=FRANCE if rolls else None, extra_months=extra)
        # Nought working days end where they start, worked or not.
        rolls = rolls and unit != "working_days"
        assert found == walk(day, value, unit, rolls, extra), (day, value, unit, extra)


@given(DAYS, st.integers(0, 60), st.sampled_from(["days", "weeks", "months"]))
def test_a_procedural_delay_ends_on_a_working_day_within_the_next_five(day, value, unit):
    plain = last_day(day, value, unit)
    rolled = last_day(day, value, unit, calendar=FRANCE)
    assert plain <= rolled <= plain + timedelta(days=5)
    assert FRANCE.is_working(rolled)
    assert rolled == plain or not FRANCE.is_working(plain)


@given(DAYS, st.integers(0, 60), st.sampled_from(deadlines.UNITS))
def test_more_time_never_ends_sooner(day, value, unit):
    shorter = last_day(day, value, unit, calendar=FRANCE)
    assert shorter <= last_day(day, value + 1, unit, calendar=FRANCE)
    assert shorter <= last_day(day + ONE, value, unit, calendar=FRANCE)
    assert shorter <= last_day(day, value, unit, calendar=FRANCE, extra_months=1)


@given(DAYS, st.integers(1, 60))
def test_a_calendar_without_holidays_only_skips_week_ends(day, value):
    end = working_days(day, value, Calendar())
    between = [day + timedelta(days=gap) for gap in range(1, (end - day).days + 1)]
    assert sum(one.isoweekday() < 6 for one in between) == value
