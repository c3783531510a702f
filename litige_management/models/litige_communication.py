from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_datetime

from .litige_communication_posting_mixin import FACE_TO_FACE

CHANNELS = [
    ("call", "Call"),
    ("meeting", "Meeting"),
    ("email", "E-mail"),
    ("letter", "Letter by post"),
    ("sms", "Text message"),
    ("visit", "Visit"),
]
# Each side speaks: what is worth noting is what the other one said.
SPOKEN = ("call", *FACE_TO_FACE)
# What an exchange says, once it is logged. `case_id` is filled in later, when a dispute opens.
CONTENT_FIELDS = frozenset(
    {
        "move_id",
        "partner_id",
        "contact_id",
        "company_id",
        "user_id",
        "channel",
        "direction",
        "occurred_at",
        "summary",
        "standing",
        "confidential",
        "confidential_ground",
        "attachment_ids",
        "corrected_id",
        "proceeding_id",
        "is_complaint",
    }
)
PROMISE_FIELDS = ("has_promise", "promise_amount", "promise_date")
CLOCK_TOLERANCE = timedelta(minutes=5)
LONGEST_MEMORY = timedelta(days=30 * 366)


class LitigeCommunication(models.Model):
    """An exchange that a person logs: on a dispute, or before any, on an invoice or a customer.

    Append-only: it is the trace that proves the exchange later. A mistake is corrected by another.
    """

    _name = "litige.communication"
    _inherit = [
        "litige.confidential.mixin",
        "litige.erasable.mixin",
        "litige.communication.form.mixin",
        "litige.communication.posting.mixin",
    ]
    _description = "Logged Exchange"
    _order = "occurred_at desc, id desc"
    _rec_name = "summary"
    _check_company_auto = True

    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', '=', partner_id), ('company_id', '=', company_id)]",
        help="The dispute it belongs to. Without any, a dispute that opens later takes it over.",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        domain="[('commercial_partner_id', '=', partner_id),"
        " ('move_type', 'in', ('out_invoice', 'out_refund', 'out_receipt'))]",
        help="The invoice it was about.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="With",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="The person at the other end: at the customer's, their lawyer, a mediator…",
    )
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Which of us spoke, wrote or listened.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    channel = fields.Selection(CHANNELS, required=True, default="call")
    direction = fields.Selection(
        [("out", "From us"), ("in", "From them")],
        required=True,
        default="out",
        help="Who called or wrote.",
    )
    occurred_at = fields.Datetime(
        string="When",
        required=True,
        default=fields.Datetime.now,
        index=True,
    )
    summary = fields.Text(
        required=True,
        help="What was said, in the words that were used when they matter.",
    )
    standing = fields.Selection(
        [("fact", "What happened"), ("theirs", "What they say"), ("ours", "What we say")],
        string="The Summary Tells",
        required=True,
        compute="_compute_standing",
        store=True,
        readonly=False,
        precompute=True,
        help="That you spoke is a fact; what was said is only what one side says, until it is "
        "proven otherwise. At a meeting or on a visit too: choose “What happened” only for what "
        "was seen there, not for what was said.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "litige_communication_attachment_rel",
        "communication_id",
        "attachment_id",
        string="Attachments",
        bypass_search_access=True,
    )
    corrected_id = fields.Many2one(
        "litige.communication",
        string="Corrects",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        check_company=True,
        help="The earlier exchange that this one puts right.",
    )
    promise_ids = fields.One2many("litige.promise", "communication_id", string="Promises")
    message_id = fields.Many2one(
        "mail.message", ondelete="set null", index="btree_not_null", readonly=True
    )
    event_ids = fields.One2many(
        "litige.event",
        "res_id",
        domain=[("res_model", "=", "litige.communication")],
        string="Chronology",
    )

    # Asked for in the form; what is promised is then a record of its own.
    has_promise = fields.Boolean(
        string="They Promised to Pay",
        store=False,
        help="Reminders warn until that day, and the ledger tells whether it was kept. Said aloud "
        "only, it is hard to prove and stops no limitation period safely: ask for it in writing.",
    )
    promise_amount = fields.Monetary(string="Amount Promised", store=False)
    promise_date = fields.Date(string="Promised For", store=False)
    promise_scope = fields.Char(string="On", compute="_compute_promise_scope")

    # === COMPUTES === #

    @api.depends("case_id", "move_id", "company_id")
    def _compute_currency_id(self):
        for record in self:
            # An invoice's currency is no secret to those who log what was said about it.
            record.currency_id = (
                record.sudo().move_id.currency_id
                or record.sudo().case_id.currency_id
                or record.company_id.currency_id
            )

    @api.depends("direction", "channel")
    def _compute_standing(self):
        """Propose what the summary tells: who wrote, or what the other side says aloud."""
        for record in self:
            ours = record.direction == "out" and record.channel not in SPOKEN
            record.standing = "ours" if ours else "theirs"

    @api.depends("channel", "occurred_at", "contact_id", "partner_id")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for record in self:
            who = record.contact_id or record.partner_id
            when = record.occurred_at and format_date(self.env, record._get_local_date())
            record.display_name = ", ".join(
                part for part in (channels.get(record.channel), who.display_name, when) if part
            )

    @api.depends("case_id", "move_id", "partner_id", "has_promise")
    def _compute_promise_scope(self):
        for record in self:
            names = record._get_promise_moves().mapped("name") if record.has_promise else []
            record.promise_scope = ", ".join(names) or False

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Log exchanges: each is posted in its thread and enters the chronology of its case."""
        promises = []
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            promises.append({name: vals.pop(name, None) for name in PROMISE_FIELDS})
            for name in ("message_id", "promise_ids", "event_ids"):
                vals.pop(name, None)
            self._complete(vals)
        records = super().create(vals_list)
        records._own_attachments()
        for record, promise in zip(records, promises, strict=True):
            if promise["has_promise"]:
                # Nobody writes promises by hand: they follow what was logged and the ledger.
                self.env["litige.promise"].sudo()._make(
                    record, promise["promise_amount"], promise["promise_date"]
                )
            record._post()
        records._append_to_chronology()
        return records

    def _complete(self, vals):
        """Fill in what the dispute or the invoice already says."""
        # What the form shows without letting it change is not sent: it is in the defaults.
        missing = [name for name in ("case_id", "move_id", "partner_id") if name not in vals]
        vals.update(self.default_get(missing))
        # Who may log on them is checked by the rules, once the exchange is written.
        case = self.env["litige.case"].sudo().browse(vals.get("case_id") or [])
        move = self.env["account.move"].sudo().browse(vals.get("move_id") or [])
        partner = self.env["res.partner"].browse(vals.get("partner_id") or [])
        customer = case.partner_id or move.commercial_partner_id or partner.commercial_partner_id
        vals["partner_id"] = customer.id
        if case or move:
            vals["company_id"] = (case or move).company_id.id
        vals["summary"] = (vals.get("summary") or "").strip()

    def _own_attachments(self):
        """Make the files of the exchange its own: they follow its rights, and stay as they are."""
        for record in self:
            files = record.attachment_ids
            files.check_access("read")
            # Checked just above. What belongs to another document stays there.
            files = files.sudo()
            loose = files.filtered(
                lambda file: not file.res_id and file.create_uid == self.env.user
            )
            owner = {"res_model": self._name, "res_id": record.id}
            copies = files.browse()
            for file in files - loose:
                copies |= file.copy({**owner, "res_field": False})
            loose.write(owner)
            if copies:
                ours = [Command.set((loose | copies).ids)]
                # Nobody has the right to write on an exchange; its files were checked above.
                record.sudo()._write_past_guard({"attachment_ids": ours})

    def write(self, vals):
        """Refuse to change what was said; a dispute that opens may take it over, once."""
        taken = "case_id" in vals and not (self.env.su and not self.case_id)
        if taken or CONTENT_FIELDS & vals.keys():
            raise UserError(
                self.env._(
                    "What was logged is not changed afterwards. Correct it with a new entry."
                )
            )
        return super().write(vals)

    def _follow_case_customer(self):
        """Give what was logged on a dispute to its customer, once its sender is known."""
        for record in self.sudo():  # the transition that says who the sender is was checked
            record._write_past_guard({"partner_id": record.case_id.partner_id.id})

    def _write_past_guard(self, vals):
        """Write what this model alone completes on what was logged."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_any(self):
        raise UserError(self.env._("What was logged is not deleted. Correct it with a new entry."))

    # === CONSTRAINTS === #

    @api.constrains("occurred_at", "summary")
    def _check_content(self):
        now = fields.Datetime.now()
        for record in self:
            if not record.summary:
                raise ValidationError(self.env._("Say in a few words what was said."))
            if record.occurred_at > now + CLOCK_TOLERANCE:
                raise ValidationError(
                    self.env._(
                        "%(when)s has not come yet: only what happened can be logged. Plan an "
                        "activity instead.",
                        when=format_datetime(self.env, record.occurred_at, dt_format="short"),
                    )
                )
            if record.occurred_at < now - LONGEST_MEMORY:
                raise ValidationError(
                    self.env._(
                        "%(date)s is more than thirty years ago: check the year.",
                        date=format_date(self.env, record._get_local_date()),
                    )
                )

    @api.constrains("case_id", "move_id", "partner_id")
    def _check_same_customer(self):
        for record in self.sudo():  # the names compared are told to nobody
            customers = record.case_id.partner_id | record.move_id.commercial_partner_id
            if customers - record.partner_id:
                raise ValidationError(
                    self.env._("The dispute and the invoice must be those of the same customer.")
                )

    # === SMALL TOOLS === #

    def _get_local_date(self):
        """Return the day it happened, as the user's clock says."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(self, self.occurred_at).date()
