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
        # What is due is no secret to those who are told that it will be paid.
        record = self.sudo()
        if record.move_id:
            moves = record.move_id
        elif record.case_id:
            moves = record.case_id.claim_ids.move_id
        elif record.partner_id:
            moves = (
                self.env["account.move"]
                .sudo()
                .search(
                    [
                        ("commercial_partner_id", "=", record.partner_id._origin.id),
                        ("company_id", "=", record.company_id.id),
                        ("currency_id", "=", record.currency_id.id),
                        ("move_type", "in", ("out_invoice", "out_receipt")),
                        ("state", "=", "posted"),
                        ("payment_state", "in", ("not_paid", "partial")),
                    ]
                )
            )
        else:
            moves = record.move_id
        return moves.filtered(lambda move: move.state == "posted" and move.amount_residual > 0)

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
            confidential=self.confidential,
            confidential_ground=self.confidential_ground,
            **{name: self[name].id for name in names},
        )
