import base64

from odoo import Command, api, fields, models

from ..models.litige_limitation_event import KINDS, LASTING


class LitigeLimitationRecord(models.TransientModel):
    """Record what moves the last day to sue: the law's closed list, with what proves it."""

    _name = "litige.limitation.record"
    _description = "Record What Moves a Limitation"

    case_id = fields.Many2one("litige.case", required=True, readonly=True)
    claim_ids = fields.Many2many(
        "litige.claim",
        string="Invoices",
        compute="_compute_claim_ids",
        store=True,
        readonly=False,
        required=True,
        domain="[('case_id', '=', case_id)]",
    )
    kind = fields.Selection(KINDS, required=True, default=KINDS[0][0])
    date = fields.Date(
        required=True,
        help="The date of the document, of the claim, or of the act.",
    )
    ended_on = fields.Date(help="Leave it empty while it lasts.")
    is_lasting = fields.Boolean(compute="_compute_is_lasting")
    exhibit_id = fields.Many2one(
        "litige.exhibit",
        string="Among the Exhibits",
        domain="[('case_id', '=', case_id), ('is_confidential_binding', '=', False)]",
        help="The exhibit that proves it, when the file has it.",
    )
    document = fields.Binary(string="Or a New Document", help="It becomes an exhibit.")
    document_name = fields.Char()
    note = fields.Text(string="Our Note", help="For us alone: printed nowhere.")

    @api.depends("case_id")
    def _compute_claim_ids(self):
        for wizard in self:
            wizard.claim_ids = [Command.set(wizard.case_id.claim_ids.filtered("open_amount").ids)]

    @api.depends("kind")
    def _compute_is_lasting(self):
        for wizard in self:
            wizard.is_lasting = wizard.kind in LASTING

    def action_record(self):
        """Record it, and count the last day to sue again."""
        self.ensure_one()
        document = self.exhibit_id
        if self.document:
            raw = base64.b64decode(self.with_context(bin_size=False).document)
            document = (self.document_name or "document.pdf", raw)
        self.claim_ids._add_limitation_event(
            self.kind,
            self.date,
            document=document or None,
            ended_on=self.is_lasting and self.ended_on,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}
