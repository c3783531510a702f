from odoo import models


class LitigeLetter(models.Model):
    """What the kinds of letters add to what every letter does."""

    _name = "litige.letter"
    _inherit = [
        "litige.letter.cited.mixin",  # first: what the whole page cites is listed at its end
        "litige.letter.insurance.mixin",
        "litige.letter.insolvency.mixin",
        "litige.letter.court.check.mixin",
        "litige.letter.court.sums.mixin",
        "litige.letter.court.mixin",
        "litige.letter.third.party.mixin",
        "litige.letter.second.mixin",
        "litige.letter.delay.mixin",
        "litige.letter.summary.mixin",
        "litige.letter.amicable.mixin",
        "litige.letter",
    ]


class LitigeDelivery(models.Model):
    """What a sending is worth, and what it starts."""

    _name = "litige.delivery"
    _inherit = [
        "litige.delivery.insurance.mixin",
        "litige.delivery.effect.mixin",
        "litige.delivery",
    ]


class LitigeCase(models.Model):
    """The formal notice and the papers of a dispute."""

    _name = "litige.case"
    _inherit = [
        "litige.case.insurance.mixin",
        "litige.case.paper.mixin",
        "litige.case.notice.mixin",
        "litige.case",
    ]
