from odoo import api, fields, models


class LitigeCaseCommunicationMixin(models.AbstractModel):
    """What was said in a dispute, and what was promised."""

    _name = "litige.case.communication.mixin"
    _description = "Exchanges of a Dispute"

    communication_ids = fields.One2many("litige.communication", "case_id", string="Exchanges")
    communication_count = fields.Integer(compute="_compute_communication_count")
    promise_ids = fields.One2many("litige.promise", "case_id", string="Payments Promised")
    promise_notice = fields.Char(
        string="Promise",
        compute="_compute_promise_notice",
        help="The payment that the customer promised, and for when.",
    )

    @api.depends("communication_ids")
    @api.depends_context("uid")
    def _compute_communication_count(self):
        counts = dict(
            self.env["litige.communication"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.communication_count = counts.get(case._origin, 0)

    @api.depends("promise_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_promise_notice(self):
        # With the reader's own rights: what was promised in a mediation stays there.
        pending = self.env["litige.promise"].search(
            [("case_id", "in", self.ids), ("state", "=", "pending")]
        )
        by_case = pending.grouped("case_id")
        for case in self:
            promises = by_case.get(case._origin, pending.browse())
            case.promise_notice = bool(promises) and self.env._(
                "%(promises)s: reminders and notices warn until that day.",
                promises=" · ".join(promise._get_headline() for promise in promises),
            )

    def action_log(self):
        """Log a call, a meeting, a letter… of this dispute."""
        self.ensure_one()
        return self.env["litige.communication"]._action_log(
            case_id=self.id,
            partner_id=self.partner_id.id,
            contact_id=(self.contact_id or self.partner_id).id,
            company_id=self.company_id.id,
        )

    def action_view_communications(self):
        """Show what was said in this dispute."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_communication_action"
        )
        return {
            **action,
            "domain": [("case_id", "=", self.id)],
            "context": {
                "default_case_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }
