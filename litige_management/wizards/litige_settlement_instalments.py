from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..legal import instalments

MOST = 120  # instalments: more is a slip of the keyboard


class LitigeSettlementInstalments(models.TransientModel):
    _name = "litige.settlement.instalments"
    _description = "Spread an Agreement in Instalments"

    settlement_id = fields.Many2one("litige.settlement", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="settlement_id.currency_id")
    amount = fields.Monetary(related="settlement_id.settled_amount", string="Amount to Spread")
    count = fields.Integer(string="Instalments", default=3, required=True)
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
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    preview = fields.Text(compute="_compute_preview")

    @api.depends("settlement_id", "count", "amount", "frequency", "date_first")
    def _compute_preview(self):
        self.preview = False
        for wizard in self.filtered(lambda one: one.settlement_id and one.date_first):
            try:
                schedule = wizard._get_schedule()
            except UserError as error:
                wizard.preview = error.args[0]
                continue
            form = wizard.settlement_id.currency_id.format
            first, last = form(schedule[0][1]), form(schedule[-1][1])
            if first == last:
                wizard.preview = self.env._(
                    "%(count)s × %(amount)s",
                    count=len(schedule),
                    amount=first,
                )
            else:
                wizard.preview = self.env._(
                    "%(count)s × %(amount)s, then %(last)s",
                    count=len(schedule) - 1,
                    amount=first,
                    last=last,
                )

    def _get_schedule(self):
        """Return the (date, amount) of each instalment; the last takes the rounding.

        :raise UserError: no instalment, or too many for the amount
        """
        self.ensure_one()
        settlement = self.settlement_id
        total = settlement._to_decimal(settlement.settled_amount)
        rounding = Decimal(str(settlement.currency_id.rounding))
        try:
            amounts = instalments.split(total, min(self.count, MOST + 1), rounding)
            if len(amounts) > MOST:
                raise ValueError("Too many instalments")
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be spread in %(count)s instalments.",
                    amount=settlement.currency_id.format(settlement.settled_amount),
                    count=self.count,
                )
            ) from error
        dates = instalments.due_dates(self.date_first, self.count, self.frequency)
        return [(day, float(amount)) for day, amount in zip(dates, amounts, strict=True)]

    def action_spread(self):
        """Replace the customer's payments by the instalments."""
        self.ensure_one()
        old = self.settlement_id._get_instalments()
        self.settlement_id.write(
            {
                "commitment_ids": [
                    *(Command.delete(line.id) for line in old),
                    *(
                        Command.create(
                            {
                                "party": "customer",
                                "kind": "payment",
                                "date_due": day,
                                "amount": amount,
                            }
                        )
                        for day, amount in self._get_schedule()
                    ),
                ],
            }
        )
