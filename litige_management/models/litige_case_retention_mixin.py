from odoo import fields, models
from odoo.exceptions import UserError

from ..legal import retention
from ..legal.limitation import (
    CONSUMER,
    GENERAL,
    IN_COURT,
    SUSPENDED,
    TITLE,
    TITLE_MONTHS,
)

BOOKS_MONTHS = "books_retention_months"


class LitigeCaseRetentionMixin(models.AbstractModel):
    """Until when a closed dispute is kept, and what is left of it once it was erased."""

    _name = "litige.case.retention.mixin"
    _inherit = ["litige.erasable.mixin"]
    _description = "Retention of a Dispute"

    def _check_reopenable(self):
        """Refuse to start again from nothing."""
        self.ensure_one()
        if self.erased_on:
            raise UserError(
                self.env._(
                    "%(case)s cannot be reopened: what it said of the customer was erased.",
                    case=self.name,
                )
            )
        return super()._check_reopenable()

    # === UNTIL WHEN === #

    def _get_retentions(self, rule):
        """Return until when each of these closed disputes is kept (`legal.retention`).

        What was merged is one file with the dispute it was merged into: ask for the latter. The
        same number of queries for any number of disputes of one company.

        :param rule: the `litige.retention.rule` that applies
        """
        if not self:
            return {}
        today = fields.Date.context_today(self)
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id[:1])
        months = {
            code: int(values.parameter(code, today).value)
            for code in (CONSUMER[0], GENERAL[0], TITLE_MONTHS, BOOKS_MONTHS)
        }
        files = self._get_retention_files(months)
        return {
            case: retention.keep_longest(
                retention.keep_until(
                    file,
                    months[TITLE_MONTHS],
                    months[BOOKS_MONTHS] if rule.counts_books else None,
                    rule.months,
                )
                for file in ours
            )
            for case, ours in files.items()
        }

    def _get_retention_files(self, months):
        """Return what is known of each dispute and of those merged into it, as `File`s."""
        family = self._with_merged()
        # What the time to sue rests on is read whole, whoever asks.
        claims = self.env["litige.claim"].sudo().search([("case_id", "in", family.ids)])
        titles = self._get_retention_titles(family)
        year_ends = {}
        by_case = claims.grouped("case_id")
        files = {case: [] for case in self}
        for case in family:
            ours = by_case.get(case.sudo(), claims.browse())
            days = [*ours.mapped("date_invoice"), case.date_closed]
            for day in filter(None, days):
                if day not in year_ends:
                    dates = case.company_id.compute_fiscalyear_dates(day)
                    year_ends[day] = dates["date_to"]
            consumer = case.standing == "consumer" and case.standing_confirmed
            limits = [*ours.mapped("limitation_date"), *ours.mapped("limitation_arguable_date")]
            files[case._get_final()].append(
                retention.File(
                    closed_on=case.date_closed,
                    months=months[(CONSUMER if consumer else GENERAL)[0]],
                    limits=tuple(filter(None, limits)),
                    titles=(*filter(None, ours.mapped("enforceable_on")), *titles.get(case.id, ())),
                    years_end=tuple({year_ends[day] for day in filter(None, days)}),
                    stopped=any(
                        state in (SUSPENDED, IN_COURT) for state in ours.mapped("limitation_state")
                    ),
                )
            )
        return files

    def _get_retention_titles(self, family):
        """Return the days on which titles were recorded on these disputes, by id."""
        titles = {}
        # As above: read whole.
        events = self.env["litige.limitation.event"].sudo()
        for event in events.search(
            [("case_id", "in", family.ids), ("kind", "=", TITLE), ("is_cancelled", "=", False)]
        ):
            titles.setdefault(event.case_id.id, []).append(event.date)
        settlements = self.env["litige.settlement"].sudo()
        for settlement in settlements.search(
            [("case_id", "in", family.ids), ("title_state", "=", "granted")]
        ):
            if settlement.title_on:
                titles.setdefault(settlement.case_id.id, []).append(settlement.title_on)
        awards = self.env["litige.award"].sudo()
        for award in awards.search(
            [("case_id", "in", family.ids), ("enforceable_on", "!=", False)]
        ):
            titles.setdefault(award.case_id.id, []).append(award.enforceable_on)
        return titles
