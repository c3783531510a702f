from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal.exits import Part

EXIT_GROUPS = "litige_management.litige_management_group_user,account.group_account_readonly"


class AccountAccount(models.Model):
    _inherit = "account.account"

    def _litige_is_due(self):
        """Whether what stands on this account is owed by a customer.

        The receivable accounts, and account 416 of the French chart (doubtful or disputed
        customers), which Odoo delivers as a plain current asset. See `litige.ledger`.
        """
        self.ensure_one()
        if self.account_type == "asset_receivable":
            return True
        if self.account_type != "asset_current" or not self.reconcile:
            return False
        # Its number in its own companies, whichever the user works in.
        companies = self.sudo().company_ids
        return any(
            (self.with_company(company).code or "").startswith("416") for company in companies
        )


class AccountTaxRepartitionLine(models.Model):
    _inherit = "account.tax.repartition.line"

    def _litige_get_refund_twin(self):
        """Return the line of the same rank that a credit note uses."""
        self.ensure_one()
        tax = self.tax_id
        ours = tax.invoice_repartition_line_ids
        theirs = tax.refund_repartition_line_ids
        if self not in ours or len(ours) != len(theirs):
            return self
        return theirs[list(ours).index(self)]


class AccountMove(models.Model):
    """Drafts made for disputes: what they end, and what follows when they are posted."""

    _inherit = "account.move"

    litige_exit_ids = fields.One2many(
        "litige.exit", "move_id", string="Accounting Exits", groups=EXIT_GROUPS
    )
    litige_exit_case_name = fields.Char(
        string="Drafted for the Dispute",
        compute="_compute_litige_exit_case_name",
        groups="base.group_user",
        help="The dispute this entry was drafted for: an accountant checks and posts it.",
    )

    @api.depends("litige_exit_ids")
    def _compute_litige_exit_case_name(self):
        # The number of the dispute is no secret to those who see the entry.
        exits = self.env["litige.exit"].sudo().search([("move_id", "in", self.ids)])
        by_move = exits.grouped("move_id")
        for move in self:
            found = by_move.get(move._origin.sudo())
            move.litige_exit_case_name = found.case_id[:1].name if found else False

    def action_litige_view_exits(self):
        """Open the exits this entry was drafted for."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("litige_management.litige_exit_action"),
            "domain": [("move_id", "in", self.ids)],
            "context": {},
        }

    def _post(self, soft=True):
        """Set posted drafts of disputes against what they end, as Odoo does for credit notes."""
        posted = super()._post(soft)
        if posted:
            # Whoever posts may have no right on disputes: the draft was asked for by who has.
            exits = self.env["litige.exit"].sudo().search([("move_id", "in", posted.ids)])
            exits._on_posted()
        return posted

    def _litige_get_tax_groups(self):
        """Return what this invoice sold under each set of taxes: base, VAT, tags, tax lines.

        Bases and VAT are in the currency of the invoice and add up to its total.
        """
        self.ensure_one()
        digits = self.currency_id.decimal_places
        lines = self.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        groups = []
        for taxes, sold in lines.grouped("tax_ids").items():
            flat = taxes.flatten_taxes_hierarchy()
            tax_lines = self.line_ids.filtered(lambda line, flat=flat: line.tax_line_id in flat)
            bases = flat.refund_repartition_line_ids.filtered(
                lambda one: one.repartition_type == "base"
            )
            is_on_payment = any(tax.tax_exigibility == "on_payment" for tax in flat)
            groups.append(
                {
                    "taxes": taxes,
                    "base": sum(sold.mapped("price_subtotal")),
                    "total": sum(sold.mapped("price_total")),
                    "tax_lines": tax_lines,
                    "base_tags": bases.tag_ids.browse() if is_on_payment else bases.tag_ids,
                    "is_on_payment": is_on_payment,
                }
            )
        if not groups:
            raise UserError(
                self.env._("%(invoice)s has no line to share an amount over.", invoice=self.name)
            )
        # A total rounded once may differ by a cent from lines rounded one by one.
        rest = self.amount_total - sum(group["total"] for group in groups)
        largest = max(groups, key=lambda group: (bool(group["tax_lines"]), group["total"]))
        largest["total"] += rest
        for group in groups:
            base = Decimal(f"{group['base']:.{digits}f}")
            total = Decimal(f"{group['total']:.{digits}f}")
            group["part"] = Part(base, total - base)
        return groups
