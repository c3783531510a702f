from odoo import fields, models
from odoo.exceptions import UserError


class AccountMoveLetterMixin(models.AbstractModel):
    """Letters written from invoices."""

    _name = "account.move.letter.mixin"
    _description = "Letters on Invoices"

    litige_letter_ids = fields.Many2many(
        "litige.letter",
        "litige_letter_move_rel",
        "move_id",
        "letter_id",
        string="Letters",
        copy=False,
        groups="litige_management.litige_management_group_user",
    )

    def action_litige_write_reminders(self):
        """Write amicable reminders on these invoices: one letter per customer."""
        return self._litige_write_letters("reminder")

    def action_litige_write_notices(self):
        """Write formal notices on these invoices: one letter per customer."""
        return self._litige_write_letters("notice")

    def _litige_write_letters(self, kind):
        """Write draft letters; one opens, many open as a list with what could not be written."""
        due, refusals = self.browse(), []
        for move in self:
            reason = move._litige_get_letter_refusal()
            if reason:
                refusals.append((move.name or move.display_name, reason))
            else:
                due |= move
        letters, refused = self.env["litige.letter"]._write_letters(kind, due)
        refusals += refused
        if not letters:
            raise UserError("\n".join(f"{name}: {reason}" for name, reason in refusals))
        if len(letters) == 1 and not refusals:
            return letters._get_records_action()
        return self.env["litige.letter.batch"]._open(letters, refusals)

    def _litige_get_letter_refusal(self):
        """Return in words why no letter can claim this invoice, None when one can."""
        self.ensure_one()
        if self.move_type not in ("out_invoice", "out_receipt"):
            return self.env._("It is not a customer invoice.")
        if self.state != "posted":
            return self.env._("It is not confirmed.")
        if self.payment_state not in ("not_paid", "partial"):
            return self.env._("Nothing is due on it.")
        due = self._litige_get_first_due_date()
        if not due or due >= fields.Date.context_today(self):
            return self.env._("It is not overdue.")
        return None
