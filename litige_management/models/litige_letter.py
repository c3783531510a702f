from odoo import api, fields, models
from odoo.exceptions import UserError

from .litige_letter_template import KINDS, LANGUAGES, THIRD_PARTY_KINDS

CHANNELS = [
    ("registered", "Registered letter with acknowledgment of receipt"),
    ("registered_email", "Registered e-mail (qualified provider)"),
    ("post", "Ordinary post"),
    ("email", "E-mail"),
    ("hand", "By hand, against a receipt"),
]
# What a draft may change; a confirmed letter changes no more.
DRAFT_FIELDS = frozenset(
    (
        "kind",
        "template_id",
        "language",
        "company_id",
        "partner_id",
        "case_id",
        "settlement_id",
        "default_json",
        "move_ids",
        "date",
        "interest_mode",
        "channel",
        "registered_number",
        "notice_days",
        "subject",
        "opening",
        "closing",
        "contract_reference",
        "contract_accepted_on",
        "enclosures",
        "name",
        "statement_json",
        "amount",
        "mandate",
        "court_kind",
        "suit_kind",
        "claim_scope",
        "fallback_court",
        "clerk_costs",
        "securities",
        "insurance_claim_id",
    )
)


class LitigeLetter(models.Model):
    """A letter to a customer: draft, checks, preview, then frozen for ever.

    Its prose comes from a template and may be edited while it is a draft; the sums come from the
    ledger and the law, and nobody edits them.
    """

    _name = "litige.letter"
    _inherit = [
        "litige.letter.default.mixin",  # first: a notice of default asks for other sums
        "litige.letter.statement.mixin",
        "litige.letter.writing.mixin",
        "litige.letter.prose.mixin",
        "litige.letter.check.mixin",
        "litige.letter.enclosure.mixin",
        "litige.letter.values.mixin",
        "litige.document.mixin",
        "litige.chronicle.mixin",
        "litige.erasable.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Letter"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", index="trigram")
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(KINDS, required=True, default="reminder", index=True)
    template_id = fields.Many2one(
        "litige.letter.template",
        string="Text",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('kind', '=', kind), ('language', '=', language)]",
    )
    language = fields.Selection(
        LANGUAGES,
        string="Language of the Letter",
        required=True,
        default="fr",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one("res.currency", required=True)
    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    amount = fields.Monetary(
        string="Amount Claimed",
        readonly=True,
        copy=False,
        help="What the letter asks for, on its date.",
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_commercial_partner_id",
        store=True,
        index=True,
        help="Whom it is about: the customer, whoever receives the letter.",
    )
    move_ids = fields.Many2many(
        "account.move",
        "litige_letter_move_rel",
        "letter_id",
        "move_id",
        string="Invoices",
        check_company=True,
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt'))]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Contact Person",
        default=lambda self: self.env.user,
        help="Printed as the person who can settle the matter.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The date of the letter, on which the sums are counted.",
    )
    channel = fields.Selection(
        CHANNELS,
        string="Sent By",
        required=True,
        default="post",
        help="How the letter is meant to go. What was really sent is noted below it.",
    )
    registered_number = fields.Char(
        help="Printed on the letter when it is known beforehand.",
    )
    notice_days = fields.Integer(
        string="Delay (days)",
        help="Days given to pay, from the first presentation or receipt.",
    )
    contract_reference = fields.Char(
        string="Contract",
        help="The quotation, order or contract, as in “devis n° D-2026-12”.",
    )
    contract_accepted_on = fields.Date(string="Accepted On")
    subject = fields.Char(required=True)
    opening = fields.Html(string="Before the Table", sanitize_attributes=True)
    closing = fields.Html(string="Before the Signature", sanitize_attributes=True)
    enclosures = fields.Text(
        string="Other Enclosures",
        help="One per line, after the statement and the invoices.",
    )
    delivery_ids = fields.One2many("litige.delivery", "letter_id", string="Sendings")
    effective_date = fields.Date(
        compute="_compute_effective_date",
        store=True,
        help="The earliest day on which one of its sendings took effect.",
    )

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'",
        "Letter numbers must be unique in a company.",
    )

    # === COMPUTES === #

    @api.depends("partner_id.commercial_partner_id", "kind", "case_id.partner_id")
    def _compute_commercial_partner_id(self):
        for letter in self:
            about = letter.case_id.partner_id if letter.kind in THIRD_PARTY_KINDS else False
            letter.commercial_partner_id = about or letter.partner_id.commercial_partner_id

    @api.depends("name", "kind", "partner_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for letter in self:
            number = "" if letter.name == "/" else f"{letter.name} – "
            letter.display_name = (
                f"{number}{kinds.get(letter.kind, '')} – {letter.partner_id.display_name or ''}"
            )

    @api.depends("delivery_ids.effective_date")
    def _compute_effective_date(self):
        for letter in self:
            dates = filter(None, letter.delivery_ids.mapped("effective_date"))
            letter.effective_date = min(dates, default=False)

    # === CRUD === #

    def write(self, vals):
        """Refuse to change a confirmed letter, for everyone; keep only harmless prose."""
        changed = DRAFT_FIELDS & vals.keys()
        if changed and not self.env.context.get("litige_freezing"):
            confirmed = self.filtered(lambda letter: letter.state == "confirmed")
            if confirmed:
                raise UserError(
                    self.env._(
                        "%(letter)s is confirmed: it cannot be changed. Write another letter.",
                        letter=confirmed[0].name,
                    )
                )
        result = super().write(vals)
        if {"move_ids", "date", "interest_mode", "case_id", "claim_scope"} & changed:
            self._refresh_amount()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(letter.state == "confirmed" for letter in self):
            raise UserError(self.env._("A confirmed letter cannot be deleted."))

    @api.onchange("kind", "language", "date", "company_id")
    def _onchange_template(self):
        if self.company_id and self.date and self.kind and self.language:
            self.template_id = self.env["litige.letter.template"]._find(
                self.kind, self._get_audience(), self.language, self.company_id, self.date
            )

    def _check_draft(self):
        for letter in self:
            if letter.state != "draft":
                raise UserError(self.env._("%(letter)s is confirmed already.", letter=letter.name))

    # === CONFIRMING === #

    def action_confirm(self):
        """Confirm, or show first the warnings that nobody has acknowledged yet."""
        self.ensure_one()
        self._check_draft()
        self._refresh_checks()
        if self.check_ids.filtered(lambda check: not check.is_acknowledged):
            return self._get_checks_action()
        failures = self._confirm()
        return self._get_failure_action(failures[self]) if failures else True

    def _get_failure_action(self, message):
        """Say why the letter stays a draft, without undoing the note of it."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger",
                "sticky": True,
                "title": self.env._("The letter stays a draft"),
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _confirm(self):
        """Freeze the letters: number, sums, PDF. What fails keeps its draft and says why.

        :return: the failures, `{letter: message}`
        """
        self._check_draft()
        failures = self._freeze_statements()
        todo = self.filtered(lambda letter: letter not in failures)
        for company, letters in todo.grouped("company_id").items():
            numbers = company._litige_next_numbers(len(letters), "litige.letter")
            for letter, number in zip(letters, numbers, strict=True):
                letter.name = number
        failures |= todo._freeze_documents()
        failed = todo.filtered(lambda letter: letter in failures)
        failed.write({"name": "/"})
        done = todo - failed
        done.with_context(litige_freezing=True, mail_notrack=True).state = "confirmed"
        done._note_confirmed()
        return failures

    def _note_confirmed(self):
        """Write the letters in the chronology of their disputes, and in their own thread."""
        self.settlement_id._refresh_execution()  # its default is notified
        told = self.filtered("case_id")._in_company_language()
        self.env["litige.case"]._append_events([letter._prepare_letter_event() for letter in told])

    def _prepare_letter_event(self):
        """Return what the chronology says of a confirmed letter."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "case_id": self.case_id.id,
            "kind": "letter",
            "direction": "out",
            "occurred_on": self.date,
            "parties": self.partner_id.display_name,
            "summary": self.env._("%(kind)s %(number)s", kind=kinds[self.kind], number=self.name),
            "amount": self.amount,
            "standing": "ours",
            "details": {
                "invoices": self.move_ids.mapped("name"),
                "sha256": self.document_hash,
            },
            "partner_id": self.partner_id.id,
            "res_model": self._name,
            "res_id": self.id,
        }

    # === PRINTING AND SENDING === #

    def action_print(self):
        """Print: the frozen bytes of a confirmed letter, a marked draft otherwise."""
        return self.env.ref("litige_management.litige_letter_action_report").report_action(
            self, config=False
        )

    def action_send_email(self):
        """Open the e-mail composer with the frozen PDF attached."""
        self.ensure_one()
        if self.state != "confirmed":
            raise UserError(self.env._("Confirm the letter before sending it."))
        return self._get_composer_action(
            self.env._("Send by E-Mail"),
            default_template_id=self._find_template("mail_template_litige_letter").id,
            litige_letter_sending=True,
        )

    def message_post(self, **kwargs):
        """Note what the composer sends as a sending of the letter."""
        message = super().message_post(**kwargs)
        if self.env.context.get("litige_letter_sending") and message.partner_ids:
            self.env["litige.delivery"]._note_email(self, message)
        return message

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Let answers come to the dispute address: they belong to the dispute of the letter."""
        return self.company_id._litige_reply_to(
            super()._notify_get_reply_to_batch(defaults, author_ids),
            {letter.id: letter.company_id for letter in self if letter.case_id},
        )

    def action_note_sending(self):
        """Note a sending by post or by hand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record a Sending"),
            "res_model": "litige.delivery",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_letter_id": self.id,
                "default_channel": self.channel if self.channel != "email" else "registered",
                "default_number": self.registered_number,
            },
        }

    def action_view_case(self):
        """Open the dispute."""
        self.ensure_one()
        return self.case_id._get_records_action()
