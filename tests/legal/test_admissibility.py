"""What a letter may announce: only what the law leaves open on the day."""

from decimal import Decimal

import pytest
from litige_legal import admissibility as adm

CEILING = Decimal(5000)


def facts(**values):
    amount = Decimal(values.pop("amount", 1200))
    undisputed = Decimal(values.pop("undisputed", amount))
    return adm.Facts(
        **{
            "standing": "consumer",
            "amount": amount,
            "undisputed": undisputed,
            "creditor": "artisan",
            **values,
        }
    )


def codes(found):
    return [one.code for one in found]


def test_small_consumer_claim_opens_conciliation_and_payment_order_only():
    found = adm.follow_ups(facts(), CEILING)
    assert codes(found) == [adm.CONCILIATION, adm.PAYMENT_ORDER]
    assert found[1].court == adm.CIVIL_COURT


def test_small_consumer_claim_after_an_attempt_opens_the_lawsuit():
    assert codes(adm.follow_ups(facts(attempted=True), CEILING)) == [
        adm.PAYMENT_ORDER,
        adm.LAWSUIT,
    ]


def test_the_ceiling_itself_still_needs_an_attempt():
    assert adm.needs_attempt(facts(amount=5000), CEILING)
    assert not adm.needs_attempt(facts(amount="5000.01"), CEILING)


def test_the_ceiling_comes_from_the_caller():
    assert codes(adm.follow_ups(facts(amount=7000), CEILING)) == [adm.PAYMENT_ORDER, adm.LAWSUIT]
    assert adm.LAWSUIT not in codes(adm.follow_ups(facts(amount=7000), Decimal(10000)))


def test_between_artisans_and_merchants_no_attempt_is_needed():
    found = adm.follow_ups(facts(standing="merchant", amount=100), CEILING)
    assert codes(found) == [adm.PAYMENT_ORDER, adm.LAWSUIT]
    assert {one.court for one in found} == {adm.COMMERCIAL_COURT}


@pytest.mark.parametrize("standing", ["consumer", "non_professional", "professional", "farmer"])
def test_a_civil_debtor_is_sued_before_the_civil_court(standing):
    assert adm.court(facts(standing=standing)) == adm.CIVIL_COURT


def test_an_unrecorded_creditor_leaves_the_court_open_and_is_prudent():
    unknown = facts(standing="merchant", creditor=None)
    assert adm.court(unknown) is None
    assert adm.needs_attempt(unknown, CEILING)


def test_a_disputed_part_is_left_out_of_the_payment_order():
    [order] = [
        one
        for one in adm.follow_ups(facts(undisputed=700), CEILING)
        if one.code == adm.PAYMENT_ORDER
    ]
    assert order.partial
    assert adm.PAYMENT_ORDER not in codes(adm.follow_ups(facts(undisputed=0), CEILING))


def test_abroad_neither_payment_order_nor_conciliation():
    for standing in ("consumer", "merchant"):
        found = adm.follow_ups(facts(standing=standing, abroad=True), CEILING)
        assert codes(found) == [adm.LAWSUIT]
        assert found[0].court is None


def test_a_title_already_held_leaves_nothing_to_announce():
    assert adm.follow_ups(facts(standing="merchant", enforceable=True), CEILING) == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"insolvent": True}, adm.INSOLVENT),
        ({"over_indebted": True}, adm.OVER_INDEBTED),
        ({"standing": None}, adm.UNKNOWN_STANDING),
        ({"standing": "public"}, adm.PUBLIC_BODY),
        ({"amount": 0}, adm.NOTHING_DUE),
    ],
)
def test_nothing_may_be_claimed(values, reason):
    assert adm.refusal(facts(**values)) == reason
    assert adm.follow_ups(facts(**values), CEILING) == ()
