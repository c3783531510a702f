"""The law and the facts that the tests of the judicial ways count with."""

from datetime import date
from decimal import Decimal

from litige_legal import judicial

from . import law  # loads the legal layer

assert law.FOLDER

TODAY = date(2026, 11, 23)
VALUES = judicial.Values(
    attempt_ceiling=Decimal(5000),
    small_claims_ceiling=Decimal(5000),
    small_request_ceiling=Decimal(5000),
    lawyer_ceiling=Decimal(10000),
    final_ruling_ceiling=Decimal(5000),
    uncontested=False,
    declaration_months=2,
    relief_months=6,
)
STANDINGS = (
    "consumer",
    "non_professional",
    "merchant",
    "artisan",
    "professional",
    "farmer",
    "public",
)


def facts(**values):
    """A consumer's uncontested debt of 1,200 euros, ten days after the end of a formal notice."""
    amount = Decimal(values.pop("amount", 1200))
    undisputed = Decimal(values.pop("undisputed", amount))
    return judicial.Facts(
        **{
            "standing": "consumer",
            "today": TODAY,
            "amount": amount,
            "undisputed": undisputed,
            "creditor": "artisan",
            "notice_on": date(2026, 10, 29),
            "notice_until": date(2026, 11, 13),
            **values,
        }
    )
