import logging
from collections import defaultdict
from datetime import timedelta

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .litige_reminder_level import CALL, EMAIL, LETTER, OPEN, PROPOSE

_logger = logging.getLogger(__name__)

CALL_TYPE = "mail.mail_activity_data_call"
PROPOSE_TYPE = "litige_management.mail_activity_type_litige_propose"


class LitigeReminderSendingMixin(models.AbstractModel):
    """How what was planned is noted and carried out: in batch, all or nothing.

    The row of a reminder and its queued e-mail are written in the same transaction; Odoo's mail
    queue sends them afterwards.
    """

    _name = "litige.reminder.sending.mixin"
    _description = "Sending of Reminders"

    # === NOTING === #

    @api.model
    def _note(self, company, date, planned):
        """Write the reminders of a plan with the instalments they list, in two statements.

        :param planned: `Planned`s of `litige.reminder.plan`
        :return: the reminders, in their order
        """
        if not planned:
            return self.browse()
        levels = self.env["litige.reminder.level"].browse({one.level_id for one in planned})
        days = {level.id: level.answer_days for level in levels if level._asks_by_a_day()}
        user = company.litige_reminder_user_id._litige_filter_working(company)
        today = date.isoformat()
        sellers = self._find_sellers(company, planned)
        # Only the machine writes reminders: whoever starts it was checked.
        reminders = self.sudo()._insert(
            [
                {
                    "company_id": company.id,
                    "partner_id": one.partner_id,
                    "contact_id": one.contact_id,
                    "email": one.email or False,
                    "level_id": one.level_id,
                    "date": date,
                    "language": one.language,
                    "channel": one.channel,
                    "state": "queued",
                    "answer_by": one.level_id in days and date + timedelta(days=days[one.level_id]),
                    "line_count": len(one.lines),
                    "amount": one.amount,
                    "user_id": user.id or (one.user_id in sellers and one.user_id),
                }
                for one in planned
            ]
        )
        self.env["litige.reminder.line"].sudo()._insert(  # as the reminders are
            [
                {
                    "reminder_id": reminder.id,
                    "date": today,
                    "move_id": line.move_id,
                    "move_name": line.move_name,
                    "date_invoice": line.invoiced_on and line.invoiced_on.isoformat(),
                    "date_due": line.due_on.isoformat(),
                    "currency_id": line.currency_id,
                    "amount": line.amount,
                    "held_amount": line.held,
                    "days": line.days,
                }
                for reminder, one in zip(reminders, planned, strict=True)
                for line in one.lines
            ]
        )
        return reminders

    @api.model
    def _find_sellers(self, company, planned):
        """Return the ids of the salespersons who still work here: answers come to them."""
        users = self.env["res.users"].browse({one.user_id for one in planned if one.user_id})
        return set(users._litige_filter_working(company).ids)

    @api.model
    def _make_safely(self, company, date, planned):
        """Note and carry out what is planned; what fails stops nothing else.

        :return: the reminders made, the failed ones included
        """
        try:
            with self.env.cr.savepoint():
                return self._make(company, date, planned)
        except Exception:
            _logger.info("A batch of reminders failed: one by one.", exc_info=True)
            self.env.invalidate_all(flush=False)
        made = self.browse()
        for one in planned:
            try:
                with self.env.cr.savepoint():
                    made |= self._make(company, date, [one])
            except (IntegrityError, OperationalError):
                # Another worker has just reminded this customer.
                _logger.info("Customer %s was reminded elsewhere", one.partner_id)
                self.env.invalidate_all(flush=False)
            except Exception as error:
                _logger.exception("Customer %s could not be reminded", one.partner_id)
                self.env.invalidate_all(flush=False)
                made |= self._note_impossible(company, date, one, error)
        return made

    @api.model
    def _make(self, company, date, planned):
        reminders = self._note(company, date, planned)
        reminders._carry_out()
        self.env.flush_all()
        return reminders

    @api.model
    def _note_impossible(self, company, date, one, error):
        """Keep the trace of a reminder that could not even be written, without an address."""
        message = error.args[0] if isinstance(error, UserError) else str(error)
        try:
            with self.env.cr.savepoint():
                reminder = self._note(company, date, [one._replace(email="")])
                reminder.write({"state": "failed", "error": message})
                return reminder
        except Exception:
            _logger.exception("The failure was not noted either")
            self.env.invalidate_all(flush=False)
            return self.browse()

    # === CARRYING OUT === #

    def _carry_out(self):
        """Do what each reminder asks, channel by channel."""
        for channel, reminders in self.grouped("channel").items():
            {
                EMAIL: reminders._queue_emails,
                LETTER: reminders._draft_letters,
                CALL: reminders._plan_calls,
                PROPOSE: reminders._propose_cases,
                OPEN: reminders._open_cases,
            }[channel]()

    def _queue_emails(self):
        """Write one e-mail per customer in Odoo's queue, with the statement of sums attached."""
        self.filtered("level_id.attach_statement")._freeze_documents()
        for level, reminders in self.grouped("level_id").items():
            template = level._get_template().with_company(level.company_id)
            mails = template.send_mail_batch(reminders.ids)
            for reminder, mail in zip(reminders, mails, strict=True):
                reminder.mail_id = mail
                reminder.mail_message_id = mail.mail_message_id
        self._attach_statements()

    def _attach_statements(self):
        """Attach the frozen statements to the queued e-mails: the files themselves, not copies."""
        pairs = [
            (reminder.mail_message_id.id, attachment.id)
            for reminder, attachment in self._get_frozen_attachments().items()
        ]
        if not pairs:
            return
        messages, files = zip(*pairs, strict=True)
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "INSERT INTO message_attachment_rel (message_id, attachment_id) "
                "SELECT * FROM unnest(%s::int[], %s::int[]) RETURNING message_id",
                list(messages),
                list(files),
            )
        )
        self.mail_message_id.invalidate_recordset(["attachment_ids"])

    def _draft_letters(self):
        """Draft the letters, for a person to check and print."""
        moves = self.line_ids.move_id
        letters, refusals = self.env["litige.letter"]._write_letters("reminder", moves)
        by_customer = {reminder.partner_id: reminder for reminder in self}
        reasons = dict(refusals)
        for letter in letters:
            reminder = by_customer[letter.commercial_partner_id]
            values = {"reminder_id": reminder.id}
            if reminder.user_id:
                values["user_id"] = reminder.user_id.id
            letter.write(values)
        for reminder in self - letters.reminder_id:
            reason = reasons.get(reminder.partner_id.display_name)
            reminder._note_failed(reason or self.env._("No letter could be written."))

    def _plan_calls(self):
        """Put the calls on the list of whoever makes them."""
        self._schedule(self.partner_id, CALL_TYPE, lambda env: env._("Call about overdue invoices"))

    def _propose_cases(self):
        """Propose a dispute to whoever decides, on the biggest invoice."""
        self._schedule(
            self._get_biggest_moves(),
            PROPOSE_TYPE,
            lambda env: env._("All reminders are done: open a dispute, or decide to wait."),
        )
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _get_biggest_moves(self):
        return self.env["account.move"].union(
            *(reminder.line_ids.sorted("amount", reverse=True).move_id[:1] for reminder in self)
        )

    def _schedule(self, records, kind, get_summary):
        """Schedule one activity on each record, for who follows the reminder of its customer.

        In their language, and without an e-mail for each: they stand in the list of the day.

        :param get_summary: the summary, from an environment in the language of who follows
        """
        fallback = self.company_id._litige_get_reminder_fallback()
        company = self.company_id
        users = {reminder.partner_id: reminder.user_id or fallback for reminder in self}
        waiting = set(records.activity_search([kind]).mapped("res_id"))
        by_user = defaultdict(lambda: records.browse())
        for record in records.filtered(lambda one: one.id not in waiting):
            by_user[users[record.commercial_partner_id]] |= record
        for user, theirs in list(by_user.items()):
            # A salesperson may have no right on invoices: what they cannot open is not for them.
            seen = theirs.with_user(user).with_company(company)._filtered_access("read")
            unseen = theirs.browse(set(theirs.ids) - set(seen.ids))
            by_user[user] -= unseen
            by_user[fallback] |= unseen
        for user, theirs in by_user.items():
            told = theirs.with_context(lang=user.lang, mail_activity_quick_update=True)
            told.activity_schedule(
                kind, summary=get_summary(told.env), user_id=user.id, date_deadline=self[:1].date
            )

    def _open_cases(self):
        """Open a dispute for non-payment on what has been through all the reminders, and hold it.

        One per customer and currency, as a person would from the list of overdue invoices.
        """
        Opening = self.env["litige.case.opening"]
        cause = self.env["litige.cause"].search([("is_non_payment", "=", True)], limit=1)
        refusals = Opening._get_refusals(self.line_ids.move_id, cause=cause)
        specs = []
        for reminder in self:
            moves = reminder.line_ids.move_id.filtered(lambda move: move not in refusals)
            specs += [
                reminder._prepare_case(cause, currency, theirs)
                for currency, theirs in moves.grouped("currency_id").items()
            ]
            if not moves:
                reasons = [refusals[move] for move in reminder.line_ids.move_id]
                reminder._note_failed("\n".join(reasons))
        if specs:
            Opening._open(specs)
        opened = self.filtered(lambda reminder: reminder.state == "queued")
        opened.write({"state": "sent", "sent_at": fields.Datetime.now()})

    def _prepare_case(self, cause, currency, moves):
        company = self.company_id
        user = self.user_id or company._litige_get_reminder_fallback()
        return {
            "case": {
                "company_id": company.id,
                "currency_id": currency.id,
                "partner_id": self.partner_id.id,
                "contact_id": self.contact_id.id or self.partner_id.id,
                "cause_id": cause.id,
                "user_id": user.id,
                "standing": self.partner_id._litige_propose_standing(),
            },
            "claims": [{"move": move, "disputed": move.amount_residual} for move in moves],
            "hold": {
                "reason": cause.name,
                "review_date": self.env["litige.case.opening"]._get_default_review_date(company),
            },
        }
