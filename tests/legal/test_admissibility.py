"""What a letter may announce: only what the law leaves open on the day."""

from decimal import Decimal

import pytest
from litige_legal import admissibility as adm, courts, judicial

from .judicial_law import VALUES, facts


def codes(**values):
    return [one.code for one in adm.follow_ups(facts(**values), VALUES)]


def test_small_consumer_claim_opens_conciliation_and_payment_order_only():
    found = adm.follow_ups(facts(), VALUES)
    assert [one.code for one in found] == [adm.CONCILIATION, adm.PAYMENT_ORDER]
    assert found[1].court == courts.CIVIL_COURT


def test_small_consumer_claim_after_an_attempt_opens_the_lawsuit():
    assert codes(attempted=True) == [adm.PAYMENT_ORDER, adm.LAWSUIT]


def test_the_ceiling_comes_from_the_caller():
    assert codes(amount=7000) == [adm.PAYMENT_ORDER, adm.LAWSUIT]
    higher = VALUES._replace(attempt_ceiling=Decimal(10000))
    found = adm.follow_ups(facts(amount=7000), higher)
    assert adm.LAWSUIT not in [one.code for one in found]


def test_between_artisans_and_merchants_no_attempt_is_needed():
    found = adm.follow_ups(facts(standing="merchant", amount=100), VALUES)
    assert [one.code for one in found] == [adm.PAYMENT_ORDER, adm.LAWSUIT]
    assert {one.court for one in found} == {courts.COMMERCIAL_COURT}


def test_an_unrecorded_creditor_is_prudent():
    unknown = {"standing": "merchant", "creditor": None}
    assert codes(**unknown) == [adm.CONCILIATION, adm.PAYMENT_ORDER]


def test_a_disputed_part_is_left_out_of_the_payment_order():
    partly = {one.code: one for one in adm.follow_ups(facts(undisputed=700), VALUES)}
    assert partly[adm.PAYMENT_ORDER].partial
    assert adm.PAYMENT_ORDER not in codes(undisputed=0)


def test_abroad_neither_payment_order_nor_conciliation():
    for standing in ("consumer", "merchant"):
        found = adm.follow_ups(facts(standing=standing, abroad=True), VALUES)
        assert [one.code for one in found] == [adm.LAWSUIT]
        assert found[0].court is None


def test_a_title_already_held_leaves_nothing_to_announce():
    assert codes(standing="merchant", enforceable=True) == []


@pytest.mark.parametrize(
    "values",
    [
        {"insolvent": True},
        {"over_indebted": True},
        {"standing": None},
        {"standing": "public"},
        {"amount": 0},
        {"running": frozenset({judicial.SMALL_CLAIMS})},
        {"under_agreement": True},
    ],
)
def test_nothing_may_be_announced(values):
    assert codes(**values) == []
