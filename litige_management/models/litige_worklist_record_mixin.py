"""What came of a contact: logged, acted upon, and when the customer comes back to the list."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal.deadlines import working_days
from .litige_communication import CHANNELS
from .litige_contact_outcome import OUTCOMES

# When a customer comes back to the list: hours, or working days.
LATER_HOURS = 2
RETURN_DAYS = {"tomorrow": 1, "days": 3, "week": 5, "month": 21}
# Where nobody chose. A payment said to be made, or an invoice sent again, takes days to show.
DEFAULT_RETURNS = {
    "paid": "days",
    "not_received": "week",
    "no_answer": "tomorrow",
    "wrong_contact": "days",
    "disputes": "tomorrow",
    "other": "tomorrow",
}
LONGEST_PHONE = 40


class LitigeWorklistRecordMixin(models.AbstractModel):
    """Each outcome logs an exchange and does what it calls for, in one call."""

    _name = "litige.worklist.record.mixin"
    _description = "Outcomes of the Worklist"

    @api.model
    def record(self, partner_id, outcome, values=None):
        """Note what came of a contact with a customer.

        :param values: `note` (what was said), `channel`, `back` (when the customer comes back),
            `amount` and `date` of a promise, `move_ids` and `email` to send invoices again to,
            `phone` and `email` of the right contact, `known` (the last outcome that was shown)
        :return: what to tell the user, why the customer is no longer in the list, the action to
            open, whether to stay on the customer
        :raise UserError: in words, when it makes no sense
        """
        self._check_user()
        values = dict(values or {})
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("Choose what came of the contact."))
        partner = self._get_customer(partner_id)
        latest = self._find_latest(partner)
        if latest and latest.id != values.get("known"):
            return self._get_conflict(latest)
        moves = self._find_chased_moves(partner)
        handler = getattr(self, f"_record_{outcome}")
        answer = {"message": "", "action": False, "stay": False, **handler(partner, moves, values)}
        noted = self._note_outcome(partner, moves, latest, outcome, answer)
        return {
            **{name: answer[name] for name in ("message", "action", "stay")},
            "why": self._get_back_label(noted) if noted.return_at else "",
        }

    @api.model
    def _get_conflict(self, latest):
        """Tell that a colleague has just contacted the customer: nothing is noted twice."""
        outcomes = dict(latest._fields["outcome"]._description_selection(self.env))
        return {
            "message": self.env._(
                "%(user)s has just contacted %(customer)s: %(outcome)s. Nothing was noted.",
                # Which colleague it was is no secret.
                user=latest.user_id.sudo().name,
                customer=latest.partner_id.name,
                outcome=outcomes[latest.outcome],
            ),
            "action": False,
            "stay": False,
            "why": self._get_back_label(latest) if latest.return_at else "",
            "conflict": True,
        }

    @api.model
    def _find_chased_moves(self, partner):
        """Return the late invoices of the customer that no dispute holds whole."""
        return self._find_late_moves(partner).filtered(
            lambda move: move.litige_state != "disputed" or move.litige_is_partial
        )

    # === THE OUTCOMES === #

    @api.model
    def _record_promised(self, partner, moves, values):
        day = fields.Date.to_date(values.get("date"))
        own = self.env.company.currency_id
        currencies = moves.currency_id
        currency = own if own in currencies or not currencies else currencies[:1]
        moves = moves.filtered(lambda move: move.currency_id == currency)
        # The day and the amount are checked where promises are made.
        amount = currency.round(float(values.get("amount") or 0.0))
        words = self._tell("promised").env._(
            "Promises to pay %(amount)s for %(date)s.",
            amount=currency.format(amount),
            date=format_date(self._tell("promised").env, day) if day else "…",
        )
        exchange = self._log(
            partner,
            moves,
            values,
            words,
            litige_promise_moves=moves.ids,
            has_promise=True,
            promise_amount=amount,
            promise_date=day,
        )
        return {
            "exchange": exchange,
            "promised": currency._convert(amount, own, self.env.company, fields.Date.today()),
            "return_at": self._get_morning(day + timedelta(days=1)),
            "message": self.env._(
                "Noted: %(amount)s promised for %(date)s. Reminders wait until then.",
                amount=currency.format(amount),
                date=format_date(self.env, day),
            ),
        }

    @api.model
    def _record_paid(self, partner, moves, values):
        words = self._tell().env._("Says that it is paid.")
        return self._log_and_return("paid", partner, moves, values, words)

    @api.model
    def _record_no_answer(self, partner, moves, values):
        words = self._tell().env._("No answer.")
        return self._log_and_return("no_answer", partner, moves, values, words, standing="fact")

    @api.model
    def _record_other(self, partner, moves, values):
        if not (values.get("note") or "").strip():
            raise UserError(self.env._("Say in a few words what was said."))
        return self._log_and_return("other", partner, moves, values, "")

    @api.model
    def _record_disputes(self, partner, moves, values):
        words = self._tell().env._("Disputes what is due.")
        # In an e-mail it is a written complaint: a consumer is left alone until somebody decides.
        written = {"direction": "in", "is_complaint": True}
        more = written if values.get("channel") == "email" else {}
        answer = self._log_and_return("disputes", partner, moves, values, words, **more)
        if not moves:
            raise UserError(self.env._("Nothing is left to dispute: all of it is in dispute."))
        # Kept when the person opens no dispute after all.
        self.env["litige.early.sign"]._tell(
            {
                moves[0]: self._tell().env._(
                    "The customer disputes what is due: open a dispute, or answer them."
                )
            },
            self.env.company,
            again=True,
        )
        action = self.env["litige.case.open"]._action_for_moves(moves[:1])
        wizard = self.env["litige.case.open"].browse(action["res_id"])
        wizard.description = (values.get("note") or "").strip() or False
        wizard.cause_id = False  # not that they pay late: why they will not
        answer["action"] = {**action, "context": {"litige_worklist": True}}
        return answer

    @api.model
    def _record_not_received(self, partner, moves, values):
        chosen = moves & moves.browse(values.get("move_ids") or moves.ids)
        if not chosen:
            raise UserError(self.env._("Choose the invoices to send again."))
        recipient = self._get_recipient(partner, chosen, values)
        words = self._tell().env._(
            "Says not to have received %(invoices)s: sent again to %(email)s.",
            invoices=", ".join(chosen.mapped("name")),
            email=recipient.email,
        )
        answer = self._log_and_return("not_received", partner, chosen, values, words)
        self._send_again(chosen, recipient)
        answer["message"] = self.env._(
            "%(count)s invoices are being sent again to %(email)s.",
            count=len(chosen),
            email=recipient.email,
        )
        return answer

    @api.model
    def _record_wrong_contact(self, partner, moves, values):
        corrections = self._correct_contact(partner, values)
        words = self._tell().env._("Not the right person to speak with.")
        if corrections:
            words = f"{words} {corrections}"
        answer = self._log_and_return("wrong_contact", partner, moves, values, words)
        if corrections:
            # The right number is known: call it now.
            answer.update(stay=True, return_at=False, message=corrections)
        else:
            partner.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Find the right contact for unpaid invoices"),
                note=(values.get("note") or "").strip(),
                user_id=(partner.user_id or self.env.user).id,
            )
        return answer

    # === WHAT THEY CALL FOR === #

    @api.model
    def _correct_contact(self, partner, values):
        """Write the phone and the e-mail that were given, and say what changed."""
        changed = {}
        for name in ("phone", "email"):
            given = (values.get(name) or "").strip()
            if given and given != (partner[name] or ""):
                changed[name] = given
        if not changed:
            return ""
        told = self._tell().env
        words = " ".join(
            told._(
                "%(field)s: %(new)s instead of %(old)s.",
                field=partner.with_env(told)._fields[name]._description_string(told),
                new=new,
                old=partner[name] or "–",
            )
            for name, new in changed.items()
        )
        partner.write(changed)
        return words

    @api.model
    def _get_recipient(self, partner, moves, values):
        """Return to whom the invoices go again, their address corrected when one was given."""
        recipient = (moves.partner_id if len(moves.partner_id) == 1 else partner) or partner
        email = (values.get("email") or "").strip()
        if email and email != recipient.email:
            recipient.write({"email": email})
        if not recipient.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address: type the one they give you.",
                    customer=recipient.display_name,
                )
            )
        return recipient

    @api.model
    def _send_again(self, moves, recipient):
        """Have Odoo send the invoices again by e-mail, in the background."""
        self.env["account.move.send"]._check_move_constraints(moves)
        moves.sending_data = {
            "author_user_id": self.env.user.id,
            "author_partner_id": self.env.user.partner_id.id,
            "sending_methods": ["email"],
            "mail_partner_ids": recipient.ids,
        }
        # Whoever may send an invoice may have the queue run.
        self.env.ref("account.ir_cron_account_move_send").sudo()._trigger()

    # === LOGGING === #

    @api.model
    def _tell(self, *_args):
        """Return this model in the language of the company: it is what chronologies speak."""
        return self.with_context(lang=self.env.company.partner_id.lang or self.env.lang)

    @api.model
    def _log_and_return(self, outcome, partner, moves, values, words, **more):
        exchange = self._log(partner, moves, values, words, **more)
        back = self._get_return(values.get("back") or DEFAULT_RETURNS[outcome])
        return {"exchange": exchange, "return_at": back, "message": self._get_back_words(back)}

    @api.model
    def _log(self, partner, moves, values, words, litige_promise_moves=None, **more):
        """Log the exchange: on the invoice when there is only one, else on the customer."""
        note = (values.get("note") or "").strip()
        channel = values.get("channel")
        only = moves if len(moves) == 1 else moves.browse()
        foreign = moves.currency_id != self.env.company.currency_id
        return (
            self.env["litige.communication"]
            .with_context(litige_promise_moves=litige_promise_moves)
            .create(
                {
                    "partner_id": partner.id,
                    "contact_id": (moves.partner_id[:1] or partner).id,
                    "company_id": self.env.company.id,
                    # A promise in another currency is one on an invoice in that currency.
                    "move_id": (only or (moves[:1] if foreign else only)).id,
                    "channel": channel if channel in dict(CHANNELS) else "call",
                    "direction": "out",
                    "summary": "\n".join(part for part in (words, note) if part),
                    **more,
                }
            )
        )

    @api.model
    def _note_outcome(self, partner, moves, latest, outcome, answer):
        """Keep what came of it: it decides when the customer comes back."""
        # Nobody writes outcomes by hand: the rights were checked above.
        latest.sudo().is_latest = False
        latest.flush_recordset(["is_latest"])  # there is one at a time
        now = fields.Datetime.now()
        return (
            self.env["litige.contact.outcome"]
            .sudo()
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": self.env.company.id,
                    "user_id": self.env.uid,
                    "occurred_at": now,
                    "date": fields.Date.context_today(self),
                    "outcome": outcome,
                    "amount": sum(moves.mapped("amount_residual_signed")),
                    "promised_amount": answer.get("promised", 0.0),
                    "return_at": answer["return_at"],
                    "communication_id": answer["exchange"].id,
                    "is_latest": True,
                }
            )
        )

    # === WHEN THEY COME BACK === #

    @api.model
    def _get_return(self, code):
        """Return the moment a customer comes back to the list: in hours, or a morning."""
        if code == "later":
            return fields.Datetime.now() + timedelta(hours=LATER_HOURS)
        if code not in RETURN_DAYS:
            raise UserError(self.env._("Choose when to come back to this customer."))
        calendar = self.env.company._litige_get_calendar()
        today = fields.Date.context_today(self)
        return self._get_morning(working_days(today, RETURN_DAYS[code], calendar))

    @api.model
    def _get_morning(self, day):
        """Return the first moment of a day where the user is, as the database counts time."""
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        midnight = zone.localize(datetime.combine(day, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_back_words(self, back):
        local = fields.Datetime.context_timestamp(self, back)
        if local.date() == fields.Date.context_today(self):
            return self.env._("Noted. Comes back today at %(time)s.", time=local.strftime("%H:%M"))
        return self.env._(
            "Noted. Comes back on %(date)s.", date=self._format_long_day(local.date())
        )

    @api.model
    def _get_returns(self):
        """Return the choices of a later day, with the day that each stands for."""
        calendar = self.env.company._litige_get_calendar()
        today = fields.Date.context_today(self)
        labels = {
            "tomorrow": self.env._("Next working day"),
            "days": self.env._("In three days"),
            "week": self.env._("In a week"),
            "month": self.env._("In a month"),
        }
        return [
            {"code": "later", "label": self.env._("Later today"), "day": ""},
            *(
                {
                    "code": code,
                    "label": labels[code],
                    "day": self._format_day(working_days(today, count, calendar)),
                }
                for code, count in RETURN_DAYS.items()
            ),
        ]
