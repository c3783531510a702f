from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..legal import instalments
from .litige_settlement_signatory import PARTIES

# Once made, only its fate changes: what was offered is what was offered.
COURSE_FIELDS = {
    "state",
    "rank",
    "due_amount",
    "answered_on",
    "answer_note",
    "counter_of_id",
    "settlement_id",
}
OTHER_PARTY = {"us": "customer", "customer": "us"}


class LitigeOffer(models.Model):
    """One offer to settle, by one side: what is paid, when, against what, and until which day.

    Offers follow each other in a dispute. A counter-offer answers the last one of the other side,
    which can no longer be accepted; accepted, an offer becomes a draft agreement, filled in.
    """

    _name = "litige.offer"
    _inherit = [
        "litige.case.part.mixin",
        "litige.confidential.mixin",
        "litige.chronicle.mixin",
        "litige.offer.course.mixin",
        "litige.offer.agreement.mixin",
    ]
    _description = "Offer"
    _order = "case_id, rank desc, id desc"

    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, precompute=True, index=True
    )
    standing = fields.Selection(related="case_id.standing")
    rank = fields.Integer(
        string="No.",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The order in which offers were made in this dispute.",
    )
    party = fields.Selection(
        PARTIES,
        string="Made By",
        required=True,
        default="us",
        help="Who makes the offer: the other side accepts, refuses or answers it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "On the table"),
            ("accepted", "Accepted"),
            ("refused", "Turned down"),
            ("countered", "Answered by another offer"),
            ("expired", "Expired"),
            ("withdrawn", "Taken back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date = fields.Date(
        string="Made On",
        required=True,
        default=fields.Date.context_today,
        copy=False,
    )
    expires_on = fields.Date(
        string="Open Until",
        copy=False,
        help="The last day on which it can be accepted. Empty: until it is withdrawn.",
    )
    without_prejudice = fields.Boolean(
        help="Says that the offer admits nothing. In French law this wish binds nobody by itself: "
        "only a mediation, a written agreement or lawyers' letters make an offer confidential.",
    )
    due_amount = fields.Monetary(
        string="Still Due Then",
        readonly=True,
        copy=False,
        help="What was still due on the dispute when the offer was made.",
    )
    amount = fields.Monetary(
        string="The Customer Pays",
        help="In all, tax included.",
    )
    discount_amount = fields.Monetary(
        string="Discount",
        compute="_compute_discount_amount",
        help="What is still due and would no longer be asked for.",
    )
    count = fields.Integer(string="In Payments", default=1, help="How many equal payments.")
    frequency = fields.Selection(
        [
            (instalments.WEEK, "Every week"),
            (instalments.FORTNIGHT, "Every two weeks"),
            (instalments.MONTH, "Every month"),
            (instalments.QUARTER, "Every quarter"),
        ],
        default=instalments.MONTH,
        required=True,
    )
    date_first = fields.Date(
        string="First One On",
        default=lambda self: fields.Date.add(fields.Date.context_today(self), months=1),
        help="The day of the first payment, or of the only one.",
    )
    line_ids = fields.One2many(
        "litige.offer.line",
        "offer_id",
        string="And Also",
        copy=True,
        help="What each side would do beside the payment.",
    )
    note = fields.Text(string="In Their Own Words")
    counter_of_id = fields.Many2one(
        "litige.offer",
        string="Answers",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    answered_on = fields.Date(readonly=True, copy=False)
    answer_note = fields.Text(string="Answer", readonly=True, copy=False)
    settlement_id = fields.Many2one(
        "litige.settlement",
        string="Agreement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    comparison = fields.Text(
        string="Against Going On",
        compute="_compute_comparison",
        help="This offer in the last comparison of settling with going on.",
    )

    _amounts_check = models.Constraint(
        "CHECK (amount >= 0 AND count >= 1 AND count <= 120)",
        "An offer has an amount of zero or more, in 1 to 120 payments.",
    )
    _dates_check = models.Constraint(
        "CHECK (expires_on >= date)",
        "An offer cannot expire before it is made.",
    )

    # === COMPUTES === #

    @api.depends("amount", "due_amount", "case_id.open_amount", "state")
    def _compute_discount_amount(self):
        for offer in self:
            due = offer.case_id.open_amount if offer.state == "draft" else offer.due_amount
            offer.discount_amount = max(due - offer.amount, 0.0)

    @api.depends("rank", "party", "amount", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        parties = dict(self._fields["party"]._description_selection(self.env))
        for offer in self:
            amount = offer.currency_id.format(offer.amount) if offer.currency_id else ""
            number = f"{offer.rank}. " if offer.rank else ""
            offer.display_name = f"{number}{parties.get(offer.party, '')} – {amount}"

    @api.onchange("without_prejudice")
    def _onchange_without_prejudice(self):
        if self.without_prejudice and not self.confidential:
            self.confidential, self.confidential_ground = True, "wish"

    @api.depends("amount", "count", "frequency", "date_first", "line_ids", "case_id.estimate_ids")
    @api.depends_context("lang", "tz")
    def _compute_comparison(self):
        for offer in self:
            offer.comparison = offer._compare()

    def _compare(self):
        """Return in words what this offer is worth beside going on; nothing before an estimate."""
        self.ensure_one()
        estimate = self.case_id.estimate_ids[:1]
        if not estimate:
            return False
        text = estimate._compare_offer(self.amount, self._get_months())
        if self.line_ids:
            beside = self.env._("What each side would do beside the payment is not counted.")
            text = f"{text} {beside}"
        return text

    def _get_months(self):
        """Return the months from today to the middle of the payments, never below zero."""
        self.ensure_one()
        if not self.date_first or self.currency_id.is_zero(self.amount):
            return 0
        # Not the amounts: a draft that cannot be spread yet is still shown, to be put right.
        days = instalments.due_dates(self.date_first, self.count, self.frequency)
        middle = date.fromordinal(sum(day.toordinal() for day in days) // len(days))
        return max((middle - fields.Date.context_today(self)).days // 30, 0)

    def _get_schedule(self):
        """Return the (date, amount) of each payment offered; the last takes the rounding."""
        self.ensure_one()
        if self.currency_id.is_zero(self.amount):
            return []
        first = self.date_first or self.expires_on or self.date
        try:
            parts = instalments.split(self._to_decimal(self.amount), self.count)
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be spread in %(count)s instalments.",
                    amount=self.currency_id.format(self.amount),
                    count=self.count,
                )
            ) from error
        days = instalments.due_dates(first, self.count, self.frequency)
        return [(day, float(part)) for day, part in zip(days, parts, strict=True)]

    def _to_decimal(self, amount):
        return instalments.Decimal(f"{amount:.{self.currency_id.decimal_places}f}")

    def _is_open_on(self, day):
        """Whether the offer can still be accepted on `day`; its last day counts."""
        self.ensure_one()
        return self.state == "open" and not (self.expires_on and self.expires_on < day)

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Start as a draft, whatever is given: what an offer becomes is written by its steps."""
        for vals in vals_list:
            for name in COURSE_FIELDS:
                vals.pop(name, None)
        return super().create(vals_list)

    def write(self, vals):
        """An offer that was made no longer changes: make another one."""
        if COURSE_FIELDS & vals.keys() and not self.env.su:
            raise UserError(self.env._("Make, accept or refuse an offer with its own buttons."))
        # Follows its dispute into another one: no change of what was offered.
        if vals.keys() - COURSE_FIELDS - ({"case_id"} if self.env.su else set()):
            self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        for offer in self:
            if offer.state != "draft":
                raise UserError(
                    self.env._(
                        "%(offer)s was made: what was offered no longer changes. Make another "
                        "offer.",
                        offer=offer.display_name,
                    )
                )

    def _write_protected(self, vals):
        """Write what only the steps write, for who may write on the offer."""
        self.check_access("write")
        # Checked just above; the values come from a checked step.
        self.sudo().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._check_draft()

    # === EVERY NIGHT === #

    @api.model
    def _cron_expire(self, limit=500):
        """Close the offers whose last day is over."""
        domain = Domain([("state", "=", "open"), ("expires_on", "<", "today")])
        offers = self.search(domain, limit=limit).try_lock_for_update()
        for company_offers in offers.grouped("company_id").values():
            company_offers._in_company_language()._expire()
        self.env["ir.cron"]._commit_progress(
            len(offers), remaining=self.search_count(domain) if offers else 0
        )

    def _describe(self):
        """Return what is offered, in one sentence."""
        self.ensure_one()
        parts = [self._describe_payments()]
        if not self.currency_id.is_zero(self.discount_amount):
            parts.append(
                self.env._(
                    "discount of %(amount)s", amount=self.currency_id.format(self.discount_amount)
                )
            )
        return ", ".join(parts + [line._get_label() for line in self.line_ids])

    def _describe_payments(self):
        amount, count = self.currency_id.format(self.amount), self.count
        date = self.date_first and format_date(self.env, self.date_first)
        if count > 1:
            what = self.env._("%(amount)s in %(count)s payments", amount=amount, count=count)
            return self.env._("%(what)s from %(date)s", what=what, date=date) if date else what
        what = self.env._("%(amount)s paid", amount=amount)
        return self.env._("%(what)s on %(date)s", what=what, date=date) if date else what
