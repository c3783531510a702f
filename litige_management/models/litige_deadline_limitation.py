"""The last days to sue among the deadlines, and the articles they cite."""

from odoo import api, models
from odoo.fields import Command


class LitigeLegalReference(models.Model):
    _inherit = "litige.legal.reference"

    @api.model
    def _find_citation(self, code):
        """Return the latest citation of a rule, for a screen: its code when it has none."""
        names = [name for row, _date_from, name in self._get_rows() if row == code]
        return names[-1] if names else code


class LitigeDeadline(models.Model):
    """The last days to sue, among the deadlines."""

    _inherit = "litige.deadline"

    @api.model
    def _prepare_limitation(self, case_id, key, day, claims):
        told = claims._in_company_language()
        return {
            "basis": next(iter(told))._get_limitation_basis(),  # a slice would be read alone
            "case_id": case_id,
            "kind": "limitation",
            "key": key,
            "party": "ours",
            "computed_date": day,
            "name": told._get_limitation_name(),
            "claim_ids": [Command.set(claims.ids)],
        }

    def _keep_limitation(self, claims):
        """Go on with a last day that is still counted; it may concern other invoices now."""
        self.ensure_one()
        if self.claim_ids != claims:
            name = claims._in_company_language()._get_limitation_name()
            self.write({"claim_ids": [Command.set(claims.ids)], "name": name})
        if self.state == "cancelled":
            self.write({"state": "running", "done_on": False})
