"""What became of a reminder: sent, failed, come back; and the trace it leaves."""

import logging

from odoo import api, fields, models
from odoo.tools import format_date, html2plaintext

_logger = logging.getLogger(__name__)

# Failures of ours, not of the customer's address: nobody has to be called for them.
OURS = ("mail_smtp", "mail_from_invalid", "mail_from_missing")


class LitigeReminderResultMixin(models.AbstractModel):
    _name = "litige.reminder.result.mixin"
    _description = "Result of Reminders"

    def _note_sent(self):
        """Note that queued reminders reached the customer, and log the exchange."""
        queued = self.filtered(lambda reminder: reminder.state in ("queued", "failed"))
        # What the mail queue or a confirmed letter says, whoever is behind it.
        queued.sudo().write({"state": "sent", "sent_at": fields.Datetime.now(), "error": False})
        queued.filtered(lambda one: one.channel == "email")._log_exchanges()

    def _note_failed(self, reason):
        """Note why reminders did not arrive: the next one will be a call."""
        # What the mail queue says, whoever is behind it.
        self.sudo().write({"state": "failed", "error": (reason or "").strip() or False})

    def _note_cancelled(self):
        """Note that queued reminders will not leave."""
        queued = self.filtered(lambda reminder: reminder.state == "queued")
        queued.sudo().write({"state": "cancelled"})  # whoever stopped the e-mail

    # === THE TRACE === #

    def _log_exchanges(self):
        """Log the e-mails sent among the exchanges with the customer, and in their dispute."""
        for company, reminders in (
            self.filtered(lambda one: not one.communication_id).grouped("company_id").items()
        ):
            told = reminders.with_context(lang=company.partner_id.lang or self.env.lang)
            # The machine logs what it sent.
            exchanges = (
                self.env["litige.communication"]
                .sudo()
                .with_context(lang=told.env.lang)
                .create([reminder._prepare_exchange() for reminder in told])
            )
            for reminder, exchange in zip(reminders, exchanges, strict=True):
                reminder.sudo().communication_id = exchange

    def _prepare_exchange(self):
        self.ensure_one()
        case = self._get_case()
        moves = self.line_ids.move_id
        return {
            "reminder_id": self.id,
            "partner_id": self.partner_id.id,
            "case_id": case.id,
            "move_id": moves.id if len(moves) == 1 and not case else False,
            "contact_id": self.contact_id.id,
            "company_id": self.company_id.id,
            "user_id": (self.user_id or self.company_id._litige_get_reminder_fallback()).id,
            "channel": "email",
            "direction": "out",
            "occurred_at": self.sent_at,
            "standing": "fact",
            "summary": self._get_summary(),
        }

    def _get_case(self):
        """Return the only open dispute of the invoices it lists, if any."""
        claims = self.env["litige.claim"].search(
            [("move_id", "in", self.line_ids.move_id.ids), ("is_open", "=", True)]
        )
        return claims.case_id if len(claims.case_id) == 1 else claims.case_id.browse()

    def _get_summary(self):
        """Say in a few words what was sent, to whom and about what."""
        names = list(dict.fromkeys(filter(None, self.line_ids.mapped("move_name"))))
        return self.env._(
            "%(level)s sent to %(email)s: %(amount)s due on %(date)s (%(invoices)s)",
            level=self.level_id.name,
            email=self.email,
            amount=self._get_total_text(),
            date=format_date(self.env, self.date),
            invoices=", ".join(names),
        )


class MailMail(models.Model):
    """The mail queue tells reminders what became of them."""

    _inherit = "mail.mail"

    def _litige_get_reminders(self):
        mails = self.filtered(lambda mail: mail.model == "litige.reminder")
        if not mails:
            return self.env["litige.reminder"]
        # The queue works for everybody.
        return self.env["litige.reminder"].sudo().search([("mail_id", "in", mails.ids)])

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Note on reminders that they were sent, or why not. Never stops the queue."""
        reminders = self._litige_get_reminders()
        if reminders:
            try:
                with self.env.cr.savepoint():
                    if failure_type in OURS:  # Odoo does not always keep it
                        self.sudo().failure_type = failure_type
                    if failure_type:
                        reminders._note_failed(failure_reason or failure_type)
                    else:
                        reminders._note_sent()
            except Exception:  # an e-mail that left must not look as if it had not
                _logger.exception("The result of reminders %s was not noted", reminders.ids)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason, failure_type
        )

    def cancel(self):
        """Note that the reminders of cancelled e-mails do not leave."""
        self._litige_get_reminders()._note_cancelled()
        return super().cancel()

    def unlink(self):
        """Note that the reminders of deleted e-mails do not leave."""
        waiting = self.filtered(lambda mail: mail.state in ("outgoing", "cancel"))
        waiting._litige_get_reminders()._note_cancelled()
        return super().unlink()

    def mark_outgoing(self):
        """Let reminders wait again with their e-mails."""
        reminders = self._litige_get_reminders()
        reminders.filtered(lambda one: one.state in ("failed", "cancelled")).write(
            {"state": "queued", "error": False}
        )
        return super().mark_outgoing()


class MailThread(models.AbstractModel):
    """A reminder that comes back has not reached the customer."""

    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Note on the reminder that its e-mail did not arrive."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        bounced = message_dict.get("bounced_message")
        if bounced and bounced.model == "litige.reminder" and bounced.res_id:
            # The gateway works for everybody.
            reminder = self.env["litige.reminder"].sudo().browse(bounced.res_id).exists()
            body = html2plaintext(message_dict.get("body") or "")
            lines = [line.strip() for line in body.splitlines() if line.strip()]
            reminder._note_failed(
                self.env._("The e-mail came back: %(reason)s", reason=" ".join(lines)[:200])
            )
        return result


class LitigeLetter(models.Model):
    """A confirmed letter carries its reminder out."""

    _inherit = "litige.letter"

    def _note_confirmed(self):
        """Note that the reminder is done once all its letters are confirmed."""
        result = super()._note_confirmed()
        reminders = self.sudo().reminder_id  # only the machine writes reminders
        reminders.filtered(
            lambda one: all(letter.state == "confirmed" for letter in one.letter_ids)
        )._note_sent()
        return result


class LitigeCommunication(models.Model):
    """A call that was made carries its reminder out."""

    _inherit = "litige.communication"

    @api.model_create_multi
    def create(self, vals_list):
        """Note that the calls to make to these customers were made."""
        records = super().create(vals_list)
        calls = records.filtered(lambda one: one.channel == "call")
        if calls:
            # Only the machine writes reminders.
            waiting = (
                self.env["litige.reminder"]
                .sudo()
                .search(
                    [
                        ("state", "=", "queued"),
                        ("channel", "=", "call"),
                        ("partner_id", "in", calls.partner_id.ids),
                        ("company_id", "in", calls.company_id.ids),
                    ]
                )
            )
            waiting._note_sent()
        return records
