from odoo import fields, models

from .account_move_communication_mixin import DISPUTE_GROUPS


class ResPartner(models.Model):
    _inherit = "res.partner"

    litige_communication_count = fields.Integer(
        string="Exchanges",
        compute="_compute_litige_communication_count",
        groups=DISPUTE_GROUPS,
    )

    def _compute_litige_communication_count(self):
        counts = dict(
            self.env["litige.communication"]._read_group(
                [("partner_id", "in", self.commercial_partner_id.ids)],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.litige_communication_count = counts.get(partner.commercial_partner_id, 0)

    def _litige_get_only_open_case(self, company):
        """Return the open dispute of this customer in `company` when there is exactly one."""
        cases = self.env["litige.case"].search(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", company.id),
                ("phase", "!=", "closed"),
            ],
            limit=2,
        )
        return cases if len(cases) == 1 else cases.browse()

    def action_litige_log(self):
        """Log a call, a meeting, a letter… with this customer, with or without a dispute."""
        self.ensure_one()
        company = self.company_id or self.env.company
        case = self._litige_get_only_open_case(company)
        return self.env["litige.communication"]._action_log(
            case_id=case.id,
            partner_id=self.commercial_partner_id.id,
            contact_id=self.id
            if self != self.commercial_partner_id
            else case.contact_id.id or self.id,
            company_id=company.id,
        )

    def action_litige_view_communications(self):
        """Show what was said with this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_communication_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id},
        }
