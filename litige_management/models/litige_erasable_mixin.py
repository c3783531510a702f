from odoo import fields, models
from odoo.tools import SQL


class LitigeErasable(models.AbstractModel):
    """Records that are erased on their own: the day it was done."""

    _name = "litige.erasable.mixin"
    _description = "Personal Data That Can Be Erased"

    erased_on = fields.Date(
        string="Personal Data Erased",
        readonly=True,
        copy=False,
        help="From that day this says nothing of anybody: only dates, amounts and fingerprints "
        "are left.",
    )

    def _litige_mark_erased(self):
        """Note that these records say nothing any more."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET erased_on = %s WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                fields.Date.context_today(self),
                self.ids,
            )
        )
        self.invalidate_recordset(flush=False)
