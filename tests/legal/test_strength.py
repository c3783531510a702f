"""How well what a party says is proven: the fixed table, worked examples, what always holds."""

import pytest
from hypothesis import given, strategies as st
from litige_legal import strength
from litige_legal.strength import CONTRADICTS, OURS, STRENGTHS, SUPPORTS, Link, Weight

weights = st.sampled_from(["weak", "medium", "strong"])
links = st.lists(
    st.builds(Link, st.sampled_from([SUPPORTS, CONTRADICTS]), weights, st.integers(1, 9))
)


def rank(reading):
    return STRENGTHS.index(reading.strength)


def read(*specs):
    """Read a position from words such as "+strong" (supports) or "-weak" (contradicts)."""
    return strength.read(
        Link(SUPPORTS if spec[0] == "+" else CONTRADICTS, spec[1:], number)
        for number, spec in enumerate(specs, 1)
    )


# === SIX WORKED EXAMPLES === #


def test_the_invoice_is_due_by_a_signed_quotation():
    reading = read("+strong", "+medium")
    assert reading.strength == strength.PROVEN
    assert reading.supporting == (1,), "the quotation decides, not the e-mail beside it"


def test_delivery_signed_for_with_a_photo_of_a_defect():
    reading = read("+strong", "-medium")
    assert reading.strength == strength.SUPPORTED
    assert (reading.support, reading.against) == (Weight.STRONG, Weight.MEDIUM)


def test_two_signed_papers_that_say_the_opposite():
    assert read("+strong", "-strong").strength == strength.CONTESTED


def test_work_shown_by_our_own_photos_against_an_expert_report():
    assert read("+medium", "+medium", "-strong").strength == strength.REFUTED


def test_only_our_own_note_of_a_call():
    assert read("+weak").strength == strength.WEAK_CASE


def test_delivery_without_any_paper():
    reading = read()
    assert reading.strength == strength.NOT_PROVEN
    assert (reading.supporting, reading.contradicting) == ((), ())


# === THE TABLE === #


@pytest.mark.parametrize(
    ("support", "row"),
    [
        ("strong", "proven proven supported contested"),
        ("medium", "supported supported contested refuted"),
        ("weak", "weak contested refuted refuted"),
        (None, "not_proven not_proven refuted refuted"),
    ],
)
def test_the_whole_table(support, row):
    for against, expected in zip((None, "weak", "medium", "strong"), row.split(), strict=True):
        specs = [f"+{support}"] * bool(support) + [f"-{against}"] * bool(against)
        assert read(*specs).strength == expected, (support, against)


def test_what_a_judge_may_not_be_shown_does_not_count():
    reading = strength.read(
        [Link(SUPPORTS, "strong", 7, usable=False), Link(SUPPORTS, "weak", 8)],
    )
    assert reading.strength == strength.WEAK_CASE
    assert reading.ignored == (7,)


@pytest.mark.parametrize(
    "link", [Link("likes", "weak"), Link(SUPPORTS, "none"), Link(SUPPORTS, "")]
)
def test_unknown_words_are_refused(link):
    with pytest.raises(ValueError, match="Not a"):
        strength.read([link])


# === A WHOLE SIDE === #


def test_three_of_four_claims_hold_by_strong_exhibits_and_delivery_is_not_proven():
    side = strength.read_side(
        [
            ("order", read("+strong")),
            ("price", read("+strong", "-medium")),
            ("delivery", read()),
            ("notice", read("+strong", "-weak")),
        ]
    )
    assert (side.strong, side.total) == (3, 4)
    assert side.of(strength.NOT_PROVEN) == ("delivery",)
    assert side.of(strength.PROVEN) == ("order", "notice")


def test_a_strong_exhibit_that_meets_a_strong_one_does_not_hold():
    assert strength.read_side([(OURS, read("+strong", "-strong"))]).strong == 0


def test_a_medium_exhibit_holds_without_being_strong():
    side = strength.read_side([("delivery", read("+medium"))])
    assert (side.strong, side.of(strength.SUPPORTED)) == (0, ("delivery",))


def test_a_side_that_says_nothing():
    assert strength.read_side([]) == (0, 0, {})


# === WHAT ALWAYS HOLDS === #


@given(links, weights)
def test_one_more_exhibit_in_support_never_lowers(others, weight):
    more = [*others, Link(SUPPORTS, weight)]
    assert rank(strength.read(more)) >= rank(strength.read(others))


@given(links, weights)
def test_one_more_exhibit_against_never_raises(others, weight):
    more = [*others, Link(CONTRADICTS, weight)]
    assert rank(strength.read(more)) <= rank(strength.read(others))


@given(links, st.randoms())
def test_the_order_of_exhibits_changes_nothing(some, random):
    shuffled = random.sample(some, len(some))
    assert strength.read(shuffled).strength == strength.read(some).strength


@given(st.lists(weights, min_size=1), st.integers(2, 9))
def test_many_weak_exhibits_are_no_stronger_than_the_best_of_them(found, times):
    once = [Link(SUPPORTS, weight) for weight in found]
    assert strength.read(once * times).strength == strength.read(once).strength


@given(links)
def test_only_what_supports_makes_a_position_hold(some):
    reading = strength.read(link for link in some if link.stance == CONTRADICTS)
    assert reading.strength in (strength.NOT_PROVEN, strength.REFUTED)
