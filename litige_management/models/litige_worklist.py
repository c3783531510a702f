"""Who a person should contact today, the biggest sums first, and who is left alone and why."""

from datetime import timedelta
from types import SimpleNamespace
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..legal import dunning
from .litige_reminder_level import CALL, EMAIL, LETTER, OPEN, PROPOSE, REST_DAYS

USER_GROUP = "litige_management.litige_management_group_user"
# How many customers the list shows at once: the next ones come as these are done.
SHOWN = 80
# What a person does. An e-mail leaves by itself; when nothing more does, a person decides.
LISTED = (CALL, LETTER, PROPOSE, OPEN, dunning.DONE)
# Days during which a promise that was not kept brings the customer back.
BROKEN_DAYS = 60
# Days during which a customer who was to be called back still is.
BACK_DAYS = 30
# Reasons to write less often. A person who said to call back today is not held to them.
GIVE_WAY = (dunning.RECENT, dunning.WAITING, dunning.TODAY)


class Entry(NamedTuple):
    """One customer of the list.

    :param why: code of why they are in it, or are not
    :param amount: what is late, in the company's currency
    """

    partner_id: int
    why: str
    amount: float
    move_ids: tuple[int, ...]
    level_id: int | None = None
    details: dict | None = None


class LitigeWorklist(models.AbstractModel):
    """The list of a day. It writes nothing: `record` does, for one customer at a time."""

    _name = "litige.worklist"
    _inherit = ["litige.worklist.card.mixin", "litige.worklist.record.mixin"]
    _description = "Customers to Contact Today"

    # === WHAT THE SCREEN ASKS FOR === #

    @api.model
    def get_day(self):
        """Return who to contact today in the user's company, and who is left alone and why.

        A constant number of queries, whatever the number of customers.
        """
        self._check_user()
        company = self.env.company
        # Who calls is told of old books at the top of the screen, and decides.
        planner = self.env["litige.reminder.plan"].with_context(litige_old_books_told=True)
        plan = planner._plan(company)
        latest = self._read_latest(company)
        entries, skipped = self._sort_out(plan, latest)
        shown, left = entries[:SHOWN], skipped[:SHOWN]
        # Fetched once for all that is shown.
        partners = self.env["res.partner"].browse(one.partner_id for one in (*shown, *left))
        partners.fetch(["name", "phone", "user_id"])
        today = fields.Date.context_today(self)
        oldest = self._read_oldest(shown)
        words = planner._get_reason_labels(), planner._get_patterns()
        return {
            "company": company.name,
            "date": format_date(self.env, today, date_format="EEEE d MMMM"),
            "entries": [self._to_row(one, oldest, today) for one in shown],
            "more": len(entries) - len(shown),
            "currency": company.currency_id.id,
            "more_value": sum(one.amount for one in entries[SHOWN:]),
            "skipped": [self._to_skipped_row(one, latest, *words) for one in left],
            "skipped_more": len(skipped) - len(left),
            "books": self._get_books_words(company, today),
            "done": self._get_done(company, today),
        }

    @api.model
    def get_done(self):
        """Return what was done today in the user's company, as the end of the list tells it."""
        self._check_user()
        return self._get_done(self.env.company, fields.Date.context_today(self))

    @api.model
    def _check_user(self):
        if not self.env.user.has_group(USER_GROUP):
            raise AccessError(self.env._("Only users of disputes may do this."))

    @api.model
    def _get_customer(self, partner_id):
        """Return the customer, when the user may read it.

        :raise AccessError: as the rules of contacts and companies say
        """
        partner = self.env["res.partner"].browse(int(partner_id)).exists().commercial_partner_id
        partner.ensure_one()
        partner.check_access("read")
        return partner

    # === WHO IS IN THE LIST === #

    @api.model
    def _sort_out(self, plan, latest):
        """Return the entries to contact and those left alone, the biggest sums first."""
        now = fields.Datetime.now()
        calls = self._read_awaited_calls(plan)
        broken = self._read_broken_promises(plan)
        entries, skipped = [], []
        for one in self._read_entries(plan):
            last = latest.get(one.partner_id)
            back = last and last.return_at
            limit = self._find_limit(one, plan.as_of)
            if back and back > now:
                skipped.append(one._replace(why="later"))
            elif limit == dunning.CONSUMER_LIMIT:
                skipped.append(self._limit(one, limit, plan.as_of))
            elif one.partner_id in broken and one.why in (*LISTED, *GIVE_WAY):
                entries.append(one._replace(why="broken"))
            elif one.partner_id in calls and one.why in (*LISTED, *GIVE_WAY, EMAIL):
                entries.append(one._replace(why=CALL))
            elif back and last.outcome != "promised" and one.why in (*LISTED, *GIVE_WAY):
                entries.append(one._replace(why="back", details={"outcome": last.outcome}))
            elif one.why in LISTED and not limit:
                entries.append(one)
            else:
                skipped.append(self._limit(one, limit, plan.as_of))
        entries.sort(key=lambda one: (-one.amount, one.partner_id))
        skipped.sort(key=lambda one: (-one.amount, one.partner_id))
        return entries, skipped

    @api.model
    def _find_limit(self, entry, today):
        """Return why not to contact a customer again yet, when no level says so: none is left."""
        details = entry.details or {}
        if "contacted_on" not in details:
            return None
        most = self.env.company.litige_reminder_consumer_max
        count = dunning.count_contacts(details["contacted_on"], today)
        if details["is_consumer"] and most and count >= most:
            return dunning.CONSUMER_LIMIT
        last = details["last"]
        return dunning.RECENT if last and (today - last).days < REST_DAYS else None

    @api.model
    def _limit(self, entry, limit, today):
        """Return an entry that is left alone, with what the plan tells of that reason."""
        if not limit:
            return entry
        details = entry.details
        count = dunning.count_contacts(details["contacted_on"], today)
        told = {**details, "date": details["last"], "contacts": count}
        return entry._replace(why=limit, details=told)

    @api.model
    def _read_entries(self, plan):
        for one in plan.planned:
            moves = tuple(dict.fromkeys(line.move_id for line in one.lines))
            yield Entry(
                one.partner_id,
                one.channel,
                one.amount,
                moves,
                one.level_id,
                {"note": one.note},
            )
        for one in plan.skipped:
            details = one.details
            yield Entry(
                one.partner_id,
                one.reason,
                details.get("asked", one.amount),
                tuple(details.get("asked_move_ids", one.move_ids)),
                details=details,
            )

    @api.model
    def _read_awaited_calls(self, plan):
        """Return the customers whom a level says to call, and nobody has called yet."""
        groups = self.env["litige.reminder"]._read_group(
            [
                ("company_id", "=", plan.company_id),
                ("channel", "=", CALL),
                ("state", "=", "queued"),
            ],
            ["partner_id"],
        )
        return {partner.id for (partner,) in groups}

    @api.model
    def _read_broken_promises(self, plan):
        """Return the customers who broke their word lately, and have not paid since."""
        promises = self.env["litige.promise"].search_fetch(
            [
                ("company_id", "=", plan.company_id),
                ("state", "=", "broken"),
                ("date_promised", ">=", f"today -{BROKEN_DAYS}d"),
            ],
            ["partner_id", "amount", "paid_amount"],
        )
        return {one.partner_id.id for one in promises if one.paid_amount < one.amount}

    @api.model
    def _read_latest(self, company):
        """Return the last outcome of each customer contacted, by customer."""
        outcomes = self.env["litige.contact.outcome"].search_fetch(
            [
                ("company_id", "=", company.id),
                ("is_latest", "=", True),
                ("return_at", ">=", f"today -{BACK_DAYS}d"),
            ],
            ["partner_id", "outcome", "return_at", "date"],
        )
        return {outcome.partner_id.id: outcome for outcome in outcomes}

    @api.model
    def _find_latest(self, partner):
        return self.env["litige.contact.outcome"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("partner_id", "=", partner.id),
                ("is_latest", "=", True),
            ],
            limit=1,
        )

    @api.model
    def _read_oldest(self, entries):
        """Return the oldest due date of what each customer owes, by customer."""
        moves = self.env["account.move"].browse({move for one in entries for move in one.move_ids})
        moves.fetch(["invoice_date_due"])
        return {
            one.partner_id: min(
                (day for move in moves.browse(one.move_ids) if (day := move.invoice_date_due)),
                default=None,
            )
            for one in entries
        }

    # === ROWS === #

    @api.model
    def _to_row(self, entry, oldest, today):
        partner = self.env["res.partner"].browse(entry.partner_id)
        day = oldest.get(entry.partner_id)
        tag, kind = self._get_tag(entry)
        return {
            "id": partner.id,
            "name": partner.name or "",
            "phone": bool(partner.phone),
            "amount": self.env.company.currency_id.format(entry.amount),
            "value": entry.amount,
            "days": max((today - day).days, 0) if day else 0,
            "tag": tag,
            "kind": kind,
            "mine": partner.user_id == self.env.user,
        }

    @api.model
    def _get_tag(self, entry):
        """Return why a customer is in the list, in two or three words, and its colour."""
        details = entry.details or {}
        if details.get("outcome") == "paid":
            return self.env._("Said to be paid"), "warning"
        if details.get("outcome") == "not_received":
            return self.env._("Sent again"), "info"
        note = details.get("note")
        if note == "no_email":
            return self.env._("No e-mail address"), "warning"
        if note == "failed":
            return self.env._("E-mail came back"), "danger"
        tags = {
            "broken": (self.env._("Promise not kept"), "danger"),
            "back": (self.env._("To call back"), "info"),
            CALL: (self.env._("Call to make"), "info"),
            LETTER: (self.env._("Letter to print"), "info"),
            PROPOSE: (self.env._("Dispute to open?"), "danger"),
            OPEN: (self.env._("Dispute to open"), "danger"),
        }
        return tags.get(entry.why, ("", ""))

    @api.model
    def _to_skipped_row(self, entry, latest, labels, patterns):
        partner = self.env["res.partner"].browse(entry.partner_id)
        company = self.env.company
        last = latest.get(entry.partner_id)
        if entry.why == "later":
            why = details = self._get_back_label(last)
        elif entry.why == EMAIL:
            why = details = self.env._("An e-mail leaves by itself today")
        else:
            told = SimpleNamespace(reason=entry.why, details=entry.details or {})
            why = labels[entry.why]
            details = self.env["litige.reminder.plan"]._get_explanation(told, company, patterns)
        return {
            "id": partner.id,
            "name": partner.name or "",
            "amount": company.currency_id.format(entry.amount),
            "why": why,
            "details": details,
        }

    @api.model
    def _get_back_label(self, last):
        """Return what came of the last contact, and when the customer comes back."""
        local = fields.Datetime.context_timestamp(self, last.return_at)
        outcomes = dict(last._fields["outcome"]._description_selection(self.env))
        today = local.date() == fields.Date.context_today(self)
        return self.env._(
            "%(outcome)s: comes back on %(date)s",
            outcome=outcomes[last.outcome],
            date=local.strftime("%H:%M") if today else self._format_long_day(local.date()),
        )

    @api.model
    def _get_books_words(self, company, today):
        """Return what to do before calling anyone when the bank entries are old, else nothing."""
        last = self.env["litige.books"]._read_bank_dates(company).get(company)
        if not last:
            return self.env._(
                "No bank entry is in the books: customers may have paid. Enter them before you "
                "call, or ask politely."
            )
        if last >= today - timedelta(days=company.litige_bank_entry_days):
            return ""
        return self.env._(
            "The last bank entry is of %(date)s: some may have paid since. Bring the books up to "
            "date before you call, or ask politely.",
            date=format_date(self.env, last),
        )

    # === THE END OF THE LIST === #

    @api.model
    def _get_done(self, company, today):
        """Return what came of the contacts of the day: by outcome, and what was promised."""
        outcomes = self.env["litige.contact.outcome"]
        labels = dict(outcomes._fields["outcome"]._description_selection(self.env))
        rows = outcomes._read_group(
            [("company_id", "=", company.id), ("date", "=", today)],
            ["outcome"],
            ["__count", "promised_amount:sum"],
        )
        promised = sum(amount for _outcome, _count, amount in rows)
        return {
            "count": sum(count for _outcome, count, _amount in rows),
            "promised": company.currency_id.format(promised) if promised else "",
            "outcomes": [
                {"code": code, "label": labels[code], "count": count}
                for code, count, _amount in rows
            ],
        }
