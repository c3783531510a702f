from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..legal import instalments


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
        default=instalments.MONTH, required=True,
    )
    date_first = fields.Date(
        string="First One On", required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
    )
    preview = fields.Text(compute="_compute_preview")

    @api.depends("count", "amount", "frequency", "date_first")
    def _compute_preview(self):
        for wizard in self:
            try:
                schedule = wizard._get_schedule()
            except UserError as error:
                wizard.preview = error.args[0]
                continue
            first, last = schedule[0][1], schedule[-1][1]
            if first == last:
                wizard.preview = self.env._(
                    "%(count)s × %(amount)s", count=len(schedule),
                    amount=wizard.currency_id.format(first),
                )
            else:
                wizard.preview = self.env._(
                    "%(count)s × %(amount)s, then %(last)s", count=len(schedule) - 1,
                    amount=wizard.currency_id.format(first), last=wizard.currency_id.format(last),
                )

    def _get_schedule(self):
        """Return the (date, amount) of each instalment; the last takes the rounding.

        :raise UserError: no instalment, or too many for the amount
        """
        self.ensure_one()
        total = self.settlement_id._to_decimal(self.amount)
        try:
            amounts = instalments.split(
                total, self.count, Decimal(str(self.currency_id.rounding))
            )
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be spread in %(count)s instalments.",
                    amount=self.currency_id.format(self.amount), count=self.count,
                )
            ) from error
        dates = instalments.due_dates(self.date_first, self.count, self.frequency)
        return [(day, float(amount)) for day, amount in zip(dates, amounts, strict=True)]

    def action_spread(self):
        """Replace the customer's payments by the instalments."""
        self.ensure_one()
        old = self.settlement_id._get_instalments()
        self.settlement_id.write({
            "commitment_ids": [
                *(Command.delete(line.id) for line in old),
                *(
                    Command.create({
                        "party": "customer", "kind": "payment", "date_due": day, "amount": amount,
                    })
                    for day, amount in self._get_schedule()
                ),
            ],
        })
