import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..pdf import links

AUDIENCES = [
    ("all", "All customers"),
    ("professional", "Professionals"),
    ("consumer", "Consumers"),
]
# What says which terms a customer accepted: fixed once an invoice names them.
FIXED = frozenset(("name", "company_id", "audience", "date_from", "document"))


class LitigeTerms(models.Model):
    """One version of the company's terms of sale (conditions générales de vente).

    An invoice keeps the version in force on the day it was confirmed; from then on that version
    cannot change, and the next one is another record.
    """

    _name = "litige.terms"
    _description = "Terms of Sale"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Version", required=True, help="How you call this version: “CGV 2026-03”."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    audience = fields.Selection(
        AUDIENCES,
        string="For",
        required=True,
        default="all",
        help="Consumers are often given other terms than professionals: what binds the ones may be "
        "void against the others.",
    )
    date_from = fields.Date(
        string="In Force From",
        required=True,
        default=fields.Date.context_today,
        help="The first day on which customers were given this version.",
    )
    document = fields.Binary(
        attachment=True, help="The very document that customers are given, in PDF."
    )
    document_name = fields.Char()
    document_hash = fields.Char(
        string="SHA-256",
        compute="_compute_document_hash",
        store=True,
        help="Fingerprint of the document: the same file gives the same fingerprint.",
    )
    has_dead_link = fields.Boolean(
        string="Dead Link",
        compute="_compute_document_hash",
        store=True,
        help="The document leads to the dispute platform of the European Union, which is closed.",
    )
    url = fields.Char(string="Published At", help="Where customers read them, if they do.")
    lawyer_id = fields.Many2one(
        "litige.provider",
        string="Reviewed By",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('role', '=', 'lawyer')]",
        help="The lawyer who read this version over.",
    )
    reviewed_on = fields.Date()
    note = fields.Text(string="What They Said", help="Reservations, clauses to avoid, advice.")
    move_ids = fields.One2many("account.move", "litige_terms_id", string="Invoices")
    move_count = fields.Integer(string="Invoice Count", compute="_compute_move_count")

    _version_uniq = models.UniqueIndex(
        "(company_id, name, audience)", "This version is recorded already."
    )

    # === COMPUTES === #

    @api.depends("document")
    def _compute_document_hash(self):
        for terms in self.with_context(bin_size=False):
            content = base64.b64decode(terms.document or b"")
            terms.document_hash = content and hashlib.sha256(content).hexdigest()
            terms.has_dead_link = bool(content) and links.has_odr_link(links.read_text(content))

    def _compute_move_count(self):
        counts = self._count_moves()
        for terms in self:
            terms.move_count = counts.get(terms._origin.id, 0)

    def _count_moves(self):
        # How many invoices name a version tells nothing of what is in them.
        return {
            terms.id: count
            for terms, count in self.env["account.move"]
            .sudo()
            ._read_group([("litige_terms_id", "in", self.ids)], ["litige_terms_id"], ["__count"])
        }

    # === CRUD === #

    def write(self, vals):
        """Refuse to rewrite what customers were given."""
        if FIXED & vals.keys() and self._count_moves():
            raise UserError(
                self.env._(
                    "Invoices name this version of your terms of sale: what it says cannot change "
                    "any more. Add the new version beside it."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._count_moves():
            raise UserError(
                self.env._("Invoices name this version of your terms of sale: archive it instead.")
            )

    def _is_file_final(self, field_name):
        """Whether the file of this field may no longer change (asked by `ir.attachment`)."""
        return field_name == "document" and bool(self._count_moves())

    # === READING === #

    @api.model
    def _get_in_force(self, companies):
        """Return the versions of each company, the latest first, in one query.

        Read for whoever confirms an invoice: the version is a fact of it.
        """
        # Who confirms invoices needs no right on the terms of sale.
        found = self.sudo().search_fetch(
            [("company_id", "in", companies.ids)], ["company_id", "audience", "date_from"]
        )
        return found.grouped("company_id")

    def _pick(self, audience, day):
        """Return the version of these for `audience` in force on `day`: theirs, else for all."""
        current = self.filtered(lambda terms: terms.date_from <= day)
        own = current.filtered(lambda terms: terms.audience == audience)
        return (own or current.filtered(lambda terms: terms.audience == "all"))[:1]

    # === ACTIONS === #

    def action_view_moves(self):
        """Show the invoices made under this version."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        return {**action, "domain": [("litige_terms_id", "=", self.id)], "context": {}}
