from odoo import api, fields, models

from .litige_settlement_signatory import PARTIES


class LitigeOfferLine(models.Model):
    """What one side would do beside the payment: a service, a credit note, a claim withdrawn…"""

    _name = "litige.offer.line"
    _description = "Part of an Offer"
    _order = "offer_id, id"
    _rec_name = "description"
    _check_company_auto = True

    offer_id = fields.Many2one(
        "litige.offer", required=True, ondelete="cascade", index=True, check_company=True
    )
    company_id = fields.Many2one(
        related="offer_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="offer_id.currency_id")
    party = fields.Selection(PARTIES, string="Who", required=True, default="us")
    kind = fields.Selection(
        [
            ("service", "Service or work"),
            ("credit_note", "Credit note"),
            ("withdrawal", "Withdrawal of a claim or a suit"),
            ("other", "Other"),
        ],
        string="What",
        required=True,
        default="service",
    )
    description = fields.Char(required=True, help="As the agreement would say it.")
    amount = fields.Monetary(help="Tax included, when it has one.")
    date_due = fields.Date(string="At the Latest On")

    _amount_check = models.Constraint("CHECK (amount >= 0)", "An amount cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to add to an offer that was made."""
        lines = super().create(vals_list)
        lines.offer_id._check_draft()
        return lines

    def write(self, vals):
        """Refuse to change an offer that was made."""
        self.offer_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        self.offer_id._check_draft()

    def _get_label(self):
        """Return who does what, in a few words: by name, since both sides read it."""
        self.ensure_one()
        who = self.company_id if self.party == "us" else self.offer_id.partner_id
        amount = f", {self.currency_id.format(self.amount)}" if self.amount else ""
        return self.env._("%(who)s: %(what)s", who=who.name, what=f"{self.description}{amount}")
