from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..legal import rates, semesters

# The activity comes this many days before the semester starts.
REMINDER_DAYS = 45
# Rates that statements are counted with: these must never be missing.
WATCHED_SERIES = (rates.LEGAL_INTEREST_OTHER, rates.ECB_MRO)


class LitigeLegalRate(models.Model):
    """The rate of one series for one semester.

    The value in force on 1 January or 1 July counts for the whole semester; a semester without a
    row has no rate, and nothing is counted on it.
    """

    _name = "litige.legal.rate"
    _inherit = ["mail.thread", "mail.activity.mixin", "litige.legal.value.mixin"]
    _description = "Legal Rate"
    _order = "date_from desc, series, company_id"
    _litige_value_key = ("series",)

    series = fields.Selection(
        [
            (rates.LEGAL_INTEREST_OTHER, "Legal interest, creditor in business"),
            (rates.LEGAL_INTEREST_INDIVIDUAL, "Legal interest, private creditor"),
            (rates.ECB_MRO, "European Central Bank, main refinancing rate"),
        ],
        string="Rate",
        required=True,
        help="The legal interest column follows the creditor: a business uses the first one, even "
        "against a consumer.",
    )
    value = fields.Float(
        string="Rate (%)",
        digits=(6, 3),
        required=True,
        tracking=True,
        help="Per cent a year, in force on the first day of the semester.",
    )
    semester = fields.Char(compute="_compute_semester", help="Year and half-year: 2026-S2.")

    _row_uniq = models.UniqueIndex(
        "(series, date_from, COALESCE(company_id, 0))",
        "This rate already has a value for that semester.",
    )
    _value_check = models.Constraint("CHECK (value >= 0)", "A rate cannot be negative.")

    @api.depends("date_from")
    def _compute_semester(self):
        for rate in self:
            rate.semester = rate.date_from and semesters.Semester.of(rate.date_from).label

    @api.depends("series", "semester")
    def _compute_display_name(self):
        labels = self._get_series_labels()
        for rate in self:
            rate.display_name = f"{labels.get(rate.series, '')} {rate.semester or ''}".strip()

    @api.constrains("date_from")
    def _check_date_from(self):
        for rate in self:
            if not semesters.is_semester_start(rate.date_from):
                raise ValidationError(
                    self.env._(
                        "A rate counts for a semester: it starts on 1 January or 1 July, not on "
                        "%(date)s.",
                        date=rate.date_from,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Once its rate is there, nobody has to be reminded of a semester any more."""
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        created = super(LitigeLegalRate, quiet).create(vals_list)
        self._remove_answered_reminders()
        return created.with_env(self.env)

    # === THE LAW AS VALUES === #

    @api.model
    @ormcache("company.id")
    def _get_legal_values(self, company):
        """Return the `legal.rates.LegalValues` that `company` counts with.

        Plain immutable data, kept until a rate or a parameter changes: it costs one query per table
        the first time, none afterwards.
        """
        Parameter = self.env["litige.legal.parameter"]
        return rates.LegalValues(
            [
                rates.LegalRate(
                    row.series,
                    row.date_from,
                    self._to_decimal(row.value),
                    row.source,
                    row.is_verified,
                )
                for row in self._get_rows_of(
                    company, ["series", "date_from", "value", "source", "is_verified"]
                )
            ],
            [
                rates.LegalParameter(
                    row.code,
                    row.date_from,
                    self._to_decimal(row.value),
                    row.unit,
                    row.source,
                )
                for row in Parameter._get_rows_of(
                    company, ["code", "date_from", "value", "unit", "source"]
                )
            ],
        )

    @api.model
    def _get_series_labels(self):
        return dict(self._fields["series"]._description_selection(self.env))

    # === REMINDER === #

    @api.model
    def _cron_remind_missing(self):
        """Ask the managers for the rates of the current semester, and soon of the next one."""
        self._remove_answered_reminders()
        managers = self.env.ref("litige_management.litige_management_group_manager").all_user_ids
        managers = managers.filtered(lambda user: user.active and not user.share)
        # The user the scheduler runs as reads no activities.
        managers -= self.env.ref("base.user_root")
        for semester in self._get_semesters_to_watch():
            missing = self._get_missing_series(semester)
            if missing:
                self._remind_managers(semester, missing, managers)

    @api.model
    def _get_semesters_to_watch(self):
        today = fields.Date.context_today(self)
        current = semesters.Semester.of(today)
        soon = current.following.start <= today + relativedelta(days=REMINDER_DAYS)
        return [current, current.following] if soon else [current]

    @api.model
    def _get_missing_series(self, semester):
        """Return the series nobody has entered for that semester."""
        found = self.sudo().search(
            [("date_from", "=", semester.start), ("series", "in", WATCHED_SERIES)]
        )
        return [series for series in WATCHED_SERIES if series not in found.mapped("series")]

    @api.model
    def _remind_managers(self, semester, missing, managers):
        """Give each manager one activity for the semester, on the last rate known."""
        latest = self.search(
            [("series", "=", missing[0]), ("date_from", "<", semester.start)],
            order="date_from desc",
            limit=1,
        )
        told = (
            self._get_reminders()
            .filtered(lambda activity: activity.date_deadline == semester.start)
            .user_id
        )
        labels = self._get_series_labels()
        for manager in managers - told if latest else managers.browse():
            row = latest.with_context(lang=manager.lang)
            row.activity_schedule(
                "litige_management.mail_activity_type_legal_rate",
                date_deadline=semester.start,
                summary=row.env._("Enter the rates of %(semester)s", semester=semester.label),
                note=row.env._(
                    "No statement of sums due can be made on %(semester)s before these rates are "
                    "entered: %(series)s. Find them in the official order or on the bank's page, "
                    "and note the source.",
                    semester=semester.label,
                    series=", ".join(labels[code] for code in missing),
                ),
                user_id=manager.id,
            )

    @api.model
    def _get_reminders(self):
        kind = self.env.ref("litige_management.mail_activity_type_legal_rate", False)
        if not kind:
            return self.env["mail.activity"]
        # Reminders to every manager are looked at, whoever adds the rate.
        return (
            self.env["mail.activity"]
            .sudo()
            .search([("res_model", "=", self._name), ("activity_type_id", "=", kind.id)])
        )

    @api.model
    def _remove_answered_reminders(self):
        for deadline, reminders in self._get_reminders().grouped("date_deadline").items():
            if not self._get_missing_series(semesters.Semester.of(deadline)):
                reminders.unlink()
