from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import exits as law


class LitigeCaseExitLine(models.TransientModel):
    """One disputed invoice in the wizard: how much of it is conceded, written off…"""

    _name = "litige.case.exit.line"
    _description = "Invoice to Concede or Write Off"

    wizard_id = fields.Many2one("litige.case.exit", required=True, ondelete="cascade")
    claim_id = fields.Many2one("litige.claim", required=True, readonly=True, ondelete="cascade")
    # Read as whoever asks: the claim is what the browser says.
    invoice_id = fields.Many2one(related="claim_id.move_id", string="Invoice", related_sudo=False)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    open_amount = fields.Monetary(related="claim_id.open_amount", related_sudo=False)
    amount = fields.Monetary(help="With VAT.")
    untaxed_amount = fields.Monetary(string="Without VAT", compute="_compute_parts")
    tax_amount = fields.Monetary(string="VAT", compute="_compute_parts")
    interest_amount = fields.Monetary(string="Interest")
    indemnity_amount = fields.Monetary(string="Fixed Indemnity")
    words = fields.Text(string="How It Was Counted")

    @api.depends("amount", "claim_id")
    def _compute_parts(self):
        for line in self:
            parts = line._split() if line.claim_id and line.amount else []
            line.untaxed_amount = float(sum((part.base for part in parts), Decimal(0)))
            line.tax_amount = float(sum((part.tax for part in parts), Decimal(0)))

    @api.onchange("interest_amount", "indemnity_amount")
    def _onchange_interest(self):
        if self.wizard_id.kind == "interest":
            self.amount = self.currency_id.round(self.interest_amount + self.indemnity_amount)

    def _split(self):
        """Return the parts of the amount under each set of taxes of the invoice."""
        digits = self.currency_id.decimal_places
        groups = self.claim_id.move_id._litige_get_tax_groups()
        return law.split(
            Decimal(f"{self.amount:.{digits}f}"), [group["part"] for group in groups], digits
        )

    def _check_amount(self):
        """Refuse what cannot be given up on this invoice, or what was counted differently."""
        self.ensure_one()
        wizard, currency = self.wizard_id, self.currency_id
        if currency.compare_amounts(self.amount, 0.0) < 0:
            raise UserError(self.env._("An amount is never negative here."))
        if wizard.kind == "interest":
            counted = wizard._prepare_interest_lines(wizard.case_id.claim_ids)
            most = {one["claim_id"]: one for one in counted}.get(self.claim_id.id, {})
            for name in ("interest_amount", "indemnity_amount"):
                if currency.compare_amounts(self[name], most.get(name, 0.0)) > 0:
                    raise UserError(
                        self.env._(
                            "%(amount)s is more than the law lets you claim on %(invoice)s.",
                            amount=currency.format(self[name]),
                            invoice=self.invoice_id.name,
                        )
                    )
            self.amount = currency.round(self.interest_amount + self.indemnity_amount)
            return
        wizard._check_within(self.claim_id, self.amount)
        if wizard.kind == "doubtful":
            self._check_doubtful()

    def _check_doubtful(self):
        """Refuse to move an invoice whose VAT falls due on payment: Odoo would declare it."""
        groups = self.claim_id.move_id._litige_get_tax_groups()
        if any(group["is_on_payment"] and group["part"].tax for group in groups):
            raise UserError(
                self.env._(
                    "The VAT of %(invoice)s falls due on payment: moved to another account, Odoo "
                    "would declare it as paid. Keep it where it is and provide for it there.",
                    invoice=self.invoice_id.name,
                )
            )
        if self.currency_id.compare_amounts(self.amount, self.invoice_id.amount_residual) > 0:
            raise UserError(
                self.env._("%(invoice)s was moved already.", invoice=self.invoice_id.name)
            )

    def _get_loss_words(self):
        """Tell the accountant what becomes of the VAT, and what was provided for before."""
        booked = self.wizard_id._get_booked_provision(self.claim_id)
        if self.currency_id.compare_amounts(booked, 0.0) <= 0:
            return self._get_vat_words()
        return self.env._(
            "%(words)s %(amount)s is provided for on this invoice: reverse it too.",
            words=self._get_vat_words(),
            amount=self.currency_id.format(booked),
        )

    def _get_vat_words(self):
        """Tell the accountant what becomes of the VAT, and on which ground."""
        if self.wizard_id.is_vat_recovered:
            ticked = self.wizard_id.tick_ids.filtered("is_done").check_id
            return self.env._(
                "VAT of %(tax)s taken back. Checked: %(checks)s.",
                tax=self.currency_id.format(self.tax_amount),
                checks=" ; ".join(ticked.mapped("name")),
            )
        return self.env._(
            "VAT not taken back: the proofs needed were not ticked. VAT that falls due on payment "
            "leaves its waiting account all the same."
        )

    # === WORDS FOR THE CUSTOMER, IN FRENCH === #

    def _get_vat_mention(self):
        """Return what the duplicate of the invoice must say for its VAT to be recovered."""
        citation = self.env["litige.legal.reference"]._get_citations(
            ["vat_bad_debt"], self.wizard_id.date
        )["vat_bad_debt"]
        return (
            f"Facture demeurée impayée pour la somme de {self._in_french(self.untaxed_amount)} "
            f"(prix net) et pour la somme de {self._in_french(self.tax_amount)} (TVA "
            f"correspondante) qui ne peut faire l’objet d’une déduction ({citation})."
        )

    def _get_interest_mention(self):
        """Return why the invoice of interest and indemnity bears no VAT."""
        return (
            "Intérêts de retard et indemnité forfaitaire pour frais de recouvrement : sommes qui "
            "réparent un retard de paiement, hors du champ d’application de la TVA."
        )

    def _in_french(self, amount):
        plain = f"{amount:,.{self.currency_id.decimal_places}f}"
        sign = "€" if self.currency_id.name == "EUR" else self.currency_id.name
        return plain.replace(",", "\u202f").replace(".", ",") + f"\u00a0{sign}"


