"""The plan of a day: who is reminded, of what and at which level; who is left alone, and why.

Nothing is written here. `litige.reminder.plan._plan(company, as_of)` answers for every customer of
a company in a constant number of queries, whatever their number.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..legal import dunning
from .litige_reminder_facts import PlannedLine
from .litige_reminder_level import CALL, CONTACTS, EMAIL
from .litige_statement import _collector_paused as collector_paused


class Planned(NamedTuple):
    """What happens to one customer: a level, a channel, and every instalment it lists.

    :param partner_id: the commercial partner; `contact_id`: whom to write to or to call.
    :param channel: that of the level, or `call` where it cannot be followed (`note` says why).
    :param amount: all that is asked, in the company's currency.
    """

    partner_id: int
    contact_id: int
    level_id: int
    channel: str
    language: str
    email: str
    user_id: int | None
    amount: float
    lines: tuple[PlannedLine, ...]
    note: str | None = None


class Skipped(NamedTuple):
    """One customer left alone, with the reason (a code of `legal.dunning.REASONS`).

    :param details: plain values that say more: names, dates, days.
    :param amount: what they owe and is late, in the company's currency.
    """

    partner_id: int
    reason: str
    details: dict
    amount: float
    move_ids: tuple[int, ...]


class Ladder:
    """The levels of some customers, and which one is due: most instalments ask the same."""

    def __init__(self, steps):
        self.steps = steps
        self.known = {}

    def find(self, days, past):
        """Return the rank of the level due for an instalment, None without any."""
        key = days, past
        if key not in self.known:
            self.known[key] = dunning.find_step(self.steps, days, past)
        return self.known[key]


class Plan(NamedTuple):
    """A day of one company, the biggest amounts first."""

    company_id: int
    as_of: date
    planned: list[Planned]
    skipped: list[Skipped]


class LitigeReminderPlan(models.AbstractModel):
    """Who is reached by which level today. Reads in `litige.reminder.reading`."""

    _name = "litige.reminder.plan"
    _inherit = ["litige.reminder.reading"]
    _description = "Plan of Reminders"

    @api.model
    def _plan(self, company, as_of=None, partners=None, levels=None):
        """Return the `Plan` of a company on a day.

        :param partners: commercial partners; all those who owe something late by default
        :param levels: as if these were the levels in use (to try them before switching them on)
        :raise AccessError: without the right to read reminders of this company
        """
        self._check_readable(company)
        with collector_paused():
            return self._make_plan(company, as_of, partners, levels)

    @api.model
    def _make_plan(self, company, as_of, partners, levels):
        as_of = as_of or fields.Date.context_today(self)
        levels = self._get_levels(company) if levels is None else levels.sorted("days")
        ahead = max([0, *(-level.days for level in levels)])
        rows = self._read_lines(company, as_of, ahead, partners)
        if not rows:
            return Plan(company.id, as_of, [], [])
        memory = max([dunning.CONSUMER_DAYS, *levels.mapped("rest_days")])
        reading = self._read_all(company, as_of, rows, partners, memory)
        settings = {
            "today": as_of,
            "consumer_limit": company.litige_reminder_consumer_max,
            "skip_public": company.litige_reminder_skip_public,
            # A person who calls is told of old books, and decides.
            "books_are_old": bool(reading.books)
            and not self.env.context.get("litige_old_books_told"),
        }
        steps = {
            consumer: Ladder(self._filter_levels(levels, consumer)._to_steps())
            for consumer in (True, False)
        }
        by_id = {level.id: level for level in levels}
        planned, skipped = [], []
        for partner_id, theirs in self._group(rows).items():
            answer = self._plan_customer(partner_id, theirs, reading, steps, by_id, settings)
            if isinstance(answer, Planned):
                planned.append(answer)
            elif answer:
                skipped.append(answer)
        planned.sort(key=lambda one: (-one.amount, one.partner_id))
        skipped.sort(key=lambda one: (-one.amount, one.partner_id))
        return Plan(company.id, as_of, planned, skipped)

    @api.model
    def _check_readable(self, company):
        if self.env.su:
            return
        self.env["litige.reminder"].check_access("read")
        if company not in self.env.companies:
            raise AccessError(self.env._("These reminders are another company's."))

    @api.model
    def _get_levels(self, company):
        return self.env["litige.reminder.level"].search_fetch(
            [("company_id", "=", company.id), ("is_on", "=", True)],
            ["days", "times", "rest_days", "channel", "audience"],
            order="days, id",
        )

    @api.model
    def _filter_levels(self, levels, consumer):
        other = "professional" if consumer else "consumer"
        return levels.filtered(lambda level: level.audience != other)

    @api.model
    def _group(self, rows):
        by_partner = defaultdict(list)
        for row in rows:
            by_partner[row.partner_id].append(row)
        return by_partner

    # === ONE CUSTOMER === #

    @api.model
    def _plan_customer(self, partner_id, rows, reading, steps, levels, settings):
        """Return what happens to one customer, why nothing does, or None: nothing is late."""
        facts = reading.get_facts(partner_id)
        steps = steps[facts.is_consumer]
        lines, reasons = self._get_lines(rows, reading)
        total = sum([row.company_amount for row in rows if row.days > 0])
        if not lines:
            return self._skip_all(partner_id, rows, reasons, reading, total)
        ranks = [steps.find(line.days, reading.get_past(line)) for line in lines]
        reached = [rank for rank in ranks if rank is not None]
        choice = dunning.choose(
            steps.steps,
            reached,
            facts,
            settings["today"],
            consumer_limit=settings["consumer_limit"],
            skip_public=settings["skip_public"],
            books_are_old=settings["books_are_old"],
            has_next=not reached and self._find_next(steps, lines, reading) is not None,
        )
        if choice.reason:
            if not total:  # only to come: there is nothing to explain
                return None
            details = self._get_details(choice.reason, facts, lines, steps, reading, partner_id)
            moves = tuple(dict.fromkeys(row.move_id for row in rows))
            return Skipped(partner_id, choice.reason, details, total, moves)
        level = levels[steps.steps[choice.rank].key]
        return self._make_planned(
            partner_id, level, self._get_listed(level, lines, ranks, choice.rank), reading
        )

    @api.model
    def _find_next(self, steps, lines, reading):
        """Return in how many days the next level of what is late comes, None: never."""
        ahead = [
            dunning.find_next(steps.steps, line.days, reading.get_past(line))
            for line in lines
            if line.days > 0
        ]
        return min((days for days in ahead if days is not None), default=None)

    @api.model
    def _get_listed(self, level, lines, ranks, rank):
        """Return the instalments that a message lists: all that are late, whatever their level.

        A dispute is proposed only on those that have been through the levels before it; a message
        before the due date lists what is to come, and nothing late: it says so of all it lists.
        """
        pairs = list(zip(lines, ranks, strict=True))
        if level.channel not in CONTACTS:
            return [line for line, own in pairs if own == rank]
        if any(line.days > 0 for line, own in pairs if own is not None):
            return [line for line in lines if line.days > 0]
        return [line for line in lines if level.days <= line.days <= 0]

    @api.model
    def _get_lines(self, rows, reading):
        """Return the instalments that may be asked for, and why the rest may not, by invoice."""
        lines, reasons, parts = [], {}, defaultdict(list)
        for row in rows:
            if reason := reading.get_obstacle(row):
                reasons[row.move_id] = reason
            elif row.move_id in reading.held:
                parts[row.move_id].append(row)
            elif row.no_followup:
                reasons.setdefault(row.move_id, dunning.NO_FOLLOWUP)
            else:
                lines.append(row)
        for move_id, theirs in parts.items():
            lines += self._get_undisputed(theirs, reading.held[move_id])
            reasons[move_id] = dunning.HELD
        return lines, reasons

    @api.model
    def _get_undisputed(self, rows, held):
        """Return what may be asked for of an invoice of which a part is held."""
        digits = self.env["res.currency"].browse(rows[0].currency_id).decimal_places
        left = dunning.spread_hold([(row.due_on, row.amount) for row in rows], held)
        return [
            row._replace(
                amount=round(amount, digits),
                held=round(row.amount - amount, digits),
                company_amount=row.company_amount * amount / row.amount,
            )
            for row, amount in zip(rows, left, strict=True)
            if round(amount, digits) and not row.no_followup
        ]

    @api.model
    def _skip_all(self, partner_id, rows, reasons, reading, total):
        """Return why none of a customer's instalments may be asked for: the most telling reason."""
        if not total:
            return None
        reason = next(one for one in dunning.LINE_REASONS if one in reasons.values())
        moves = tuple(dict.fromkeys(row.move_id for row in rows))
        details = {"moves": [row.move_name for row in rows if reasons.get(row.move_id) == reason]}
        details["moves"] = list(dict.fromkeys(details["moves"]))
        if reason == dunning.PROMISE:
            details["date"] = min(
                day for move in moves if (day := reading.promises.get(move)) is not None
            )
        return Skipped(partner_id, reason, details, total, moves)

    @api.model
    def _get_details(self, reason, facts, lines, steps, reading, partner_id):
        """Return the plain values that say more of why a customer is left alone."""
        if reason == dunning.UNRECONCILED:
            amount, names = reading.unreconciled[partner_id]
            return {"amount": amount, "moves": list(names)}
        if reason == dunning.BOOKS:
            return {"date": reading.books.date, "days": reading.books.days}
        if reason in (dunning.RECENT, dunning.CONSUMER_LIMIT):
            return {"date": facts.last_contact, "contacts": len(facts.contacts)}
        if reason not in (dunning.WAITING, dunning.DONE, dunning.TODAY):
            return {}
        # Somebody may still call them: what they owe, and when they were contacted.
        late = [line for line in lines if line.days > 0]
        details = {
            "last": facts.last_contact,
            "contacted_on": list(facts.contacts),
            "is_consumer": facts.is_consumer,
            "asked": sum(line.company_amount for line in late),
            "asked_move_ids": list(dict.fromkeys(line.move_id for line in late)),
        }
        ahead = self._find_next(steps, lines, reading) if reason == dunning.WAITING else None
        return details if ahead is None else {**details, "days": ahead}

    @api.model
    def _make_planned(self, partner_id, level, lines, reading):
        facts = reading.partners[partner_id]
        contact = reading.get_contact(partner_id, lines)
        channel, note = level.channel, None
        if channel == EMAIL and not contact.email:
            channel, note = CALL, "no_email"
        elif channel == EMAIL and reading.has_failed(partner_id, contact.email):
            channel, note = CALL, "failed"
        return Planned(
            partner_id,
            contact.id,
            level.id,
            channel,
            "en" if (contact.lang or facts.lang or "").startswith("en") else "fr",
            contact.email or "",
            reading.get_user(lines),
            sum(line.company_amount for line in lines),
            tuple(sorted(lines, key=lambda line: (line.due_on, line.move_name, line.line_id))),
            note,
        )
