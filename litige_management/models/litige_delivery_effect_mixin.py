"""What a sending is worth: the date that counts, in words, and its receipt among the exhibits."""

import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from .litige_delivery import WITHOUT_EFFECT
from .litige_letter_template import NOTICE_KINDS

# The step of which way is taken when a paper is sent.
STEPS = {
    "insolvency_claim": ("insolvency_declaration", "declared"),
    "payment_order": ("payment_order", "filed"),
}


class LitigeDeliveryEffectMixin(models.AbstractModel):
    _name = "litige.delivery.effect.mixin"
    _description = "Effect of a Sending"

    effect_text = fields.Char(
        string="Effect",
        compute="_compute_effect_text",
        help="What this sending is worth in law, from what is known of it.",
    )

    # === THE EFFECT, IN WORDS === #

    @api.depends("result", "effective_date", "date_override", "channel", "date_received")
    @api.depends_context("lang")
    def _compute_effect_text(self):
        for delivery in self:
            delivery.effect_text = delivery._get_effect_text()

    def _get_effect_text(self):
        """Return what the sending is worth, and from which day, in one sentence."""
        self.ensure_one()
        if self.date_override:
            text = self.env._("It counts from %(date)s, set by hand: %(reason)s")
        elif self.result in WITHOUT_EFFECT:
            return {
                "wrong_address": self.env._(
                    "Wrong address: it has no effect. Find the right address and send the letter "
                    "again."
                ),
                "lost": self.env._("Lost: it has no effect. Send the letter again."),
                "failed": self.env._("It did not leave: it has no effect. Send it again."),
            }[self.result]
        elif not self.effective_date:
            return self.env._("Under way: nothing counts before it is presented or received.")
        elif self.date_received:
            text = self.env._("It counts from %(date)s, the day it was received.")
        elif self.result == "refused":
            text = self.env._("Refused: it counts from %(date)s, the day it was first presented.")
        elif self.result == "unclaimed":
            text = self.env._(
                "Not claimed: it counts from %(date)s, the day it was first presented."
            )
        else:
            text = self.env._("It counts from %(date)s, the day it was first presented.")
        return text % {
            "date": format_date(self.env, self.effective_date),
            "reason": self.override_reason,
        }

    # === REGISTERED E-MAIL === #

    @api.constrains("channel", "letter_id", "date_posted")
    def _check_registered_email(self):
        """A consumer who has not agreed to it need not open a registered e-mail."""
        for delivery in self.filtered(lambda one: one.channel == "registered_email"):
            refusal = delivery.letter_id._get_registered_email_refusal(delivery.date_posted)
            if refusal:
                raise ValidationError(refusal)

    # === THE RECEIPT === #

    @api.model_create_multi
    def create(self, vals_list):
        """Make an exhibit of each scanned receipt."""
        deliveries = super().create(vals_list)
        deliveries.filtered("receipt")._file_receipts()
        return deliveries

    def write(self, vals):
        """Make an exhibit of each scanned receipt."""
        result = super().write(vals)
        if vals.get("receipt"):
            self._file_receipts()
        return result

    def _file_receipts(self):
        """Add the scans to the exhibits: without the receipt, the effect is not proven."""
        for delivery in self.filtered(lambda one: one.case_id.is_open):
            told = delivery._in_company_language()
            delivery.case_id._add_exhibits(
                [
                    {
                        "raw": base64.b64decode(delivery.with_context(bin_size=False).receipt),
                        "file_name": delivery.receipt_name or told.env._("Receipt"),
                        "type": "notice_receipt"
                        if delivery.letter_id.kind in NOTICE_KINDS
                        else "other",
                        "name": told._get_receipt_caption(),
                        "date": delivery.effective_date or delivery.date_posted,
                        "source": delivery,
                    }
                ],
                duplicates="skip",
            )

    def _get_receipt_caption(self):
        """Return how the list of exhibits calls the receipt, in the language of the context."""
        results = dict(self._fields["result"]._description_selection(self.env))
        day = self.effective_date or self.date_posted
        words = results[self.result] if self.result != "pending" else self.env._("posted")
        text = self.env._("Receipt of %(letter)s (%(result)s, %(date)s)")
        return text % {
            "letter": self.letter_id.name,
            "result": words.lower(),
            "date": format_date(self.env, day),
        }

    # === WHAT IT STARTS === #

    def _on_facts(self):
        """A paper that left is the step of its way: it is recorded once, on its day."""
        result = super()._on_facts()
        for delivery in self.filtered(lambda one: one.result not in WITHOUT_EFFECT):
            way, step = STEPS.get(delivery.letter_id.kind, (None, None))
            case = delivery.case_id
            if not way or not case.is_open or case._has_taken_step(way, step):
                continue
            kind = self.env["litige.remedy.step"].search(
                [("remedy_id.code", "=", way), ("code", "=", step)], limit=1
            )
            if kind:
                provider = delivery.letter_id._get_provider(kind.remedy_id.provider_role)
                case._take_proceeding(way, step, delivery.date_posted, provider)
        return result