class LitigeCaseExitProduct(models.TransientModel):
    """One line of a disputed invoice, and how much of it is credited."""

    _name = "litige.case.exit.product"
    _description = "Invoice Line to Credit"

    wizard_id = fields.Many2one("litige.case.exit", required=True, ondelete="cascade")
    claim_id = fields.Many2one("litige.claim", required=True, readonly=True, ondelete="cascade")
    move_line_id = fields.Many2one(
        "account.move.line", required=True, readonly=True, ondelete="cascade"
    )
    invoice_id = fields.Many2one(related="claim_id.move_id", string="Invoice", related_sudo=False)
    name = fields.Char(related="move_line_id.name", related_sudo=False)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    invoiced_quantity = fields.Float(
        related="move_line_id.quantity", string="Invoiced", related_sudo=False
    )
    quantity = fields.Float(string="Credited", digits="Product Unit")
    amount = fields.Monetary(compute="_compute_amount", help="With VAT.")

    @api.depends("quantity", "move_line_id")
    def _compute_amount(self):
        for line in self:
            sold = line.move_line_id
            share = line.quantity / sold.quantity if sold.quantity else 0.0
            line.amount = line.currency_id.round(sold.price_total * share)

    def _check_quantity(self):
        """Refuse to credit more than was invoiced, or a line of another invoice."""
        self.ensure_one()
        twins = self.wizard_id.product_ids.filtered(
            lambda other: other.quantity and other.move_line_id == self.move_line_id
        )
        if (
            not 0 <= self.quantity <= self.invoiced_quantity
            or self.move_line_id.move_id != self.invoice_id
            or len(twins) > 1
        ):
            raise UserError(
                self.env._(
                    "%(name)s: between zero and %(quantity)s can be credited.",
                    name=self.name,
                    quantity=f"{self.invoiced_quantity:g}",
                )
            )


class LitigeCaseExitTick(models.TransientModel):
    """One check before a write-off or a provision, and whether a person ticked it."""

    _name = "litige.case.exit.tick"
    _description = "Check Ticked"

    wizard_id = fields.Many2one("litige.case.exit", required=True, ondelete="cascade")
    check_id = fields.Many2one(
        "litige.exit.check", required=True, readonly=True, ondelete="cascade"
    )
    role = fields.Selection(related="check_id.role")
    hint = fields.Text(related="check_id.hint")
    source = fields.Char(related="check_id.source")
    verification = fields.Selection(related="check_id.verification")
    is_done = fields.Boolean(string="Checked")
