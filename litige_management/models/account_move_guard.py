from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError

# Under this key of the context comes the reason of whoever changes an invoice in dispute…
REASON = "litige_change_reason"
# … and under this one that it has been written down. The value is this very object: no caller from
# outside can have it.
NOTED, WRITTEN = "litige_change_noted", object()
# What a person does to an invoice, and in which states it changes anything.
RESET, CANCEL = "draft", "cancel"
CONCERNED = {RESET: ("posted", "cancel"), CANCEL: ("posted", "draft")}


class AccountMove(models.Model):
    """Nobody resets, cancels or deletes an invoice in dispute without saying why."""

    _inherit = "account.move"

    def button_draft(self):
        """Reset to draft; for an invoice in dispute, the chronology first gets the reason."""
        return super(AccountMove, self._litige_note_change(RESET)).button_draft()

    def button_cancel(self):
        """Cancel; for an invoice in dispute, the chronology first gets the reason."""
        return super(AccountMove, self._litige_note_change(CANCEL)).button_cancel()

    def _litige_note_change(self, operation):
        """Write down why invoices in dispute are about to be changed; ask who does not say.

        Odoo itself (a scheduled job, for instance) is not asked: that it did it is written.

        :param operation: RESET or CANCEL
        :return: the same invoices, not to be asked about again
        :raise RedirectWarning: with the way to say why
        """
        if self.env.context.get(NOTED) is WRITTEN:
            return self
        claims = self._litige_get_open_claims(CONCERNED[operation])
        if not claims:
            return self
        reason = (self.env.context.get(REASON) or "").strip()
        if not (reason or self.env.su):
            raise RedirectWarning(
                self._litige_get_change_question(operation, claims),
                self._litige_get_change_action(operation),
                self.env._("Say Why"),
            )
        claims.case_id._append_events(
            [
                self._litige_prepare_change(claim, operation, reason)
                for claim in claims._in_company_language()
            ]
        )
        if operation == CANCEL:
            # The other tools' reminders come back whatever the rights of who cancels.
            self.env["litige.followup"].sudo()._give_reminders_back(
                claim.previous_no_followup or {} for claim in claims
            )
        return self.with_context(**{NOTED: WRITTEN})

    def _litige_get_open_claims(self, states):
        """Return the claims of the open disputes on these invoices, if in one of these states."""
        # Whether an invoice is in dispute is no secret to those who may change it.
        claims = self.env["litige.claim"].sudo()
        return claims.search([("move_id", "in", self.ids), ("is_open", "=", True)]).filtered(
            lambda claim: claim.move_id.state in states
        )

    @api.model
    def _litige_get_change_question(self, operation, claims):
        values = {
            "invoices": ", ".join(claims.mapped("move_id.name")),
            "cases": ", ".join(claims.case_id.mapped("name")),
        }
        if operation == RESET:
            return self.env._(
                "In dispute: %(invoices)s (%(cases)s). Before you reset to draft, say why: the "
                "chronology of the dispute keeps it.",
                **values,
            )
        return self.env._(
            "In dispute: %(invoices)s (%(cases)s). Cancelling gives up what is due. Say why first: "
            "the chronology of the dispute keeps it.",
            **values,
        )

    @api.model
    def _litige_prepare_change(self, claim, operation, reason):
        patterns = {
            (RESET, True): claim.env._("%(invoice)s reset to draft by %(user)s: %(reason)s"),
            (CANCEL, True): claim.env._("%(invoice)s cancelled by %(user)s: %(reason)s"),
            (RESET, False): claim.env._("%(invoice)s reset to draft by Odoo: no reason was given"),
            (CANCEL, False): claim.env._("%(invoice)s cancelled by Odoo: no reason was given"),
        }
        names = {
            "invoice": claim.move_id.name,
            "user": self.env.user.name,
            "reason": reason,
        }
        return {
            "case_id": claim.case_id.id,
            "claim_id": claim.id,
            "kind": "invoice_change",
            "summary": patterns[operation, bool(reason)] % names,
            "amount": claim.open_amount,
            "res_model": "account.move",
            "res_id": claim.move_id.id,
        }

    def _litige_get_change_action(self, operation):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoice in Dispute"),
            "res_model": "litige.invoice.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_move_ids": self.ids, "default_operation": operation},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_disputed(self):
        """Keep what a dispute is about; offer to cancel it instead, saying why."""
        # Told to whoever deletes: the number of the dispute, no more.
        claim = self.env["litige.claim"].sudo().search([("move_id", "in", self.ids)], limit=1)
        if not claim:
            return
        message = self.env._(
            "%(invoice)s belongs to the dispute %(case)s: cancel it rather than delete it.",
            invoice=claim.move_id.display_name,
            case=claim.case_id.name,
        )
        live = self._litige_get_open_claims(CONCERNED[CANCEL]).move_id.with_env(self.env)
        if not live or self.env.su:
            raise UserError(message)
        raise RedirectWarning(
            message, live._litige_get_change_action(CANCEL), self.env._("Cancel It Instead")
        )
