from odoo import api, fields, models
from odoo.fields import Domain

from .litige_event import HOUSEKEEPING

# What each kind of entry is about, and the picture it has on the timeline.
MONEY, LETTERS, EXCHANGES, DECISIONS, EVIDENCE = FAMILIES = (
    "money",
    "letters",
    "exchanges",
    "decisions",
    "evidence",
)
KINDS = {
    "invoice_issued": (MONEY, "fa-file-text-o"),
    "invoice_due": (MONEY, "fa-hourglass-end"),
    "invoice_state": (MONEY, "fa-pencil-square-o"),
    "invoice_change": (DECISIONS, "fa-pencil-square-o"),
    "payment": (MONEY, "fa-eur"),
    "payment_reversed": (MONEY, "fa-undo"),
    "payment_pending": (MONEY, "fa-clock-o"),
    "credit": (MONEY, "fa-minus-circle"),
    "credit_reversed": (MONEY, "fa-undo"),
    "write_off": (MONEY, "fa-eraser"),
    "write_off_reversed": (MONEY, "fa-undo"),
    "settlement": (MONEY, "fa-handshake-o"),
    "settlement_reversed": (MONEY, "fa-undo"),
    "transfer": (MONEY, "fa-exchange"),
    "transfer_reversed": (MONEY, "fa-undo"),
    "recovery": (MONEY, "fa-eur"),
    "recovery_reversed": (MONEY, "fa-undo"),
    "loss": (MONEY, "fa-eraser"),
    "loss_reversed": (MONEY, "fa-undo"),
    "promise": (MONEY, "fa-calendar-check-o"),
    "promise_kept": (MONEY, "fa-check"),
    "promise_broken": (MONEY, "fa-times"),
    "promise_cancelled": (MONEY, "fa-ban"),
    "letter": (LETTERS, "fa-envelope"),
    "delivery": (LETTERS, "fa-paper-plane-o"),
    "mail": (LETTERS, "fa-envelope-o"),
    "complaint": (EXCHANGES, "fa-quote-left"),
    "call": (EXCHANGES, "fa-phone"),
    "meeting": (EXCHANGES, "fa-users"),
    "email": (EXCHANGES, "fa-at"),
    "sms": (EXCHANGES, "fa-mobile"),
    "visit": (EXCHANGES, "fa-map-marker"),
    "note": (EXCHANGES, "fa-sticky-note-o"),
    "portal_invitation": (EXCHANGES, "fa-key"),
    "portal_answer": (EXCHANGES, "fa-reply"),
    "portal_contest": (EXCHANGES, "fa-thumbs-o-down"),
    "portal_proposal": (EXCHANGES, "fa-lightbulb-o"),
    "opened": (DECISIONS, "fa-folder-open-o"),
    "phase": (DECISIONS, "fa-step-forward"),
    "closed": (DECISIONS, "fa-folder-o"),
    "reopened": (DECISIONS, "fa-folder-open-o"),
    "merged": (DECISIONS, "fa-compress"),
    "claim_added": (DECISIONS, "fa-plus"),
    "hold": (DECISIONS, "fa-pause"),
    "hold_lifted": (DECISIONS, "fa-play"),
    "agreement": (DECISIONS, "fa-handshake-o"),
    "proceeding": (DECISIONS, "fa-gavel"),
    "insolvency": (DECISIONS, "fa-exclamation-triangle"),
    "insurance": (DECISIONS, "fa-umbrella"),
    "limitation": (DECISIONS, "fa-hourglass-half"),
    "deadline": (DECISIONS, "fa-calendar-check-o"),
    "offer": (EXCHANGES, "fa-balance-scale"),
    "signature": (DECISIONS, "fa-pencil"),
    "exhibit": (EVIDENCE, "fa-paperclip"),
    "exhibits_frozen": (EVIDENCE, "fa-lock"),
    "timestamp": (EVIDENCE, "fa-certificate"),
    "erasure": (EVIDENCE, "fa-eraser"),
    "bundle": (EVIDENCE, "fa-archive"),
    "exit": (MONEY, "fa-calculator"),
}
OTHER = (EXCHANGES, "fa-circle-o")


