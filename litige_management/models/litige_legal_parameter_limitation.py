from odoo import api, models

from ..legal import limitation as law, suspension


class LitigeLegalParameter(models.Model):
    """A new value of the law moves the last day to sue of the claims that it is about."""

    _inherit = "litige.legal.parameter"

    @api.model_create_multi
    def create(self, vals_list):
        """Count the limitations again."""
        rows = super().create(vals_list)
        rows._count_limitations_again()
        return rows

    def write(self, vals):
        """Count the limitations again."""
        done = super().write(vals)
        self._count_limitations_again()
        return done

    def unlink(self):
        """Count the limitations again."""
        codes = set(self.mapped("code"))
        done = super().unlink()
        self._count_limitations_again(codes)
        return done

    @api.model
    def _count_limitations_again(self, codes=()):
        codes = {*codes, *self.mapped("code")} if self else set(codes)
        watched = {
            law.CONSUMER[0],
            law.GENERAL[0],
            law.TRADE[0],
            law.CARRIAGE_PERIOD[0],
            law.PUBLIC[0],
            law.TITLE_MONTHS,
            law.CEILING_MONTHS,
            suspension.FLOOR_MONTHS,
        }
        if codes & watched:
            # Whoever enters a value of the law, it is the law of all disputes.
            claims = self.env["litige.claim"].sudo().search([("open_amount", ">", 0)])
            claims.modified(["limitation_nature"])  # nothing else hangs on it
