from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .litige_letter import CHANNELS

# A letter that never reached the address has no effect at all: a new one is needed.
WITHOUT_EFFECT = ("wrong_address", "lost", "failed")
# What makes a formal notice start, in the order of the law; the day of posting never does.
FACTS = ("date_posted", "date_presented", "date_received", "result")


class LitigeDelivery(models.Model):
    """One sending of a letter: how it went, when, with what result and what proof."""

    _name = "litige.delivery"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Sending of a Letter"
    _order = "date_posted desc, id desc"
    _check_company_auto = True

    letter_id = fields.Many2one(
        "litige.letter",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        domain="[('state', '=', 'confirmed')]",
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    case_id = fields.Many2one(related="letter_id.case_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one(related="letter_id.partner_id")
    channel = fields.Selection(CHANNELS, required=True, default="registered")
    number = fields.Char(help="The tracking number of the post.")
    date_posted = fields.Date(
        string="Posted or Sent",
        required=True,
        default=fields.Date.context_today,
    )
    date_presented = fields.Date(
        string="First Presented",
        help="The day the post first presented it at the address.",
    )
    date_received = fields.Date(
        string="Received",
        help="The day the customer signed for it or acknowledged it.",
    )
    result = fields.Selection(
        [
            ("pending", "Under way"),
            ("received", "Received"),
            ("refused", "Refused"),
            ("unclaimed", "Not claimed"),
            ("wrong_address", "Wrong address"),
            ("lost", "Lost"),
            ("failed", "Not sent"),
        ],
        default="pending",
        required=True,
        index=True,
        help="Refused or not claimed: it took effect when it was first presented. Wrong address, "
        "lost or not sent: it has no effect, send it again.",
    )
    receipt = fields.Binary(
        attachment=True,
        help="A scan of the receipt, or of the letter returned.",
    )
    receipt_name = fields.Char()
    date_override = fields.Date(
        string="Effective Date Set by Hand",
        help="Only when the rule does not fit: say why.",
    )
    override_reason = fields.Char(string="Reason")
    effective_date = fields.Date(
        compute="_compute_effective_date",
        store=True,
        index=True,
        help="The day from which delays are counted: received, else first presented. Never posted.",
    )
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    email_error = fields.Char(compute="_compute_email_error", string="Why It Failed")
    noted_facts = fields.Json(
        readonly=True,
        copy=False,
        help="What the chronology already says of this sending.",
    )

    _override_check = models.Constraint(
        "CHECK (date_override IS NULL OR override_reason IS NOT NULL)",
        "Say why the effective date is set by hand.",
    )

    # === COMPUTES === #

    @api.depends("date_presented", "date_received", "result", "date_override")
    def _compute_effective_date(self):
        for delivery in self:
            delivery.effective_date = delivery._get_effective_date()

    def _get_effective_date(self):
        """Return the day the sending took effect, False when it has not or never will."""
        self.ensure_one()
        if self.date_override:
            return self.date_override
        if self.result in WITHOUT_EFFECT:
            return False
        return self.date_received or self.date_presented

    @api.depends("letter_id.name", "channel", "date_posted")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for delivery in self:
            delivery.display_name = (
                f"{delivery.letter_id.name} – {channels.get(delivery.channel, '')}"
            )

    @api.depends("message_id.notification_ids.notification_status")
    def _compute_email_error(self):
        for delivery in self:
            failed = delivery._get_failed_notifications()
            delivery.email_error = failed[:1].format_failure_reason() if failed else False

    def _get_failed_notifications(self):
        # Whoever sent a letter may know that it did not leave.
        return self.message_id.sudo().notification_ids.filtered(
            lambda notice: notice.notification_status in ("bounce", "exception")
        )

    @api.model
    def _search_reminders(self, moves):
        """Return the sendings that reminded of some of these invoices.

        A reminder written and never sent, or that never arrived, is no fact to rely on.
        """
        return self.search(
            [
                ("letter_id.kind", "=", "reminder"),
                ("letter_id.move_ids", "in", moves.ids),
                ("date_posted", "!=", False),
                ("result", "not in", WITHOUT_EFFECT),
            ]
        )

    def _get_reminder_dates(self, moves, day):
        """Return the days before `day` on which one of these sendings reminded of all `moves`."""
        return sorted(
            {
                sending.date_posted
                for sending in self
                if sending.date_posted < day
                and not sending.email_error
                and moves <= sending.letter_id.move_ids
            }
        )

    # === CONSTRAINTS === #

    @api.constrains("date_posted", "date_presented", "date_received", "date_override", "result")
    def _check_dates(self):
        today = fields.Date.context_today(self)
        for delivery in self:
            dates = (delivery.date_posted, delivery.date_presented, delivery.date_received)
            known = [date for date in dates if date]
            if known != sorted(known):
                raise ValidationError(
                    self.env._("A letter is posted, then presented, then received.")
                )
            if any(date > today for date in (*known, delivery.date_override) if date):
                raise ValidationError(self.env._("A sending cannot be noted before its day."))
            if delivery.result == "received" and not (
                delivery.date_received or delivery.date_override
            ):
                raise ValidationError(self.env._("Say when the letter was received."))
            if delivery.result in ("refused", "unclaimed") and not (
                delivery.date_presented or delivery.date_override
            ):
                raise ValidationError(
                    self.env._("Say when the letter was first presented: it took effect that day.")
                )

    @api.constrains("letter_id")
    def _check_letter(self):
        for delivery in self:
            if delivery.letter_id.state != "confirmed":
                raise ValidationError(self.env._("Confirm the letter before sending it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_noted(self):
        raise UserError(
            self.env._("A sending is not deleted: note its result, or add another one.")
        )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        """Note the sendings in the chronology, and let formal notices take effect."""
        deliveries = super().create(vals_list)
        deliveries._on_facts()
        return deliveries

    def write(self, vals):
        """Note what was learnt, and let formal notices take effect."""
        result = super().write(vals)
        if {*FACTS, "date_override"} & vals.keys():
            self._on_facts()
        return result

    @api.onchange("date_received")
    def _onchange_date_received(self):
        if self.date_received and self.result == "pending":
            self.result = "received"

    # === WHAT FOLLOWS FROM IT === #

    def _on_facts(self):
        self._note_facts()
        self.letter_id._apply_notice_dates()

    def _note_facts(self):
        """Write in the chronology what it does not say yet, each fact once."""
        vals_list = []
        for delivery in self._in_company_language():
            noted = delivery.noted_facts or {}
            new = {key: text for key, text in delivery._get_facts().items() if key not in noted}
            if not new:
                continue
            delivery.noted_facts = {**noted, **dict.fromkeys(new, True)}
            if delivery.case_id:
                vals_list += delivery._prepare_fact_events(new)
        self.env["litige.case"]._append_events(vals_list)

    def _prepare_past_facts(self):
        """Return the events of all that is known of these sendings."""
        return [
            vals
            for delivery in self.sorted("date_posted")
            for vals in delivery._prepare_fact_events(delivery._get_facts())
        ]

    def _prepare_fact_events(self, facts):
        """Return the events of `facts` (see `_get_facts`)."""
        self.ensure_one()
        channels = dict(self._fields["channel"]._description_selection(self.env))
        return [
            {
                "case_id": self.case_id.id,
                "kind": "delivery",
                "direction": "out",
                "occurred_on": key.partition(":")[2] or fields.Date.context_today(self),
                "parties": self.partner_id.display_name,
                "summary": f"{self.letter_id.name}, {channels[self.channel]} – {text}",
                "details": {"number": self.number or ""},
                "res_model": self._name,
                "res_id": self.id,
            }
            for key, text in facts.items()
        ]

    def _get_facts(self):
        """Return what is known of the sending, in words, by a key that ends with its day."""
        self.ensure_one()
        facts = {}
        if self.result != "failed":
            facts[f"posted:{self.date_posted}"] = self.env._("sent")
        if self.date_presented:
            facts[f"presented:{self.date_presented}"] = self.env._("first presented")
        if self.date_received and self.result not in WITHOUT_EFFECT:
            facts[f"received:{self.date_received}"] = self.env._("received")
        if self.result not in ("pending", "received"):
            labels = dict(self._fields["result"]._description_selection(self.env))
            day = self.date_presented or self.date_posted
            facts[f"{self.result}:{day}"] = labels[self.result]
        if self.date_override:
            facts[f"override:{self.date_override}"] = self.env._(
                "effective date set by hand: %(reason)s", reason=self.override_reason
            )
        return facts

    # === E-MAIL === #

    @api.model
    def _note_email(self, letter, message):
        """Note an e-mail that left with the letter."""
        return self.create(
            {
                "letter_id": letter.id,
                "channel": "email",
                "number": ", ".join(message.partner_ids.mapped("email_formatted")),
                "message_id": message.id,
            }
        )

    def action_retry(self):
        """Send again the e-mails that failed."""
        failed = self._get_failed_notifications()
        # The user could send the letter; sending it again needs no right on the mail queue.
        mails = failed.sudo().mail_mail_id.filtered(lambda mail: mail.state == "exception")
        if not mails:
            raise UserError(
                self.env._("Nothing is left to send again: send the letter once more instead.")
            )
        mails.mark_outgoing()
        mails.send()
        self.write({"result": "pending"})

    def action_open_letter(self):
        """Open the letter."""
        self.ensure_one()
        return self.letter_id._get_records_action()
