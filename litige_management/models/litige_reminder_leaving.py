"""A queued reminder is looked at again as it leaves: they may have paid, or disputed, since."""

import logging

from odoo import fields, models

from .litige_reminder_facts import STATES, Reading

_logger = logging.getLogger(__name__)


class LitigeReminder(models.Model):
    _inherit = "litige.reminder"

    def _find_outdated(self):
        """Return those that ask for what is no longer due, or may no longer be asked for."""
        outdated = self.browse()
        self.env.flush_all()
        for company, reminders in self.grouped("company_id").items():
            reading, today = Reading(), fields.Date.context_today(self)
            moves = reminders.line_ids.move_id
            self.env["litige.reminder.reading"]._read_obstacles(reading, company, today, moves.ids)
            outdated |= reminders.filtered(
                lambda one, reading=reading: (
                    one.partner_id._litige_is_barred()
                    or any(
                        lines._ask_too_much(move, reading)
                        for move, lines in one.line_ids.grouped("move_id").items()
                    )
                )
            )
        return outdated


class LitigeReminderLine(models.Model):
    _inherit = "litige.reminder.line"

    def _ask_too_much(self, move, reading):
        """Whether these instalments of one invoice were paid, credited or held back since."""
        if move.state != "posted" or move.id in reading.obstacles or move.payment_state in STATES:
            return True
        last = max(self.mapped("date_due"))
        due = sum(
            line.amount_residual_currency
            for line in move._litige_get_term_lines()
            if not line.no_followup
            and (line.date_maturity or move.invoice_date_due or move.date) <= last
        )
        asked = sum(self.mapped("amount"))
        return move.currency_id.compare_amounts(asked, due - reading.held[move.id]) > 0


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        """Let no reminder leave for what was paid, promised or disputed since it was written."""
        outdated = self._litige_find_outdated()
        if outdated:
            outdated.cancel()
        return super(MailMail, self - outdated).send(*args, **kwargs)

    def _litige_find_outdated(self):
        """Return the e-mails whose reminders no longer hold. Never stops the queue."""
        waiting = self.filtered(lambda mail: mail.state in ("outgoing", "exception"))
        reminders = waiting._litige_get_reminders()
        if not reminders:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                return reminders._find_outdated().mail_id & waiting
        except Exception:
            _logger.exception("Reminders %s were not looked at again", reminders.ids)
            return self.browse()
