from collections import Counter

from odoo import api, fields, models

from .litige_case import STANDINGS

DISPUTE_GROUPS = "litige_management.litige_management_group_resolver,account.group_account_readonly"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = [
        "litige.insolvency.mixin",  # first: it follows what is written on the customer
        "res.partner",
        "litige.addressee.mixin",
        "litige.debtor.mixin",
    ]

    litige_standing = fields.Selection(
        STANDINGS,
        string="Standing in Disputes",
        help="What this customer is when buying from you. Confirmed on each dispute.",
        groups="base.group_user",
    )
    litige_penalty_rate = fields.Float(
        string="Contractual Late-Payment Rate (%)",
        digits=(6, 3),
        company_dependent=True,
        groups="account.group_account_invoice,account.group_account_readonly",
        help="The yearly rate agreed with this customer, in per cent. Zero: your general rate.",
    )
    litige_case_ids = fields.One2many(
        "litige.case",
        "partner_id",
        string="Dispute Cases",
        groups=DISPUTE_GROUPS,
    )
    litige_case_count = fields.Integer(
        string="Dispute Count",
        compute="_compute_litige_case_count",
        groups=DISPUTE_GROUPS,
    )
    litige_open_case_count = fields.Integer(
        string="Open Disputes",
        compute="_compute_litige_case_count",
        groups=DISPUTE_GROUPS,
    )

    def _compute_litige_case_count(self):
        counts = Counter()
        open_counts = Counter()
        for partner, phase, count in self.env["litige.case"]._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids)],
            ["partner_id", "phase"],
            ["__count"],
        ):
            counts[partner] += count
            open_counts[partner] += count if phase != "closed" else 0
        for partner in self:
            partner.litige_case_count = counts[partner.commercial_partner_id]
            partner.litige_open_case_count = open_counts[partner.commercial_partner_id]

    @api.model
    def _commercial_fields(self):
        """A contact has the standing, the form and the consents of its company."""
        return [
            *super()._commercial_fields(),
            "litige_standing",
            "litige_legal_form",
            "litige_registered_email_on",
            "litige_registered_email_proof",
        ]

    def _litige_propose_standing(self):
        """Propose what a customer is: as recorded, else a consumer when a person without VAT.

        A company is left to a person: its legal form is not known here.
        """
        self.ensure_one()
        partner = self.commercial_partner_id
        if partner.litige_standing:
            return partner.litige_standing
        return False if partner.is_company or partner.vat else "consumer"

    def action_litige_view_cases(self):
        """Open the disputes of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {},
        }

    def action_litige_open(self):
        """Open a dispute on this customer's overdue invoices."""
        self.ensure_one()
        return self.env["litige.case.open"]._action_for_partner(self.commercial_partner_id)
