from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import float_repr, format_date, formatLang

from ..legal import estimate


class LitigeEstimate(models.Model):
    """Settle, or go on? One comparison, on one day, of what each way is worth.

    Nothing is assumed: a person gives each figure, and every result shows the sum it comes from.
    """

    _name = "litige.estimate"
    _inherit = ["litige.assessed.mixin", "litige.case.part.mixin"]
    _description = "Settle or Go On"
    _order = "date desc, id desc"
    _rec_name = "date"

    case_id = fields.Many2one(ondelete="cascade")
    date = fields.Date(required=True, default=fields.Date.context_today)
    note = fields.Text(
        string="Why These Figures",
        help="Where each figure comes from: in six months you will want to know.",
    )
    # Going on
    amount = fields.Monetary(
        string="Amount at Stake",
        help="What the customer would be ordered to pay if you win everything.",
    )
    chance = fields.Float(
        string="Chance of Winning (%)",
        digits=(5, 1),
        aggregator=None,
        help="Your own honest guess, or your lawyer's. At 0, going on is counted as lost.",
    )
    collection = fields.Float(
        string="Chance of Being Paid (%)",
        digits=(5, 1),
        default=100.0,
        aggregator=None,
        help="Once you have won: a judgment against someone who has nothing is worth nothing. "
        "100: payment is certain.",
    )
    months = fields.Integer(
        string="Months Until Paid",
        aggregator=None,
        help="From today to the money, if you go on and win.",
    )
    costs = fields.Monetary(
        string="Costs That Stay Yours",
        help="Lawyer, expert, your own time: what you spend and never get back, even if you win.",
    )
    costs_recovered = fields.Monetary(
        string="Costs Paid Back After a Win",
        help="What you advance and the loser pays back: court fees, part of the lawyer's fees.",
    )
    costs_other = fields.Monetary(
        string="Costs Owed After a Loss",
        help="What you would have to pay the other side if you lose.",
    )
    rate = fields.Float(
        string="Cost of Waiting (% a Year)",
        digits=(5, 2),
        aggregator=None,
        help="What money costs you for a year, as simple interest: the rate of your overdraft, or "
        "the legal interest rate. At 0, waiting costs nothing.",
    )
    # Settling
    offer = fields.Monetary(
        string="Offer on the Table",
        help="What you would get by settling today. 0: nothing is offered yet.",
    )
    offer_months = fields.Integer(
        string="Months Until the Offer Is Paid",
        aggregator=None,
        help="0: paid when the agreement is signed. For instalments, the middle of the plan.",
    )
    offer_collection = fields.Float(
        string="Chance That the Offer Is Paid (%)",
        digits=(5, 1),
        default=100.0,
        aggregator=None,
        help="100: payment is certain, for instance by bank cheque at the signing.",
    )
    # Results
    go_on_value = fields.Monetary(
        string="Going On Is Worth",
        compute="_compute_result",
        help="On average, today, all costs deducted.",
    )
    settle_value = fields.Monetary(
        string="The Offer Is Worth",
        compute="_compute_result",
        help="Today, counting the wait and the risk that it is not paid.",
    )
    break_even_offer = fields.Monetary(
        compute="_compute_result",
        help="The least offer, paid on the same terms, that is worth as much as going on.",
    )
    verdict = fields.Text(compute="_compute_result")
    explanation = fields.Html(string="How It Is Counted", compute="_compute_result")
    chart = fields.Json(compute="_compute_result")

    _amounts_check = models.Constraint(
        "CHECK (amount >= 0 AND costs >= 0 AND costs_recovered >= 0 AND costs_other >= 0 "
        "AND offer >= 0 AND months >= 0 AND offer_months >= 0 AND rate >= 0)",
        "Amounts, months and rates are not negative here.",
    )
    _chances_check = models.Constraint(
        "CHECK (chance BETWEEN 0 AND 100 AND collection BETWEEN 0 AND 100 "
        "AND offer_collection BETWEEN 0 AND 100)",
        "A chance goes from 0 to 100 %.",
    )

    # === PROPOSALS === #

    @api.model
    def default_get(self, fields_list):
        """Start from the last estimate of the dispute, or from what the dispute holds."""
        values = super().default_get(fields_list)
        case = self.env["litige.case"].browse(values.get("case_id"))
        if case:
            last = case.estimate_ids[:1]
            proposed = last._copy_inputs() if last else self._propose_inputs(case)
            values.update({k: v for k, v in proposed.items() if k in fields_list})
        return values

    def _copy_inputs(self):
        names = [*estimate.Inputs._fields, "note"]
        return {name: self[name] for name in names}

    @api.model
    def _propose_inputs(self, case):
        """Return what the dispute itself says, and in a note where it comes from."""
        today = format_date(self.env, fields.Date.context_today(self))
        values = {"amount": case.open_amount}
        notes = [self.env._("Amount: what is still due on %(date)s.", date=today)]
        opinion = case.opinion_ids.filtered("chance_percent")[:1]
        if opinion:
            values["chance"] = opinion.chance_percent
            notes.append(
                self.env._(
                    "Chance of winning: opinion of %(lawyer)s, %(date)s.",
                    lawyer=opinion.lawyer_id.name,
                    date=format_date(self.env, opinion.date),
                )
            )
        return {**values, "note": "\n".join(notes)}

    # === COMPUTES === #

    @api.depends(*estimate.Inputs._fields, "currency_id")
    @api.depends_context("lang")
    def _compute_result(self):
        for record in self:
            inputs = record._get_inputs()
            # A figure half typed, or none yet: nothing is concluded from it.
            missing = record._get_missing_sentence(inputs)
            if missing:
                record.go_on_value = record.settle_value = record.break_even_offer = 0
                record.verdict = missing
                record.explanation = record.chart = False
                continue
            decimals = record.currency_id.decimal_places if record.currency_id else 2
            result = estimate.compute(inputs, decimals)
            record.go_on_value = result.go_on
            record.settle_value = result.settle
            record.break_even_offer = result.break_even_offer or 0
            record.verdict = record._get_verdict(result)
            record.explanation = record._explain(inputs, result)
            record.chart = record._get_chart(inputs, result)

    def _get_inputs(self):
        """Return the figures as `legal.estimate.Inputs`, exact to what the screen shows."""
        self.ensure_one()
        return estimate.Inputs(
            **{name: Decimal(float_repr(self[name], 4)) for name in estimate.Inputs._fields}
        )

    def _compare_offer(self, amount, months):
        """Return in words what an offer of `amount`, paid in `months`, is worth beside going on."""
        self.ensure_one()
        inputs = self._get_inputs()._replace(
            offer=Decimal(float_repr(amount, 4)), offer_months=Decimal(months)
        )
        return self._get_missing_sentence(inputs) or self._get_verdict(
            estimate.compute(inputs, self.currency_id.decimal_places)
        )

    # === WORDS === #

    def _money(self, amount):
        return formatLang(self.env, float(amount), currency_obj=self.currency_id)

    def _number(self, value):
        """Format a figure without decimals that say nothing: 4, 2.5, 78.8."""
        digits = max(0, -Decimal(value).normalize().as_tuple().exponent)
        return formatLang(self.env, float(value), digits=digits)

    def _percent(self, value):
        return self.env._("%(number)s%%", number=self._number(value))

    def _get_missing_sentence(self, inputs):
        """Say which figure is missing or cannot be; nothing when they can be compared."""
        impossible = estimate.find_impossible(inputs)
        if impossible:
            labels = self.fields_get(impossible, ["string"])
            return self.env._(
                "Nothing is compared yet: correct %(figures)s. A chance goes from 0 to 100%%, and "
                "no figure is below zero.",
                figures=", ".join(labels[name]["string"] for name in impossible),
            )
        if not inputs.amount:
            return self.env._(
                "Nothing is compared yet: give the amount at stake and how likely you are to win."
            )
        return ""

    def _get_verdict(self, result):
        """Say in one or two sentences which way is worth more."""
        gap = self._money(abs(result.settle - result.go_on))
        sentences = []
        if not self.chance:
            sentences.append(
                self.env._(
                    "Say how likely you are to win: until then, going on is counted as lost."
                )
            )
        if result.advice == estimate.NO_OFFER:
            sentences.append(
                self.env._(
                    "Going on is worth %(value)s on average.", value=self._money(result.go_on)
                )
            )
        elif result.advice == estimate.EVEN:
            sentences.append(self.env._("Both ways are worth the same on average."))
        elif result.advice == estimate.SETTLE:
            sentences.append(
                self.env._("On average, the offer is worth %(gap)s more than going on.", gap=gap)
            )
        else:
            sentences.append(
                self.env._("On average, going on is worth %(gap)s more than the offer.", gap=gap)
            )
        if self.chance:  # else nobody has said yet what going on may bring
            sentences.append(self._get_break_even_sentence(result))
        return " ".join(sentences)

    def _get_break_even_sentence(self, result):
        if result.break_even_offer is None:
            return self.env._("An offer that would never be paid is worth nothing.")
        if not result.go_on:
            return self.env._("Going on brings no more than it costs: any offer is worth more.")
        if result.go_on < 0:
            return self.env._("Going on costs more than it brings: any offer is worth more.")
        return self.env._(
            "From %(amount)s, paid on the same terms, an offer is worth at least as much as "
            "going on.",
            amount=self._money(result.break_even_offer),
        )

    def _explain(self, inputs, result):
        """Return each figure with the sum it comes from, as a table."""
        row = Markup("<tr><th scope='row'>%s</th><td>%s</td><td class='text-end'>%s</td></tr>")
        rows = Markup("").join(
            row % (label, formula, value)
            for label, formula, value in (
                *self._get_going_on_rows(inputs, result),
                *self._get_settling_rows(inputs, result),
                *self._get_end_rows(inputs, result),
            )
        )
        return Markup("<table class='table table-sm'><tbody>%s</tbody></table>") % rows

    def _wait(self, rate, months):
        """Return how waiting is counted: `÷ (1 + 4% × 18 ÷ 12)`, nothing when it costs nothing."""
        if not rate or not months:
            return ""
        return f" ÷ (1 + {self._percent(rate)} × {self._number(months)} ÷ 12)"

    def _get_going_on_rows(self, inputs, result):
        wait = self._wait(inputs.rate, inputs.months)
        stake = f"({self._money(inputs.amount)} + {self._money(inputs.costs_recovered)})"
        chances = f"{self._percent(inputs.chance)} × {self._percent(inputs.collection)}"
        gain = f"{stake} × {chances}{wait}"
        loss = f"{self._money(inputs.costs_other)} × {self._percent(100 - inputs.chance)}{wait}"
        spent = f"{self._money(inputs.costs)} + {self._money(inputs.costs_recovered)}"
        total = (
            f"{self._money(result.gain)} − {self._money(result.loss)} − {self._money(result.spent)}"
        )
        return (
            (self.env._("What a win brings, on average"), gain, self._money(result.gain)),
            (self.env._("What a loss costs, on average"), loss, self._money(result.loss)),
            (self.env._("Our costs, paid whatever happens"), spent, self._money(result.spent)),
            (
                self.env._("Going on is worth"),
                total,
                Markup("<b>%s</b>") % self._money(result.go_on),
            ),
        )

    def _get_settling_rows(self, inputs, result):
        wait = self._wait(inputs.rate, inputs.offer_months)
        worth = f"{self._percent(inputs.offer_collection)}{wait}"
        rows = [
            (
                self.env._("The offer is worth"),
                f"{self._money(inputs.offer)} × {worth}",
                Markup("<b>%s</b>") % self._money(result.settle),
            )
        ]
        if result.break_even_offer:
            rows.append(
                (
                    self.env._("Offer worth as much as going on"),
                    f"{self._money(result.go_on)} ÷ " + (f"({worth})" if wait else worth),
                    self._money(result.break_even_offer),
                )
            )
        if inputs.offer and result.break_even_chance is not None:
            rows.append(
                (
                    self.env._("Chance from which going on is worth the offer"),
                    self.env._("where the line of the chart crosses the offer"),
                    self._percent(result.break_even_chance),
                )
            )
        return rows

    def _get_end_rows(self, inputs, result):
        """Return the three ways it can end, with how often each one does."""
        won = inputs.chance / 100
        paid = inputs.collection / 100
        return tuple(
            (
                label,
                self.env._(
                    "%(times)s times in 100",
                    times=self._number((share * 100).quantize(Decimal("0.1"))),
                ),
                self._money(value),
            )
            for label, share, value in (
                (self.env._("Left if we win and are paid"), won * paid, result.won_paid),
                (
                    self.env._("Left if we win and are never paid"),
                    won * (1 - paid),
                    result.won_unpaid,
                ),
                (self.env._("Left if we lose"), 1 - won, result.lost),
            )
        )

    # === CHART === #

    def _get_chart(self, inputs, result):
        """Return what the chart draws: going on against the chance of winning, and the offer."""
        return {
            "points": [
                {
                    "chance": float(point.chance),
                    "value": float(point.value),
                    "label": self._money(point.value),
                }
                for point in result.points
            ],
            "chance": float(inputs.chance),
            "go_on": {"value": float(result.go_on), "label": self._money(result.go_on)},
            "offer": bool(inputs.offer)
            and {"value": float(result.settle), "label": self._money(result.settle)},
            "zero": self._money(0),
            "words": {
                "title": self.env._("What going on is worth, for each chance of winning"),
                "go_on": self.env._("Going on"),
                "offer": self.env._("Offer"),
                "chance": self.env._("Chance of winning"),
                "here": self.env._(
                    "Your estimate: %(chance)s", chance=self._percent(inputs.chance)
                ),
                "summary": self._get_verdict(result),
            },
        }
