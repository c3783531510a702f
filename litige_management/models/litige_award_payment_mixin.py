from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..legal import execution, instalments, judgment
from ..legal.rates import MissingLegalValue

# Said while a decision is written with its instalments. Compared by identity: a request cannot
# say it.
WHOLE_PLAN = object()


class LitigeAwardPaymentMixin(models.AbstractModel):
    """What is paid after a decision, the time that the judge gave, the interest that goes on."""

    _name = "litige.award.payment.mixin"
    _description = "Payment of What Was Granted"

    currency_id = fields.Many2one("res.currency")  # the decision says which
    instalment_ids = fields.One2many(
        "litige.award.instalment",
        "award_id",
        string="Instalments Granted by the Judge",
        help="Time given to the customer to pay. Nothing can be enforced meanwhile.",
    )
    grace_until = fields.Date(
        string="Time Given Until",
        compute="_compute_grace_until",
        store=True,
        help="The last instalment: until then the raised rate and late penalties do not run.",
    )
    spread_count = fields.Integer(string="Instalments", default=0)
    spread_from = fields.Date(string="First One On")
    extra_paid_amount = fields.Monetary(
        string="Paid Beside the Invoices",
        help="What came in for interest, article 700 or costs, and was booked elsewhere than on "
        "the invoices.",
    )
    paid_amount = fields.Monetary(
        string="Paid Since",
        compute="_compute_payment",
        help="What the invoices received after the day of the decision, as booked, and what came "
        "in beside them.",
    )
    interest_amount = fields.Monetary(
        string="Interest Since",
        compute="_compute_payment",
        help="Counted to this day, on what was left of the sums granted as payments came in.",
    )
    interest_words = fields.Text(string="How It Was Counted", compute="_compute_payment")
    left_amount = fields.Monetary(string="Still to Pay", compute="_compute_payment")
    majorated_from = fields.Date(
        string="Raised Rate From",
        compute="_compute_payment",
        help="From then on the legal rate is raised, because the decision stayed unpaid.",
    )

    @api.depends("instalment_ids.date_due")
    def _compute_grace_until(self):
        for award in self:
            award.grace_until = max(award.instalment_ids.mapped("date_due"), default=False)

    @api.depends(
        "granted_amount",
        "extra_paid_amount",
        "claim_ids.paid_amount",
        "claim_ids.open_amount",
        "rate",
        "agreed_percent",
        "interest_from",
        "enforceable_on",
        "grace_until",
        "date",
    )
    @api.depends_context("lang", "tz")
    def _compute_payment(self):
        today = fields.Date.context_today(self)
        receipts = self._read_receipts()
        for award in self:
            received = receipts[award]
            paid = sum((one.amount for one in received), Decimal())
            award.paid_amount = float(paid)
            award.majorated_from = award._get_majorated_from()
            lines, award.interest_words = award._count_interest(received, today)
            interest = judgment.total(lines)
            award.interest_amount = float(interest)
            due = award._to_decimal(award.granted_amount) + interest - paid
            award.left_amount = float(max(due, Decimal()))

    # === THE LEDGER === #

    def _read_receipts(self):
        """Return what each decision received after its day (`legal.execution.Receipt`).

        Payments are booked on the invoices, where the claims follow them too: nothing is typed
        twice.
        """
        # Whoever reads a decision reads what was paid of it, not the entries.
        awards = self.sudo()
        moves = awards.claim_ids.move_id
        counterparts = self.env["litige.ledger"]._read_counterparts(moves.ids)
        found = defaultdict(list)
        for award in awards:
            origin = self.browse(award.id)
            if award.date:
                found[origin] = [
                    execution.Receipt(day, award._to_decimal(amount))
                    for _key, _kind, day, amount in self.env["litige.promise"]._read_receipts(
                        award.claim_ids.move_id, counterparts
                    )
                    if day > award.date and amount > 0
                ]
            if award.extra_paid_amount:
                day = max(award.date, fields.Date.context_today(self))
                found[origin].append(
                    execution.Receipt(day, award._to_decimal(award.extra_paid_amount))
                )
        return found

    def _get_decision(self):
        """Return what decides the interest after it (`legal.judgment.Decision`)."""
        self.ensure_one()
        runs_after = self.interest_from - timedelta(days=1) if self.interest_from else self.date
        others = sum(
            self._to_decimal(self[f"granted_{head}"])
            for head in ("indemnity", "article_700", "costs")
        )
        return judgment.Decision(
            (
                judgment.Granted(self._to_decimal(self.granted_principal), runs_after),
                judgment.Granted(others, self.date),
            ),
            self.enforceable_on or None,
            self.grace_until or None,
            self.rate,
            Decimal(str(self.agreed_percent)) if self.rate == judgment.AGREED_RATE else None,
        )

    def _count_interest(self, receipts, until):
        """Return the lines of interest to a day, and how they were counted, in words."""
        self.ensure_one()
        if not self.date or self.result == "refused":
            return [], False
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            lines = judgment.interest_after(self._get_decision(), receipts, until, values)
        except MissingLegalValue as error:
            return [], self.env._(
                "Not counted: the law of %(semester)s is not recorded yet.",
                semester=error.semester.label,
            )
        return lines, "\n".join(self._get_interest_words(line) for line in lines)

    def _get_interest_words(self, line):
        return self.env._(
            "%(start)s to %(end)s: %(days)s days on %(principal)s at %(percent)s %% = %(interest)s",
            start=format_date(self.env, line.date_from),
            end=format_date(self.env, line.date_to),
            days=line.days,
            principal=self.currency_id.format(float(line.principal)),
            percent=line.rate.percent.normalize(),
            interest=self.currency_id.format(float(line.interest)),
        )

    def action_register_payment(self):
        """Register what the customer pays, on the invoices: the claims follow."""
        self.ensure_one()
        moves = self.claim_ids.move_id.filtered(
            lambda move: (
                move.state == "posted" and not move.currency_id.is_zero(move.amount_residual)
            )
        )
        if not moves:
            raise UserError(
                self.env._(
                    "Nothing is left open on the invoices. What comes in for interest, article "
                    "700 or costs is noted under “Paid Beside the Invoices”."
                )
            )
        return moves.action_register_payment()

    # === TIME GIVEN BY THE JUDGE === #

    @api.constrains(
        "instalment_ids",
        "date",
        "granted_principal",
        "granted_interest",
        "granted_indemnity",
        "granted_article_700",
        "granted_costs",
    )
    def _check_instalments(self):
        for award in self.filtered("instalment_ids"):
            total = sum(award.instalment_ids.mapped("amount"))
            if award.currency_id.compare_amounts(total, award.granted_amount) > 0:
                raise ValidationError(
                    self.env._(
                        "The instalments add up to %(total)s, more than the %(granted)s granted.",
                        total=award.currency_id.format(total),
                        granted=award.currency_id.format(award.granted_amount),
                    )
                )
            award._check_grace()

    def _check_grace(self):
        self.ensure_one()
        values = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        try:
            last = judgment.last_grace_day(self.date, values)
        except MissingLegalValue as error:
            raise ValidationError(str(error)) from error
        if min(self.instalment_ids.mapped("date_due")) < self.date:
            raise ValidationError(self.env._("No instalment falls due before the decision."))
        if self.grace_until > last:
            raise ValidationError(
                self.env._(
                    "A judge gives time until %(last)s at most for this decision: check the dates "
                    "of the instalments.",
                    last=format_date(self.env, last),
                )
            )

    def action_spread(self):
        """Spread what was granted in equal monthly instalments, as the judge decided."""
        self.ensure_one()
        if self.spread_count < 1 or not self.spread_from:
            raise UserError(self.env._("Say how many instalments there are, and from which day."))
        total = self._to_decimal(self.granted_amount)
        try:
            amounts = instalments.split(
                total, self.spread_count, Decimal(str(self.currency_id.rounding))
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be spread in %(count)s instalments.",
                    amount=self.currency_id.format(self.granted_amount),
                    count=self.spread_count,
                )
            ) from error
        days = instalments.due_dates(self.spread_from, self.spread_count, instalments.MONTH)
        self.instalment_ids = [
            Command.clear(),
            *(
                Command.create({"date_due": day, "amount": float(amount)})
                for day, amount in zip(days, amounts, strict=True)
            ),
        ]


