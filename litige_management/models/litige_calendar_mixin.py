from odoo import fields, models

from ..legal import deadlines

REGIONS = [
    ("mainland", "Mainland France"),
    ("alsace_moselle", "Alsace-Moselle"),
    ("guadeloupe", "Guadeloupe"),
    ("martinique", "Martinique"),
    ("guyane", "Guyane"),
    ("reunion", "La Réunion"),
    ("mayotte", "Mayotte"),
    ("saint_pierre", "Saint-Pierre-et-Miquelon"),
    ("saint_barthelemy", "Saint-Barthélemy"),
    ("saint_martin", "Saint-Martin"),
    ("new_caledonia", "Nouvelle-Calédonie"),
    ("polynesia", "Polynésie française"),
    ("wallis_futuna", "Wallis-et-Futuna"),
]


class LitigeCalendarMixin(models.AbstractModel):
    """The public holidays that a company's deadlines are counted with."""

    _name = "litige.calendar.mixin"
    _description = "Calendar of Procedure"

    litige_region = fields.Selection(
        REGIONS,
        string="Public Holidays",
        default="mainland",
        required=True,
        help="A delay of procedure that ends on a Saturday, a Sunday or a public holiday ends on "
        "the next working day. Choose where your courts are: with local holidays, check the date "
        "at the court's registry.",
    )

    def _litige_get_calendar(self):
        """Return which days are worked where the company's courts are."""
        return deadlines.calendar_of(self.litige_region or "mainland")