class LitigeEvent(models.Model):
    """What the timeline shows of an entry, and what its buttons do."""

    _inherit = "litige.event"

    family = fields.Selection(
        [
            (MONEY, "Money"),
            (LETTERS, "Letters"),
            (EXCHANGES, "Exchanges"),
            (DECISIONS, "Decisions"),
            (EVIDENCE, "Evidence"),
        ],
        string="About",
        compute="_compute_picture",
        search="_search_family",
    )
    icon = fields.Char(compute="_compute_picture")
    is_housekeeping = fields.Boolean(
        compute="_compute_picture",
        help="It tells how the file is kept: an exhibit filed, an amount held, a phase.",
    )
    fingerprints = fields.Text(
        compute="_compute_fingerprints",
        help="The SHA-256 of the files it tells of: any change of a file would change it.",
    )
    correction_ids = fields.One2many(
        "litige.event",
        "corrected_event_id",
        string="Corrections",
        help="Later entries that correct this one.",
    )
    is_corrected = fields.Boolean(
        compute="_compute_is_corrected",
        help="A later entry corrects it.",
    )
    has_source = fields.Boolean(compute="_compute_has_source")

    @api.depends("kind")
    def _compute_picture(self):
        for event in self:
            event.family, event.icon = KINDS.get(event.kind, OTHER)
            event.is_housekeeping = event.kind in HOUSEKEEPING

    @api.depends("details")
    def _compute_fingerprints(self):
        for event in self:
            details = event.details or {}
            lines = [
                f"{name.upper()} : {details[name]}" for name in ("pdf", "zip") if details.get(name)
            ]
            lines += [
                f"{one.get('label') or one.get('file') or ''} : {one['sha256']}"
                for one in [details, *(details.get("exhibits") or [])]
                if one.get("sha256")
            ]
            event.fingerprints = "\n".join(lines)

    def _search_family(self, operator, value):
        if operator != "in":
            return NotImplemented
        kinds = [
            kind for kind, _label in self._selection_kind() if KINDS.get(kind, OTHER)[0] in value
        ]
        return Domain("kind", "in", kinds)

    @api.depends("correction_ids")
    def _compute_is_corrected(self):
        corrected = {
            event.id
            for (event,) in self._read_group(
                [("corrected_event_id", "in", self.ids)], ["corrected_event_id"]
            )
        }
        for event in self:
            event.is_corrected = event.id in corrected

    @api.depends("res_model", "res_id", "attachment_id")
    def _compute_has_source(self):
        for event in self:
            known = event.res_model in self.env and event.res_id
            event.has_source = bool(known or event.attachment_id)

    # === BUTTONS === #

    def action_open_source(self):
        """Open what the entry comes from: the invoice, the payment, the letter, the file."""
        self.ensure_one()
        if self.res_model in self.env and self.res_id:
            source = self.env[self.res_model].browse(self.res_id).exists()
            if source:
                source.check_access("read")
                return source._get_records_action()
        if self.attachment_id:
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{self.attachment_id.id}?download=true",
                "target": "download",
            }
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "What this entry comes from was deleted since. What was written down stays."
                ),
            },
        }

    def action_correct(self):
        """Write an entry that corrects this one: the first stays, marked as corrected."""
        self.ensure_one()
        kind = self.kind if self.kind == "complaint" else "note"
        return {
            **self.case_id._get_note_action(),
            "name": self.env._("Correct an Entry"),
            "context": {
                "default_case_id": self.case_id.id,
                "default_claim_id": self.claim_id.id,
                "default_corrected_event_id": self.id,
                "default_kind": kind,
                "default_occurred_on": self.occurred_on,
                "default_parties": self.parties,
                "default_standing": self.standing,
                "default_direction": self.direction,
                "default_amount": self.amount,
                "default_confidential": self.confidential,
                "default_confidential_ground": self.confidential_ground,
            },
        }

    @api.onchange("kind")
    def _onchange_kind(self):
        """What the customer says is theirs until somebody establishes it."""
        if self.kind == "complaint":
            self.standing, self.direction = "theirs", "in"
