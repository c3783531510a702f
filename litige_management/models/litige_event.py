import json
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..legal import chain

# What an event says. These columns are copied, as values, into `content`, which is hashed;
# everything else only helps to navigate and may change when partners are merged or records deleted.
CONTENT_FIELDS = (
    "kind",
    "occurred_on",
    "occurred_at",
    "recorded_at",
    "direction",
    "parties",
    "summary",
    "amount",
    "standing",
    "confidential",
    "confidential_ground",
    "ledger_key",
    "details",
)
# What a person may add by hand; the other kinds write themselves.
MANUAL_KINDS = ("note", "complaint")
# How the file is kept, not what happened: one quiet line each.
HOUSEKEEPING = (
    "phase",
    "claim_added",
    "hold",
    "hold_lifted",
    "exhibit",
    "exhibits_frozen",
    "timestamp",
    "bundle",
    "deadline",
    "erasure",
    "exit",
)
# No link to a message or a file: what an entry rests on can no longer be changed by its author.
MANUAL_FIELDS = frozenset(
    {
        "case_id",
        "claim_id",
        "kind",
        "occurred_on",
        "occurred_at",
        "direction",
        "parties",
        "summary",
        "amount",
        "standing",
        "confidential",
        "confidential_ground",
        "corrected_event_id",
        "partner_id",
    }
)
LINK_FIELDS = frozenset(("res_model", "res_id", "message_id", "attachment_id"))
SEAL_FIELDS = ("rank", "content", "salt", "content_hash", "chain_hash")
OTHER_FROZEN_FIELDS = ("case_id", "author_id", "corrected_event_id", "is_confidential_binding")


