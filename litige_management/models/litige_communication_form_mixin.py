from odoo import api, fields, models


class LitigeCommunicationFormMixin(models.AbstractModel):
    """The form that logs an exchange in ten seconds: what it proposes, and where it opens from."""

    _name = "litige.communication.form.mixin"
    _description = "Form of Logged Exchanges"

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Propose the only open dispute of the customer, and forget what is another's."""
        case = self.env["litige.case"]
        if self.partner_id:
            cases = case.search(self._get_open_case_domain(), limit=2)
            case = cases if len(cases) == 1 else case
        if self.case_id.partner_id != self.partner_id:
            self.case_id = case
        if self.move_id and self.move_id.commercial_partner_id != self.partner_id:
            self.move_id = False
        if self.contact_id.commercial_partner_id != self.partner_id:
            self.contact_id = self.case_id.contact_id or self.partner_id

    def _get_open_case_domain(self):
        return [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("phase", "!=", "closed"),
        ]

    @api.onchange("has_promise", "case_id", "move_id")
    def _onchange_has_promise(self):
        """Propose what is due as the amount promised."""
        if self.has_promise:
            self.promise_amount = sum(self._get_promise_moves().mapped("amount_residual"))

    def _get_promise_moves(self):
        """Return the invoices that a promise would pay: those due on what it was logged on."""
        self.ensure_one()
        # Those who follow the dispute are told what is due in it; of the rest, what they may read.
        told = self.case_id.filtered(lambda case: case.has_access("read")).sudo().claim_ids.move_id
        chosen = self.env.context.get("litige_promise_moves")
        if chosen is not None:
            # They promised to pay what is late, and not the invoices that are not due yet.
            moves = (self._find_due_moves() & self.env["account.move"].browse(chosen)).sudo()
        elif self.move_id:
            # Which invoice it was, nobody needs a right to know: what is due on it, yes.
            asked = self.move_id.sudo()
            moves = asked & told or asked.sudo(self.env.su)._filtered_access("read").sudo()
        elif self.case_id:
            moves = told
        else:
            moves = self._find_due_moves().sudo()
        return moves.filtered(lambda move: move.state == "posted" and move.amount_residual > 0)

    def _find_due_moves(self):
        """Return what is due by the customer, of the invoices that the user may read."""
        Move = self.env["account.move"]
        if not self.partner_id or not Move.has_access("read"):
            return Move
        return Move.search(
            [
                ("commercial_partner_id", "=", self.partner_id._origin.id),
                ("company_id", "=", self.company_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("move_type", "in", ("out_invoice", "out_receipt")),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ]
        )

    @api.model
    def _action_log(self, **defaults):
        """Open the form that logs an exchange, on what is given: case, invoice or customer."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log an Exchange"),
            "res_model": self._name,
            "view_mode": "form",
            "views": [
                (self.env.ref("litige_management.litige_communication_view_form_log").id, "form")
            ],
            "target": "new",
            "context": {f"default_{name}": value for name, value in defaults.items() if value},
        }

    def action_correct(self):
        """Log the exchange again, as it should have been."""
        self.ensure_one()
        names = ("case_id", "move_id", "partner_id", "contact_id", "company_id", "user_id")
        return self._action_log(
            corrected_id=self.id,
            channel=self.channel,
            direction=self.direction,
            occurred_at=fields.Datetime.to_string(self.occurred_at),
            summary=self.summary,
            is_complaint=self.is_complaint,
            confidential=self.confidential,
            confidential_ground=self.confidential_ground,
            **{name: self[name].id for name in names},
        )
