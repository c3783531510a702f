import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What the lawyer said: nothing of it changes once confirmed.
FROZEN_FIELDS = frozenset(
    (
        "case_id",
        "provider_id",
        "lawyer_id",
        "date",
        "question",
        "conclusion",
        "chances",
        "chance_percent",
        "document",
        "document_name",
        "document_hash",
        "confirmed_on",
    )
)


class LitigeOpinion(models.Model):
    """Dated advice of a lawyer on a dispute. Covered by professional secrecy: for users only.

    It is no exhibit and writes no event, so that no file handed to anyone can hold it.
    """

    _name = "litige.opinion"
    _inherit = ["litige.assessed.mixin", "litige.case.part.mixin"]
    _description = "Lawyer's Opinion"
    _order = "date desc, id desc"

    provider_id = fields.Many2one(
        "litige.provider",
        string="Known Lawyer",
        check_company=True,
        index="btree_not_null",
        domain="[('role', '=', 'lawyer')]",
        help="When the lawyer is among your third parties.",
    )
    lawyer_id = fields.Many2one(
        "res.partner",
        compute="_compute_lawyer_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        check_company=True,
        help="Who gives this opinion.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    question = fields.Text(help="What was asked.")
    conclusion = fields.Text(required=True, help="What the lawyer answers, in short.")
    chances = fields.Selection(
        [
            ("very_good", "Very good"),
            ("good", "Good"),
            ("even", "Even"),
            ("poor", "Poor"),
            ("very_poor", "Very poor"),
        ],
        string="Chances of Winning",
        help="As the lawyer words them.",
    )
    chance_percent = fields.Float(
        string="Chances in %",
        digits=(5, 1),
        aggregator=None,
        help="Only when the lawyer gave a figure: leave 0 otherwise. It is proposed in “Settle or "
        "go on?”.",
    )
    cost = fields.Monetary(help="What this opinion cost.")
    document = fields.Binary(attachment=True, help="The letter or e-mail that gives the opinion.")
    document_name = fields.Char()
    document_hash = fields.Char(
        string="SHA-256",
        readonly=True,
        copy=False,
        help="Fingerprint of the document: any change of the document would change it.",
    )
    is_altered = fields.Boolean(
        string="Document Altered",
        compute="_compute_is_altered",
        help="The stored document is no longer the one whose fingerprint was taken.",
    )
    confirmed_on = fields.Datetime(
        string="Confirmed",
        readonly=True,
        copy=False,
        help="From then on, the opinion and its document can no longer change.",
    )

    _chance_check = models.Constraint(
        "CHECK (chance_percent >= 0 AND chance_percent <= 100)",
        "A chance goes from 0 to 100 %.",
    )

    @api.depends("document", "document_hash")
    def _compute_is_altered(self):
        for opinion in self.with_context(bin_size=False):
            opinion.is_altered = self._hash(opinion.document) != opinion.document_hash

    @api.depends("provider_id")
    def _compute_lawyer_id(self):
        for opinion in self:
            opinion.lawyer_id = opinion.provider_id.partner_id or opinion.lawyer_id

    @api.depends("lawyer_id", "date")
    def _compute_display_name(self):
        for opinion in self:
            opinion.display_name = self.env._(
                "Opinion of %(lawyer)s", lawyer=opinion.lawyer_id.name or "…"
            )

    @api.constrains("provider_id")
    def _check_provider_is_a_lawyer(self):
        for opinion in self:
            if opinion.provider_id and opinion.provider_id.role != "lawyer":
                raise ValidationError(
                    self.env._(
                        "%(name)s is not recorded as a lawyer.", name=opinion.provider_id.name
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Take the fingerprint of each document."""
        for vals in vals_list:
            vals["confirmed_on"] = False
            vals["document_hash"] = self._hash(vals.get("document"))
        return super().create(vals_list)

    def write(self, vals):
        """Refuse, for everyone, to change a confirmed opinion."""
        # A merge takes opinions along, as they are.
        moving = self.env.su and self.env.context.get("litige_merging") and {*vals} == {"case_id"}
        if not moving and FROZEN_FIELDS & vals.keys() and any(self.mapped("confirmed_on")):
            raise UserError(
                self.env._("A confirmed opinion cannot be changed. Add a new one instead.")
            )
        vals = {name: value for name, value in vals.items() if name != "document_hash"}
        confirming = self.env.su and self.env.context.get("litige_confirming")
        if "confirmed_on" in vals and not confirming:
            raise UserError(self.env._("Press “Confirm”."))
        if "document" in vals:
            vals["document_hash"] = self._hash(vals["document"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(self.mapped("confirmed_on")):
            raise UserError(self.env._("A confirmed opinion cannot be deleted."))

    @api.model
    def _hash(self, document):
        """Return the SHA-256 of a document in base64, False when there is none."""
        return document and hashlib.sha256(base64.b64decode(document)).hexdigest()

    def _is_file_final(self, field_name):
        """Whether the document may no longer change (asked by `ir.attachment`)."""
        return field_name == "document" and any(self.exists().mapped("confirmed_on"))

    # === BUTTONS === #

    def action_confirm(self):
        """Make the opinion final."""
        pending = self.filtered(lambda opinion: not opinion.confirmed_on)
        pending.check_access("write")
        # Checked just above: nobody else says when.
        pending.sudo().with_context(litige_confirming=True).write(
            {"confirmed_on": fields.Datetime.now()}
        )
        return True
