"""How each contact of the worklist ended, and when the customer comes back to it."""

from odoo import fields, models

OUTCOMES = [
    ("promised", "Promises to pay"),
    ("paid", "Says it is paid"),
    ("disputes", "Disputes it"),
    ("not_received", "Invoice not received"),
    ("no_answer", "No answer"),
    ("wrong_contact", "Wrong contact"),
    ("other", "Something else"),
]


class LitigeContactOutcome(models.Model):
    """One contact with one customer: what came of it. Only the worklist makes them."""

    _name = "litige.contact.outcome"
    _description = "Outcome of a Contact"
    _order = "occurred_at desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, index=True)
    occurred_at = fields.Datetime(string="When", required=True, readonly=True)
    date = fields.Date(
        string="Day", required=True, readonly=True, index=True, help="The day it was where you are."
    )
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True)
    amount = fields.Monetary(
        string="Overdue Then",
        readonly=True,
        help="What was overdue on that day, in the company's currency.",
    )
    promised_amount = fields.Monetary(
        string="Promised",
        readonly=True,
        help="What was promised in that contact, in the company's currency.",
    )
    return_at = fields.Datetime(
        string="Comes Back On",
        readonly=True,
        help="Until then the customer is not in the list of people to contact.",
    )
    communication_id = fields.Many2one(
        "litige.communication",
        string="Exchange",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="What was logged of it.",
    )
    is_latest = fields.Boolean(
        readonly=True, help="The last contact with this customer: the one that counts."
    )

    # Two people who call the same customer at once: the second one is told.
    _latest_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE is_latest", "Someone has just contacted this customer."
    )

    def action_open_exchange(self):
        """Show what was logged of this contact, else the customer."""
        self.ensure_one()
        record = self.communication_id or self.partner_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
