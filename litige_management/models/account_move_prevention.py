from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import payment_terms

# Disputes of a customer are called repeated from this number. Our choice: no text sets it.
REPEATED = 2
# Delays that Odoo counts to the end of a month.
MONTH_END = frozenset(
    ("days_after_end_of_month", "days_after_end_of_next_month", "days_end_of_month_on_the")
)
# Warnings about the law, which a company may want to stop an invoice.
UNLAWFUL = ("b2b_terms", "b2c_terms")


class AccountMove(models.Model):
    """What is said before an invoice is confirmed, so that it is never disputed."""

    _inherit = "account.move"

    litige_terms_id = fields.Many2one(
        "litige.terms",
        string="Terms of Sale",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        readonly=True,
        groups="base.group_user",
        help="The version of your terms of sale in force when the invoice was confirmed.",
    )
    litige_warnings = fields.Html(
        string="Before You Confirm",
        compute="_compute_litige_warnings",
        sanitize=False,
        groups="base.group_user",
        help="What could make this invoice disputed. It stops nothing.",
    )
    litige_dismissed = fields.Char(
        string="Warnings Dismissed", copy=False, readonly=True, groups="base.group_user"
    )

    # === WARNINGS === #

    @api.depends(
        "partner_id",
        "move_type",
        "state",
        "invoice_date",
        "invoice_date_due",
        "invoice_payment_term_id",
        "delivery_date",
        "litige_dismissed",
    )
    @api.depends_context("lang", "tz", "uid")
    def _compute_litige_warnings(self):
        drafts = self.filtered(
            lambda move: (
                move.state == "draft" and move.move_type == "out_invoice" and move.partner_id
            )
        )
        warnings = drafts._litige_get_warnings()
        for move in self:
            move.litige_warnings = Markup().join(
                Markup("<div>%s</div>") % escape(text) for text in warnings.get(move, {}).values()
            )

    def _litige_get_warnings(self):
        """Return the warnings on these invoices, `{invoice: {code: text}}`, dismissed ones out.

        A constant number of queries for any number of invoices.
        """
        disputes = self._litige_count_disputes()
        unclear = self.env["litige.clarity"]._get_unclear(self)
        result = {}
        for move in self:
            found = {
                **move._litige_get_dispute_warning(*disputes.get(move, (0, 0))),
                **move._litige_get_terms_warning(),
                **move._litige_get_clarity_warning(unclear.get(move, [])),
            }
            dismissed = (move.litige_dismissed or "").split()
            result[move] = {code: text for code, text in found.items() if code not in dismissed}
        return result

    def _litige_count_disputes(self):
        """Return (open, all) disputes of the customer of each invoice, in its company."""
        counts = {}
        # That a customer has disputes is told to who bills them: how many, and no more.
        for partner, company, phase, count in (
            self.env["litige.case"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("outcome", "not in", ("mistake", "merged")),
                ],
                ["partner_id", "company_id", "phase"],
                ["__count"],
            )
        ):
            opened, total = counts.get((partner.id, company.id), (0, 0))
            is_open = phase != "closed"
            counts[partner.id, company.id] = (opened + count * is_open, total + count)
        return {
            move: counts[key]
            for move in self
            if (key := (move.commercial_partner_id.id, move.company_id.id)) in counts
        }

    def _litige_get_dispute_warning(self, opened, total):
        self.ensure_one()
        customer = self.commercial_partner_id.name
        if opened:
            return {
                "open_disputes": self.env._(
                    "%(customer)s has %(count)s open disputes with you: settle them before you "
                    "deliver more on credit.",
                    customer=customer,
                    count=opened,
                )
                if opened > 1
                else self.env._(
                    "%(customer)s has an open dispute with you: settle it before you deliver more "
                    "on credit.",
                    customer=customer,
                )
            }
        if total >= REPEATED:
            return {
                "repeated_disputes": self.env._(
                    "%(customer)s has disputed %(count)s times: have the scope, the price and the "
                    "dates accepted in writing.",
                    customer=customer,
                    count=total,
                )
            }
        return {}

    def _litige_get_terms_warning(self):
        """Return what the law says of the due date, by code."""
        self.ensure_one()
        excess = self._litige_get_terms_excess()
        if not excess:
            return {}
        latest = format_date(self.env, excess.latest)
        if excess.code == payment_terms.B2C_DAYS:
            return {
                "b2c_terms": self.env._(
                    "Due %(given)s days after the supply: beyond %(days)s days (%(latest)s), "
                    "deferred payment given to a consumer falls under the law of consumer credit.",
                    given=excess.given,
                    days=excess.days,
                    latest=latest,
                )
            }
        return {
            "b2b_terms": self.env._(
                "Due %(given)s days after the invoice: between professionals the law allows "
                "%(days)s days (%(latest)s), or %(month_days)s to the end of a month when the "
                "contract says so. Terms of particular trades are not checked.",
                given=excess.given,
                days=excess.days,
                month_days=excess.month_days,
                latest=latest,
            )
        }

    def _litige_get_terms_excess(self):
        """Return the `legal.payment_terms.Excess` of the due date, None when there is none.

        Nothing is said of whom neither ceiling is for, nor of a day the tables do not cover.
        """
        self.ensure_one()
        if not self.company_id._litige_is_french() or not self.invoice_date_due:
            return None
        issued_on = self.invoice_date or fields.Date.context_today(self)
        law = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        audience = self._litige_get_audience()
        if audience == "consumer":
            supplied_on = self.delivery_date or issued_on
            return payment_terms.b2c_excess(supplied_on, self.invoice_date_due, law)
        if not audience:
            return None
        delays = set(self.invoice_payment_term_id.line_ids.mapped("delay_type"))
        return payment_terms.b2b_excess(
            issued_on, self.invoice_date_due, law, to_month_end=bool(MONTH_END & delays)
        )

    def _litige_get_clarity_warning(self, labels):
        if not labels:
            return {}
        return {
            "clarity": self.env._(
                "Not clear in the contract: %(points)s.", points=", ".join(labels)
            )
        }

    def action_litige_dismiss(self):
        """Set aside the warnings shown on these invoices; another one would still be shown."""
        for move, warnings in self._litige_get_warnings().items():
            if warnings:
                known = (move.litige_dismissed or "").split()
                move.litige_dismissed = " ".join(dict.fromkeys([*known, *warnings]))

    # === CONFIRMING === #

    def _post(self, soft=True):
        """Keep which terms of sale the customer was given; stop what the company wants stopped."""
        invoices = self.filtered(lambda move: move.move_type == "out_invoice")
        invoices._litige_check_terms()
        posted = super()._post(soft)
        (posted & invoices)._litige_keep_terms()
        return posted

    def _litige_check_terms(self):
        """Refuse an unlawful due date nobody dismissed, where the company wants so."""
        # The company's choice binds whoever confirms.
        strict = self.filtered(lambda move: move.company_id.sudo().litige_block_terms)
        for move in strict.sudo():
            warnings = move._litige_get_terms_warning()
            dismissed = (move.litige_dismissed or "").split()
            texts = [text for code, text in warnings.items() if code not in dismissed]
            if texts:
                raise UserError(
                    self.env._(
                        "%(invoice)s\n%(warnings)s\nChange the due date, or dismiss the warning "
                        "on the invoice.",
                        invoice=move.display_name,
                        warnings="\n".join(texts),
                    )
                )

    def _litige_keep_terms(self):
        """Note on each confirmed invoice the version of the terms of sale in force."""
        # Invoices are also confirmed by people and crons without any right on the terms.
        fresh = self.sudo().filtered(lambda move: not move.litige_terms_id)
        if not fresh:
            return
        versions = self.env["litige.terms"]._get_in_force(fresh.company_id)
        for company, moves in fresh.grouped("company_id").items():
            if company not in versions:
                continue
            for (audience, day), batch in moves.grouped(
                lambda move: (move._litige_get_audience(), move.invoice_date)
            ).items():
                batch.litige_terms_id = versions[company]._pick(audience, day)

    def action_litige_clarity(self):
        """Open the checklist of what was agreed for this invoice."""
        self.ensure_one()
        return self.env["litige.clarity"]._open_for(self.commercial_partner_id, self)
