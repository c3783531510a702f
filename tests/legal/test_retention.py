"""Until when the papers of a closed dispute are kept, with worked examples."""

from datetime import date

from hypothesis import given, strategies as st
from litige_legal import retention

File, keep_until = retention.File, retention.keep_until
CLOSED = date(2026, 11, 23)


def _keep(books=None, margin=0, title=120, **values):
    return keep_until(File(CLOSED, **{"months": 60, **values}), title, books, margin)


class TestRetention:
    def test_five_years_after_a_dispute_between_merchants(self):
        assert _keep() == (date(2031, 11, 23), "limitation")

    def test_two_years_after_a_dispute_with_a_consumer(self):
        assert _keep(months=24) == (date(2028, 11, 23), "limitation")

    def test_an_acknowledgment_may_have_moved_the_last_day_to_sue(self):
        assert _keep(limits=(date(2033, 2, 1),)) == (date(2033, 2, 1), "limitation")

    def test_ten_years_from_the_day_a_title_became_enforceable(self):
        assert _keep(titles=(date(2026, 3, 2),)) == (date(2036, 3, 2), "title")

    def test_the_books_ten_years_from_the_end_of_their_year(self):
        kept = _keep(120, years_end=(date(2025, 12, 31), date(2026, 12, 31)))
        assert kept == (date(2036, 12, 31), "books")

    def test_the_books_do_not_count_when_the_company_says_so(self):
        assert _keep(years_end=(date(2026, 12, 31),)).reason == "limitation"

    def test_what_the_company_adds_comes_on_top(self):
        assert _keep(margin=6).until == date(2032, 5, 23)

    def test_no_day_while_a_court_has_not_answered(self):
        assert _keep(stopped=True) == (None, "running")
        assert not retention.is_over(_keep(stopped=True), date(2099, 1, 1))

    def test_the_last_day_itself_is_still_kept(self):
        kept = _keep()
        assert not retention.is_over(kept, date(2031, 11, 23))
        assert retention.is_over(kept, date(2031, 11, 24))

    def test_merged_disputes_are_kept_as_long_as_the_longest(self):
        short, long = _keep(months=24), _keep(titles=(date(2026, 1, 1),))
        assert retention.keep_longest([short, long]) == long
        assert retention.keep_longest([long, _keep(stopped=True)]).until is None

    @given(
        st.lists(st.dates(date(2020, 1, 1), date(2040, 1, 1))),
        st.lists(st.dates(date(2020, 1, 1), date(2040, 1, 1))),
        st.integers(0, 60),
    )
    def test_nothing_is_ever_kept_for_less_than_what_keeps_it(self, limits, titles, margin):
        kept = _keep(limits=tuple(limits), titles=tuple(titles), margin=margin)
        assert all(kept.until >= day for day in limits)
        assert all(kept.until.year >= day.year + 10 for day in titles)
        assert kept.until >= date(2031, 11, 23)
