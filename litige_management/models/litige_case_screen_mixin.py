from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeCaseScreenMixin(models.AbstractModel):
    """What the screens of a dispute show besides its facts, and what their buttons do."""

    _name = "litige.case.screen.mixin"
    _description = "Dispute Screens"

    invoice_count = fields.Integer(compute="_compute_invoice_count")
    has_partial_hold = fields.Boolean(
        compute="_compute_has_partial_hold",
        help="A part of an invoice is held: other follow-up tools still see the whole of it.",
    )
    sibling_count = fields.Integer(
        string="Other Open Disputes",
        compute="_compute_sibling_count",
        help="Other open disputes with this customer that this one could join.",
    )

    is_review_due = fields.Boolean(
        string="Hold to Review Now",
        compute="_compute_is_review_due",
    )

    # === COMPUTES === #

    @api.depends("claim_ids")
    def _compute_invoice_count(self):
        for case in self:
            case.invoice_count = len(case.claim_ids)

    @api.depends("claim_ids.is_held", "claim_ids.is_whole")
    def _compute_has_partial_hold(self):
        for case in self:
            case.has_partial_hold = any(
                claim.is_held and not claim.is_whole for claim in case.claim_ids
            )

    @api.depends("hold_review_date")
    @api.depends_context("tz")
    def _compute_is_review_due(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_review_due = bool(case.hold_review_date) and case.hold_review_date <= today

    @api.depends("partner_id", "company_id", "currency_id", "phase")
    def _compute_sibling_count(self):
        counts = {
            key: count
            for *key, count in self.env["litige.case"]._read_group(
                [("partner_id", "in", self.partner_id.ids), ("phase", "!=", "closed")],
                ["partner_id", "company_id", "currency_id"],
                ["__count"],
            )
            for key in [tuple(key)]
        }
        for case in self:
            count = counts.get((case.partner_id, case.company_id, case.currency_id), 0)
            case.sibling_count = max(count - 1, 0) if case.is_open else 0

    def _expand_phases(self, phases, domain):
        """Show every open phase as a column, and the closed disputes only when asked for."""
        names = [name for name, _label in self._fields["phase"].selection]
        return [name for name in names if name != "closed" or name in phases]

    # === LINKS === #

    def action_view_invoices(self):
        """Show the invoices of the dispute."""
        self.ensure_one()
        moves = self.claim_ids.move_id
        if len(moves) == 1:
            return self.claim_ids.action_open_invoice()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
            "context": {"default_move_type": "out_invoice", "create": False},
        }

    def action_view_siblings(self):
        """Show the open disputes with this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.partner_id.id), ("phase", "!=", "closed")],
            "context": {},
            "views": [(False, "list"), (False, "form")],
        }

    # === BUTTONS === #

    def action_add_invoices(self):
        """Choose among the customer's other overdue invoices which ones join the dispute."""
        self.ensure_one()
        return self.env["litige.case.open"]._action_for_partner(self.partner_id, self)

    def action_merge(self):
        """Choose the other dispute of this customer that this one joins."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_case_merge_action"
            ),
            "context": {"default_case_id": self.id},
        }

    def action_confirm_standing(self):
        """Say that a person has checked what the customer is.

        :raise UserError: as long as nobody said what the customer is
        """
        for case in self:
            if not case.standing:
                raise UserError(
                    self.env._(
                        "Say first what the customer is: a consumer, a merchant, an association…"
                    )
                )
        self.standing_confirmed = True

    def action_review_hold(self):
        """Ask until when to go on holding the amounts whose review date has come."""
        return self._get_claims_to_review().action_hold()

    def action_lift_hold(self):
        """Ask why to lift the holds whose review date has come."""
        return self._get_claims_to_review().action_lift_hold()

    def _get_claims_to_review(self):
        today = fields.Date.context_today(self)
        return self.claim_ids.filtered(
            lambda claim: claim.held_amount and claim.hold_review_date <= today
        )

    def _clear_hold_review(self):
        """Take the activity away once no hold is left to review."""
        today = fields.Date.context_today(self)
        self.filtered(
            lambda case: not case.hold_review_date or case.hold_review_date > today
        ).activity_unlink(["litige_management.mail_activity_type_hold_review"])