class LitigeEvent(models.Model):
    """Something that happened in a dispute. Append-only: a correction is a new event."""

    _name = "litige.event"
    _inherit = ["litige.batch.mixin", "litige.confidential.mixin"]
    _description = "Dispute Event"
    _order = "occurred_on desc, rank desc, id desc"
    _rec_name = "summary"

    case_id = fields.Many2one(  # indexed with the rank
        "litige.case",
        required=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, precompute=True)
    claim_id = fields.Many2one("litige.claim", ondelete="set null", index="btree_not_null")
    kind = fields.Selection(selection="_selection_kind", required=True)
    occurred_on = fields.Date(
        string="Date",
        required=True,
        default=fields.Date.context_today,
        help="The day it happened.",
    )
    occurred_at = fields.Datetime(
        string="Time",
        help="The exact time it happened, when it is known.",
    )
    recorded_at = fields.Datetime(
        string="Recorded",
        readonly=True,
        help="When it was written down here.",
    )
    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent"), ("internal", "Internal")],
        default="internal",
        required=True,
    )
    parties = fields.Char(help="Who took part, by name.")
    summary = fields.Text(required=True)
    amount = fields.Monetary(help="The amount at stake in this event, in the case's currency.")
    currency_id = fields.Many2one(related="case_id.currency_id")
    standing = fields.Selection(
        [("fact", "Fact"), ("ours", "Stated by us"), ("theirs", "Stated by them")],
        string="Fact or Claim",
        default="fact",
        required=True,
        help="Whether this is established, or what one side says.",
    )
    ledger_key = fields.Char(
        readonly=True,
        copy=False,
        help="What makes this ledger entry unique, so that it is never noted twice.",
    )
    details = fields.Json(help="Further values, as they were.")
    author_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    corrected_event_id = fields.Many2one(
        "litige.event",
        ondelete="restrict",
        index="btree_not_null",
        help="The earlier entry that this one corrects.",
    )

    # Navigation: outside the hash, free to follow merges and deletions.
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    partner_id = fields.Many2one("res.partner", ondelete="set null", index="btree_not_null")
    message_id = fields.Many2one("mail.message", ondelete="set null", index="btree_not_null")
    attachment_id = fields.Many2one("ir.attachment", ondelete="set null", index="btree_not_null")

    # Seal
    rank = fields.Integer(readonly=True, copy=False, aggregator=None)
    content = fields.Text(readonly=True, copy=False)
    salt = fields.Char(readonly=True, copy=False, groups="base.group_system")
    content_hash = fields.Char(readonly=True, copy=False)
    chain_hash = fields.Char(readonly=True, copy=False)

    _rank_uniq = models.UniqueIndex("(case_id, rank)", "Two entries cannot have the same rank.")
    _ledger_key_uniq = models.UniqueIndex(
        "(case_id, ledger_key) WHERE ledger_key IS NOT NULL",
        "This ledger entry is already in the chronology.",
    )

    @api.model
    def _selection_kind(self):
        """Kinds of events; later features add theirs by overriding this method."""
        return [
            ("opened", self.env._("Dispute opened")),
            ("phase", self.env._("Phase changed")),
            ("closed", self.env._("Dispute closed")),
            ("reopened", self.env._("Dispute reopened")),
            ("merged", self.env._("Disputes merged")),
            ("claim_added", self.env._("Invoice added")),
            ("hold", self.env._("Amount held")),
            ("hold_lifted", self.env._("Hold lifted")),
            ("invoice_issued", self.env._("Invoice issued")),
            ("invoice_due", self.env._("Invoice due")),
            ("invoice_state", self.env._("Invoice changed")),
            ("invoice_change", self.env._("Why an invoice was changed")),
            ("payment", self.env._("Payment received")),
            ("payment_reversed", self.env._("Payment reversed")),
            ("payment_pending", self.env._("Payment under way")),
            ("credit", self.env._("Credit note")),
            ("credit_reversed", self.env._("Credit note withdrawn")),
            ("write_off", self.env._("Accounting entry, claim kept")),
            ("write_off_reversed", self.env._("Accounting entry cancelled")),
            ("settlement", self.env._("Settled by agreement")),
            ("settlement_reversed", self.env._("Settlement entry cancelled")),
            ("transfer", self.env._("Moved to another account")),
            ("recovery", self.env._("Payment received on a doubtful account")),
            ("recovery_reversed", self.env._("Payment on a doubtful account reversed")),
            ("loss", self.env._("Accounting entry on a doubtful account, claim kept")),
            ("loss_reversed", self.env._("Entry on a doubtful account cancelled")),
            ("transfer_reversed", self.env._("Move to another account cancelled")),
            ("complaint", self.env._("What the customer says")),
            ("letter", self.env._("Letter")),
            ("delivery", self.env._("Delivery of a letter")),
            ("call", self.env._("Call")),
            ("meeting", self.env._("Meeting")),
            ("email", self.env._("E-mail")),
            ("mail", self.env._("Letter by post")),
            ("sms", self.env._("Text message")),
            ("visit", self.env._("Visit")),
            ("promise", self.env._("Payment promised")),
            ("promise_kept", self.env._("Promise kept")),
            ("promise_broken", self.env._("Promise not kept")),
            ("agreement", self.env._("Agreement")),
            ("proceeding", self.env._("Proceeding")),
            ("insolvency", self.env._("Insolvency of the customer")),
            ("insurance", self.env._("Legal-protection insurance")),
            ("limitation", self.env._("Limitation moved")),
            ("deadline", self.env._("Deadline")),
            ("offer", self.env._("Offer")),
            ("signature", self.env._("Electronic signature")),
            ("portal_invitation", self.env._("Link to the portal")),
            ("portal_answer", self.env._("Answer on the portal")),
            ("portal_contest", self.env._("Contested on the portal")),
            ("portal_proposal", self.env._("Proposal on the portal")),
            ("exhibit", self.env._("Exhibit")),
            ("exhibits_frozen", self.env._("Exhibits frozen")),
            ("bundle", self.env._("Case file made")),
            ("timestamp", self.env._("Timestamp")),
            ("erasure", self.env._("Personal data erased")),
            ("exit", self.env._("Accounting draft")),
            ("note", self.env._("Note")),
        ]

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Append what a person writes: a note, or what one side says.

        A constant number of queries for any number of events.
        """
        vals_list = [self._prepare_manual(vals) for vals in vals_list]
        if vals_list:
            self.check_access("create")
            cases = self.env["litige.case"].browse({vals["case_id"] for vals in vals_list})
            cases.check_access("write")
            self._complete(vals_list)
        # Rights are checked just above; the seal is nobody's to write, and no default of the
        # context may say what was not sealed.
        model = self.sudo().with_context(clean_context(self.env.context))
        return super(LitigeEvent, model).create(vals_list).with_env(self.env)

    def _prepare_manual(self, vals):
        """Keep what a person may say; only the machine writes what the ledger says."""
        if vals.get("ledger_key") or vals.get("kind") not in MANUAL_KINDS:
            raise UserError(
                self.env._(
                    "This kind of entry writes itself. Add a note, or what one side says, instead."
                )
            )
        kept = MANUAL_FIELDS | LINK_FIELDS if self.env.su else MANUAL_FIELDS
        vals = {name: value for name, value in vals.items() if name in kept}
        others = (
            self.env["litige.claim"].browse(vals.get("claim_id") or []).case_id
            | self.browse(vals.get("corrected_event_id") or []).case_id
        )
        if any(case.id != vals.get("case_id") for case in others):
            raise UserError(
                self.env._("The invoice and the corrected entry must be those of this dispute.")
            )
        return vals

    @api.model
    def _append(self, vals_list):
        """Append what the machine notes: sealed like any event, written in one statement."""
        if not vals_list:
            return self.browse()
        self._complete(vals_list)
        cases = self.env["litige.case"].browse({vals["case_id"] for vals in vals_list})
        companies = {case.id: case.company_id.id for case in cases}
        for vals in vals_list:
            vals["company_id"] = companies[vals["case_id"]]
            vals["is_confidential_binding"] = self._is_binding(
                vals.get("confidential"), vals.get("confidential_ground")
            )
        events = self._insert(vals_list)
        cases.invalidate_recordset(["event_count"])
        return events

    def _complete(self, vals_list):
        """Give new events their defaults, their author and their seal."""
        now = fields.Datetime.now()
        for vals in vals_list:
            for name in SEAL_FIELDS:
                vals.pop(name, None)
            vals.update(recorded_at=now, author_id=self.env.uid)
            vals.setdefault("occurred_on", fields.Date.context_today(self))
            vals.setdefault("direction", "internal")
            vals.setdefault("standing", "fact")
        self._seal(vals_list)

    def _seal(self, vals_list):
        """Complete the values of new events with their rank, content snapshot and hashes."""
        Chain = self.env["litige.case.chain"].sudo()  # nobody writes the heads but this method
        cases = self.env["litige.case"].browse({vals["case_id"] for vals in vals_list})
        by_id = {case.id: case for case in cases}
        heads = Chain._reserve(Counter(vals["case_id"] for vals in vals_list))
        for vals in vals_list:
            case = by_id[vals["case_id"]]
            length, head = heads[case.id]
            content = chain.canonical(self._get_content(case, vals))
            salt = chain.new_salt()
            content_hash = chain.hash_content(salt, content)
            chain_hash = chain.hash_link(head, content_hash)
            heads[case.id] = (length + 1, chain_hash)
            vals.update(
                rank=length + 1,
                content=content,
                salt=salt,
                content_hash=content_hash,
                chain_hash=chain_hash,
            )
        Chain._set_heads({case_id: head for case_id, (_length, head) in heads.items()})

    @api.model
    def _get_content(self, case, values):
        """Return what an event says, as plain values (names and numbers, never ids)."""
        content = self._get_plain_values(case, values)
        if content.get("amount"):
            content["currency"] = case.currency_id.name
        content["case"] = case.name
        content["author"] = self.env.user.browse(values["author_id"]).name
        if values.get("corrected_event_id"):
            content["corrects"] = self.browse(values["corrected_event_id"]).content_hash
        return content

    @api.model
    def _get_plain_values(self, case, values):
        """Return the columns that are sealed, as JSON writes them; what is empty is left out."""
        content = {name: values[name] for name in CONTENT_FIELDS if values.get(name)}
        content["occurred_on"] = fields.Date.to_string(fields.Date.to_date(values["occurred_on"]))
        for name in ("occurred_at", "recorded_at"):
            if content.get(name):
                content[name] = fields.Datetime.to_string(
                    fields.Datetime.to_datetime(content[name])
                )
        if content.get("amount"):
            content["amount"] = f"{content['amount']:.{case.currency_id.decimal_places}f}"
        return content

    def _filter_usable(self, audience):
        """Leave out too what was first noted as open, then put right as confidential.

        An entry is never changed: without this, its first version would be handed over for ever.
        """
        usable = super()._filter_usable(audience)
        # Whoever prints may not read the confidential ones, and must leave out what they correct.
        corrections = self.sudo().search_fetch(
            [("case_id", "in", usable.case_id.ids), ("corrected_event_id", "!=", False)],
            ["corrected_event_id", "confidential", "is_confidential_binding"],
            order="id desc",  # the latest first: a correction may itself be corrected
        )
        open_ones = super(LitigeEvent, corrections)._filter_usable(audience)
        hushed = corrections.browse()
        for correction in corrections:
            if correction in hushed or correction not in open_ones:
                hushed |= correction.corrected_event_id
        hushed |= hushed._find_promise_events()
        return usable.filtered(lambda event: event not in hushed)

    def _find_promise_events(self):
        """Return the entries of what was promised in the exchanges that these entries tell."""
        exchanges = self.filtered(lambda event: event.res_model == "litige.communication")
        if not exchanges:
            return self.browse()
        promises = self.env["litige.promise"].search(
            [("communication_id", "in", exchanges.mapped("res_id"))]
        )
        return self.search(
            [
                ("case_id", "in", exchanges.case_id.ids),
                ("res_model", "=", "litige.promise"),
                ("res_id", "in", promises.ids),
            ]
        )

    def _get_altered_fields(self):
        """Return the columns that no longer say what was sealed (none once lawfully erased)."""
        self.ensure_one()
        if not self.content:
            return []
        try:
            sealed = json.loads(self.content)
        except ValueError:  # the hash tells that the content itself was changed
            return []
        values = {name: self[name] for name in CONTENT_FIELDS}
        current = self._get_plain_values(self.case_id, values)
        return [name for name in CONTENT_FIELDS if current.get(name) != sealed.get(name)]

    def write(self, vals):
        """Refuse any change of what an event says, for everyone."""
        frozen = {*CONTENT_FIELDS, *SEAL_FIELDS, *OTHER_FROZEN_FIELDS}
        if frozen & vals.keys():
            raise UserError(
                self.env._(
                    "An entry of the chronology cannot be changed. Add a new entry that corrects "
                    "it."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_chronology(self):
        raise UserError(
            self.env._(
                "An entry of the chronology cannot be deleted. Add a new entry that corrects it."
            )
        )