class LitigeAwardInstalment(models.Model):
    """One part of what a judge let a customer pay in time. Payments fill the soonest first."""

    _name = "litige.award.instalment"
    _description = "Instalment Granted by a Judge"
    _order = "date_due, id"
    _check_company_auto = True

    award_id = fields.Many2one("litige.award", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="award_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="award_id.currency_id")
    date_due = fields.Date(string="Last Day", required=True)
    amount = fields.Monetary(required=True)
    paid_amount = fields.Monetary(string="Paid", compute="_compute_state")
    state = fields.Selection(
        [("open", "To come"), ("paid", "Paid"), ("late", "Late")], compute="_compute_state"
    )

    _amount_check = models.Constraint("CHECK (amount > 0)", "An instalment is above zero.")

    @api.constrains("amount", "date_due", "award_id")
    def _check_plan(self):
        """Judge the whole plan when an instalment is written on its own."""
        if self.env.context.get("litige_plan") is not WHOLE_PLAN:
            self.award_id._check_instalments()

    @api.depends("date_due", "amount", "award_id.paid_amount")
    @api.depends_context("tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        receipts = self.award_id._read_receipts()
        for award, lines in self.grouped("award_id").items():
            every = award.instalment_ids | lines
            plan = [
                execution.Instalment(line.date_due or today, award._to_decimal(line.amount))
                for line in every
            ]
            filled = dict(zip(every, execution.fill(plan, receipts[award]).lines, strict=True))
            for line in lines:
                one = filled[line]
                line.paid_amount = float(one.paid)
                late = one.is_late(today)
                line.state = "late" if late else "open" if one.open > 0 else "paid"
