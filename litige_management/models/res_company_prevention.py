from odoo import fields, models
from odoo.tools import html2plaintext


class ResCompany(models.Model):
    """What the company does before any dispute: what its invoices say, and when it is warned."""

    _inherit = "res.company"

    litige_print_mentions = fields.Boolean(
        string="Print Legal Mentions on Invoices",
        default=True,
        help="To professionals: the rate of late-payment penalties, the fixed indemnity, early "
        "payment. To consumers: your mediator. From the dated tables; what the invoice already "
        "says is not said twice.",
    )
    litige_block_terms = fields.Boolean(
        string="Refuse Unlawful Payment Terms",
        help="An invoice whose due date goes beyond what the law allows cannot be confirmed, "
        "unless somebody dismisses the warning first. Otherwise it only warns.",
    )

    def _litige_is_french(self):
        """Whether the invoices of the company follow French law."""
        self.ensure_one()
        return (self.account_fiscal_country_id or self.country_id).code == "FR"

    def _litige_prints_mentions(self):
        """Whether our mentions are added to the invoices of the company."""
        self.ensure_one()
        return self.litige_print_mentions and self._litige_is_french()

    def _litige_get_layout_text(self):
        """Return as plain text what the layout prints on each document of the company."""
        self.ensure_one()
        texts = (self.report_header, self.report_footer, self.company_details)
        return "\n".join([self.name or "", *(html2plaintext(text) for text in texts if text)])
