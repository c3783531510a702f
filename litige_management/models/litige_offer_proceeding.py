from odoo import models


class LitigeOffer(models.Model):
    """An offer made in a mediation or a conciliation: confidential, and its agreement says so."""

    _name = "litige.offer"
    _inherit = ["litige.offer", "litige.proceeding.attached.mixin"]

    def _get_agreement_kind(self):
        """What a judge may approve, when it was reached where a judge may approve it."""
        kind = super()._get_agreement_kind()
        approvable = self.proceeding_id.remedy_id.is_approvable
        return "record" if kind == "plan" and approvable else kind

    def _prepare_settlement(self):
        values = super()._prepare_settlement()
        if self.proceeding_id.remedy_id.is_approvable:
            values["proceeding_id"] = self.proceeding_id.id
        return values
