from odoo import models


class LitigeLetter(models.Model):
    """What the kinds of letters add to what every letter does."""

    _name = "litige.letter"
    _inherit = [
        "litige.letter.summary.mixin",
        "litige.letter.amicable.mixin",
        "litige.letter",
    ]
