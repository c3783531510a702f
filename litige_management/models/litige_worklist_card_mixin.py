"""One customer of the worklist on one screen: what is late, what was said, what to know first."""

from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

SHOWN_LINES = 12
SHOWN_EXCHANGES = 5
SHOWN_CONTACTS = 4
DAY, LONG_DAY = "EEE d MMM", "EEEE d MMMM"


class LitigeWorklistCardMixin(models.AbstractModel):
    """Everything about one customer, in words and formatted amounts: the screen only shows it."""

    _name = "litige.worklist.card.mixin"
    _description = "Card of the Worklist"

    @api.model
    def get_customer(self, partner_id):
        """Return what to know of one customer before calling, for the user's company.

        A constant number of queries, whatever the customer owes.
        """
        self._check_user()
        partner = self._get_customer(partner_id)
        moves = self._find_late_moves(partner)
        lines = self._get_lines(moves)
        chased = [line for line in lines if not line["disputed"]]
        return {
            "id": partner.id,
            "known": self._find_latest(partner).id,
            **self._get_identity(partner, moves),
            **self._get_totals(chased, moves),
            "warnings": self._get_warnings(partner, moves),
            "lines": lines[:SHOWN_LINES],
            "more": max(len(lines) - SHOWN_LINES, 0),
            "exchanges": self._get_exchanges(partner),
            "days": self._get_promise_days(),
            "returns": self._get_returns(),
        }

    # === WHO THEY ARE === #

    @api.model
    def _get_identity(self, partner, moves):
        standings = dict(partner._fields["litige_standing"]._description_selection(self.env))
        people = partner.child_ids.filtered(lambda one: one.phone or one.email)
        # Who received the late invoices first: they are the ones to talk about them.
        invoiced = (moves.partner_id - partner) & people
        people = invoiced | people
        return {
            "name": partner.name or partner.display_name,
            "is_company": partner.is_company,
            "standing": standings.get(partner._litige_propose_standing(), ""),
            "city": partner.city or "",
            "phone": partner.phone or people.filtered("phone")[:1].phone or "",
            "email": self._get_invoice_email(partner, moves),
            "contacts": [
                {
                    "id": one.id,
                    "name": one.name or one.display_name,
                    "role": one.function or "",
                    "phone": one.phone or "",
                    "email": one.email or "",
                }
                for one in people[:SHOWN_CONTACTS]
            ],
        }

    @api.model
    def _get_invoice_email(self, partner, moves):
        return moves.partner_id.filtered("email")[:1].email or partner.email or ""

    # === WHAT IS LATE === #

    @api.model
    def _find_late_moves(self, partner):
        """Return the invoices of the customer with something overdue, oldest first."""
        Move = self.env["account.move"]
        return Move.search(
            Move._litige_get_overdue_domain()
            & Domain("commercial_partner_id", "=", partner.id)
            & Domain("company_id", "=", self.env.company.id),
            order="invoice_date_due, id",
        )

    @api.model
    def _get_lines(self, moves):
        """Return the late instalments, oldest first; those held in dispute last."""
        today = fields.Date.context_today(self)
        rows = []
        for move in moves:
            held = move.litige_held_amount
            late = move._litige_get_term_lines().filtered(
                lambda line: (
                    line.date_maturity
                    and line.date_maturity < today
                    and line.amount_residual_currency > 0
                )
            )
            for line in late.sorted("date_maturity"):
                # What is held is taken from the oldest instalments, as disputes count it.
                kept = min(held, line.amount_residual_currency)
                held -= kept
                rows.append(self._get_line(move, line, kept, today))
        return sorted(rows, key=lambda row: (row["disputed"], row["date"]))

    @api.model
    def _get_line(self, move, line, held, today):
        currency = move.currency_id
        due = currency.round(line.amount_residual_currency - held)
        ratio = due / line.amount_residual_currency
        return {
            "id": line.id,
            "move_id": move.id,
            "name": move.name,
            "currency": currency.id,
            "date": fields.Date.to_string(line.date_maturity),
            "due": format_date(self.env, line.date_maturity),
            "days": (today - line.date_maturity).days,
            "value": due,
            "company_value": line.amount_residual * ratio,
            "amount": currency.format(due or line.amount_residual_currency),
            "held": currency.format(held) if held else "",
            "disputed": currency.is_zero(due),
            "case": move.litige_case_name or "",
            "case_id": move.litige_case_id.id,
            "sent": move.is_move_sent,
            "reminders": self._get_reminder_words(move),
        }

    @api.model
    def _get_reminder_words(self, move):
        """Return how often the invoice was reminded, and when last."""
        if not move.litige_reminder_count:
            return ""
        return self.env._(
            "%(count)s, last on %(date)s",
            count=move.litige_reminder_count,
            date=format_date(self.env, move.litige_last_reminder_date),
        )

    @api.model
    def _get_totals(self, lines, moves):
        """Return what to ask for: a sentence to say, and the amounts by currency."""
        by_currency = {}
        for line in lines:
            by_currency[line["currency"]] = by_currency.get(line["currency"], 0.0) + line["value"]
        currencies = self.env["res.currency"].browse(
            sorted(by_currency, key=lambda one: -by_currency[one])
        )
        own = self.env.company.currency_id
        main = own if own in currencies else currencies[:1] or own
        total = main.round(by_currency.get(main.id, 0.0))
        days = max((line["days"] for line in lines), default=0)
        amounts = [one.format(by_currency[one.id]) for one in currencies]
        count = len({line["move_id"] for line in lines})
        return {
            "total": " + ".join(amounts),
            "late": days,
            "sentence": self._get_sentence(count, amounts, days, lines),
            "promise": {
                "amount": total,
                "text": main.format(total),
                "currency": main.id,
                "symbol": main.symbol,
                "digits": main.decimal_places,
            },
        }

    @api.model
    def _get_sentence(self, count, amounts, days, lines):
        """Return what to tell the customer, in one plain sentence."""
        if not lines:
            return self.env._("Nothing is left to chase: all that is late is in dispute.")
        values = {
            "amount": self.env._(" and ").join(amounts),
            "days": days,
            "count": count,
            "invoice": lines[0]["name"],
            "date": lines[0]["due"],
        }
        if count == 1:
            return self.env._(
                "Invoice %(invoice)s was due on %(date)s, %(days)s days ago: %(amount)s are "
                "still to be paid.",
                **values,
            )
        return self.env._(
            "%(count)s invoices are late, the oldest (%(invoice)s) by %(days)s days: %(amount)s "
            "are still to be paid.",
            **values,
        )

    # === WHAT TO KNOW FIRST === #

    @api.model
    def _get_warnings(self, partner, moves):
        """Return what a caller must know before they dial, the gravest first."""
        return [
            {"kind": kind, "text": text, "model": model, "res_id": res_id}
            for kind, text, model, res_id in (
                *self._warn_insolvency(partner),
                *self._warn_unmatched(partner, moves),
                *self._warn_cases(partner),
                *self._warn_promises(partner),
                *self._warn_unsent(moves),
            )
        ]

    @api.model
    def _warn_insolvency(self, partner):
        if partner._litige_is_barred():
            words = self.env._(
                "The law forbids this customer to pay what was due before: do not ask for it."
            )
            yield "danger", words, "res.partner", partner.id

    @api.model
    def _warn_unmatched(self, partner, moves):
        company = self.env.company
        found = self.env["litige.books"]._read_unreconciled(company, partner)
        amount, names = found.get((partner.id, company.id), (0.0, ()))
        if names:
            words = self.env._(
                "%(amount)s received or credited and not matched with an invoice yet: %(entries)s. "
                "Look at it before you call: they may have paid.",
                amount=company.currency_id.format(amount),
                entries=", ".join(sorted(names)),
            )
            # On the invoice, Odoo offers to match what was received.
            record = moves[:1] or partner
            yield "danger", words, record._name, record.id

    @api.model
    def _warn_cases(self, partner):
        cases = self.env["litige.case"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.env.company.id),
                ("phase", "!=", "closed"),
            ]
        )
        for case in cases:
            words = self.env._(
                "In dispute: %(case)s (%(cause)s). Talk of the other invoices only.",
                case=case.name,
                cause=case.cause_id.name,
            )
            yield "warning", words, "litige.case", case.id

    @api.model
    def _warn_promises(self, partner):
        since = fields.Date.context_today(self) - timedelta(days=365)
        promises = self.env["litige.promise"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("pending", "broken")),
                ("date_promised", ">=", since),
            ],
            order="date_promised desc, id desc",
            limit=3,
        )
        for promise in promises.filtered(lambda one: not one.communication_id.confidential):
            broken = promise.state == "broken"
            words = (
                self.env._("Promise not kept: %(promise)s.", promise=promise.display_name)
                if broken
                else self.env._("Payment promised: %(promise)s.", promise=promise.display_name)
            )
            yield "warning" if broken else "info", words, promise._name, promise.id

    @api.model
    def _warn_unsent(self, moves):
        unsent = moves.filtered(lambda move: not move.is_move_sent)
        if unsent:
            words = self.env._(
                "Nothing here shows that these invoices were sent: %(invoices)s. Send them again "
                "if the customer does not know of them.",
                invoices=", ".join(unsent[:SHOWN_EXCHANGES].mapped("name")),
            )
            yield "info", words, "account.move", unsent[:1].id

    # === WHAT WAS SAID === #

    @api.model
    def _get_exchanges(self, partner):
        """Return the last exchanges, letters and reminders, latest first."""
        rows = [
            *self._read_communications(partner),
            *self._read_letters(partner),
        ]
        rows.sort(key=lambda row: row["sort"], reverse=True)
        return rows[:SHOWN_EXCHANGES]

    @api.model
    def _read_communications(self, partner):
        records = self.env["litige.communication"].search_fetch(
            [("partner_id", "=", partner.id), ("company_id", "=", self.env.company.id)],
            ["occurred_at", "channel", "direction", "summary", "confidential", "contact_id"],
            limit=SHOWN_EXCHANGES,
        )
        for record in records:
            words = (
                self.env._("Confidential: not to be spoken of in this call.")
                if record.confidential
                else record.summary
            )
            yield {
                "id": f"communication-{record.id}",
                "sort": fields.Datetime.to_string(record.occurred_at),
                "icon": record.channel,
                "when": format_datetime(self.env, record.occurred_at, dt_format="short"),
                "title": record._get_headline(),
                "who": record._get_parties(),
                "text": words,
                "model": record._name,
                "res_id": record.id,
            }

    @api.model
    def _read_letters(self, partner):
        letters = self.env["litige.letter"].search(
            [
                ("commercial_partner_id", "=", partner.id),
                ("company_id", "=", self.env.company.id),
                ("state", "=", "confirmed"),
            ],
            order="date desc, id desc",
            limit=SHOWN_EXCHANGES,
        )
        for letter in letters:
            yield {
                "id": f"letter-{letter.id}",
                "sort": fields.Date.to_string(letter.date),
                "icon": "letter",
                "when": format_date(self.env, letter.date),
                "title": letter.name or letter.display_name,
                "who": "",
                "text": letter.subject or "",
                "model": letter._name,
                "res_id": letter.id,
            }

    # === WHAT MAY BE ANSWERED === #

    @api.model
    def _get_promise_days(self):
        """Return the days most often promised, soonest first, as the buttons propose them."""
        today = fields.Date.context_today(self)
        calendar = self.env.company._litige_get_calendar()
        friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
        month_end = fields.Date.end_of(today, "month")
        if (month_end - today).days < 3:
            month_end = fields.Date.end_of(month_end + timedelta(days=1), "month")
        days = {
            calendar.roll(today + timedelta(days=1)): self.env._("Tomorrow"),
            friday: self.env._("Friday"),
            calendar.roll(today + timedelta(days=7)): self.env._("In a week"),
            calendar.roll(today + timedelta(days=14)): self.env._("In two weeks"),
            month_end: self.env._("End of the month"),
        }
        return [
            {"date": fields.Date.to_string(day), "label": label, "day": self._format_day(day)}
            for day, label in sorted(days.items())
        ]

    @api.model
    def _format_day(self, day: date):
        return format_date(self.env, day, date_format=DAY)

    @api.model
    def _format_long_day(self, day: date):
        return format_date(self.env, day, date_format=LONG_DAY)
