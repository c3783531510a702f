from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .litige_confidential_mixin import OPEN_TO_THE_OTHER_SIDE
from .litige_exhibit_type import WEIGHTS


class LitigeExhibit(models.Model):
    """One piece of evidence of a dispute: our own copy of a file, and what it is.

    Until the file is frozen, exhibits are added, dragged and corrected; then their numbers have
    been communicated, and neither they nor what they designate change any more.
    """

    _name = "litige.exhibit"
    _inherit = ["litige.exhibit.seal.mixin", "litige.confidential.mixin", "litige.case.part.mixin"]
    _description = "Exhibit"
    # Frozen ones first (those without a date come last), in the order of their numbers.
    _order = "case_id, frozen_on, number, sequence, id"

    sequence = fields.Integer(default=10)
    label = fields.Char(
        string="Exhibit",
        compute="_compute_label",
        help="Its number once the file is frozen; until then, the number it would get. What is "
        "confidential for good has none: nobody receives it.",
    )
    name = fields.Char(
        string="Caption",
        help="What it is, as the list of exhibits says it: “Quotation no. 12 signed on 3 March "
        "2026”. Required before the file is frozen.",
    )
    type_id = fields.Many2one(
        "litige.exhibit.type",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["litige.exhibit.type"]._get_by_code().get("other"),
    )
    side = fields.Selection(
        [("ours", "Ours"), ("theirs", "Theirs")],
        string="Whose Document",
        required=True,
        default="ours",
        help="Whose document it is, ours or the customer's: printed in the list of exhibits.",
    )
    date = fields.Date(help="The date of the document itself, not the day it was added here.")
    weight = fields.Selection(
        WEIGHTS,
        compute="_compute_weight",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="How convincing it is for what it is meant to prove. Strong: signed by the other "
        "side, or by someone neutral. Medium: an exchange, a photo. Weak: written by ourselves; "
        "an invoice is our own paper, and alone it proves little.",
    )
    note = fields.Text(
        string="Our Note",
        help="What it shows, for us alone: it is printed nowhere.",
    )
    produced_in_mediation = fields.Boolean(
        string="Original Produced in Mediation",
        help="A document that existed on its own and was merely produced in a mediation: the "
        "confidentiality of the mediation does not cover it, and it may be shown to a judge.",
    )
    restricted = fields.Boolean(
        string="Not for the Other Side",
        help="It holds bank details or data of third parties: it stays out of what the customer "
        "and the mediator receive.",
    )
    restricted_reason = fields.Char(
        string="Why",
        help="What it holds that the other side must not receive.",
    )
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(model_field="source_model", readonly=True, copy=False)
    position_link_ids = fields.One2many(
        "litige.position.exhibit",
        "exhibit_id",
        string="What It Proves",
        groups="litige_management.litige_management_group_user",
        help="The positions it speaks for or against.",
    )
    phase = fields.Selection(related="case_id.phase", string="Phase of the Dispute")

    # The same file may come back once its first exhibit was withdrawn.
    _file_uniq = models.UniqueIndex(
        "(case_id, file_hash) WHERE withdrawn_on IS NULL",
        "This file is already an exhibit of this dispute.",
    )
    _number_uniq = models.UniqueIndex(
        "(case_id, number) WHERE number > 0",
        "Two exhibits of a dispute cannot have the same number.",
    )

    # === COMPUTES === #

    @api.depends(
        "state",
        "number",
        "is_confidential_binding",
        "case_id.exhibit_ids.is_confidential_binding",
        "case_id.exhibit_ids.state",
        "case_id.exhibit_ids.number",
        "case_id.exhibit_ids.sequence",
    )
    @api.depends_context("lang")
    def _compute_label(self):
        ranks = self._get_ranks()
        for exhibit in self:
            rank = exhibit.number or ranks.get(exhibit._origin.id)
            if rank:
                exhibit.label = self.env._("Exhibit %(number)s", number=rank)
            else:
                secret = exhibit.state == "kept" and exhibit.is_confidential_binding
                exhibit.label = secret and self.env._("Confidential")

    def _get_ranks(self):
        """Return the number that each exhibit has or would get, by id.

        What may never be produced gets none: a gap in the list would tell of it.
        """
        # A reader who does not see confidential exhibits sees the others under their own number.
        exhibits = self.sudo().search_fetch(
            [
                ("case_id", "in", self.case_id.ids),
                ("state", "=", "kept"),
                "|",
                ("is_confidential_binding", "=", False),
                ("number", ">", 0),
            ],
            ["case_id", "number"],
        )
        ranks = {}
        for _case, ours in exhibits.grouped("case_id").items():
            rank = max(ours.mapped("number"))
            for exhibit in ours:
                rank += not exhibit.number
                ranks[exhibit.id] = exhibit.number or rank
        return ranks

    @api.depends("type_id")
    def _compute_weight(self):
        for exhibit in self:
            exhibit.weight = exhibit.type_id.weight or "medium"

    @api.depends("confidential", "confidential_ground", "produced_in_mediation")
    def _compute_is_confidential_binding(self):
        result = super()._compute_is_confidential_binding()
        self.filtered(lambda one: one._is_original()).is_confidential_binding = False
        return result

    def _is_original(self):
        """Whether only the mediation it was produced in made it look confidential."""
        self.ensure_one()
        return self.produced_in_mediation and self.confidential_ground == "mediation"

    @api.depends("label", "name", "file_name", "type_id")
    def _compute_display_name(self):
        for exhibit in self:
            words = exhibit.name or exhibit.file_name or exhibit.type_id.display_name
            exhibit.display_name = " – ".join(filter(None, (exhibit.label, words)))

    # === CONSTRAINTS === #

    @api.constrains("produced_in_mediation", "confidential", "confidential_ground")
    def _check_original(self):
        for exhibit in self:
            if (
                exhibit.produced_in_mediation
                and exhibit.confidential
                and exhibit.confidential_ground not in ("mediation", "wish")
            ):
                raise ValidationError(
                    self.env._(
                        "An original produced in a mediation is free of that confidentiality "
                        "only: letters between lawyers and written agreements stay confidential."
                    )
                )

    # === WHO MAY RECEIVE IT === #

    def _filter_usable(self, audience):
        """Leave out, for the other side, what holds data that is not theirs."""
        originals = self.filtered(lambda one: one._is_original())
        usable = super()._filter_usable(audience) | originals
        if audience in OPEN_TO_THE_OTHER_SIDE:
            usable = usable.filtered(lambda exhibit: not exhibit.restricted)
        return self & usable

    # === BUTTONS === #

    def action_accept(self):
        """Keep exhibits that were proposed: from now on they belong to the file."""
        proposed = self.filtered(lambda exhibit: exhibit.state == "proposed")
        proposed._write_protected({"state": "kept"})
        proposed._note_added()
        return True

    def action_remove(self):
        """Remove exhibits that are not frozen yet."""
        self.unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open(self):
        """Open the exhibit with its preview."""
        self.ensure_one()
        return self._get_records_action()

    def action_open_source(self):
        """Open the record that the file comes from."""
        self.ensure_one()
        source = self.source_model in self.env and self.env[self.source_model].browse(
            self.source_id
        )
        if self.source_model == "mail.message" and source.exists():
            # An e-mail is read where it was exchanged.
            source = self.env[source.model].browse(source.res_id)
        if not source or not source.exists():
            raise UserError(self.env._("What this file comes from no longer exists."))
        return source._get_records_action()
