"""The delay that a notice gives: when it starts, when it ends, what is left of it."""

from odoo import api, fields, models
from odoo.tools import format_date

from .litige_delivery import WITHOUT_EFFECT
from .litige_letter_template import NOTICE_KINDS


class LitigeLetterDelayMixin(models.AbstractModel):
    _name = "litige.letter.delay.mixin"
    _description = "Delay of a Formal Notice"

    notice_ends_on = fields.Date(
        string="Delay Ends On",
        compute="_compute_notice_ends_on",
        store=True,
        help="The last day that the letter leaves to pay, counted from the day it took effect. "
        "Empty as long as it has not.",
    )

    @api.depends("effective_date", "notice_days", "kind", "state")
    def _compute_notice_ends_on(self):
        for letter in self:
            runs = letter.kind in (*NOTICE_KINDS, "default") and letter.effective_date
            # The day it took effect is not counted.
            letter.notice_ends_on = runs and fields.Date.add(
                letter.effective_date, days=letter.notice_days
            )

    def _find_warnings(self):
        """Say beforehand that a registered e-mail needs the consent of a consumer."""
        found = super()._find_warnings()
        for letter in self.filtered(lambda one: one.channel == "registered_email"):
            refusal = letter._get_registered_email_refusal(letter.date)
            if refusal:
                found[letter]["registered_email"] = refusal
        return found

    def _get_registered_email_refusal(self, day):
        """Return in words why a registered e-mail is not open to this recipient, else None."""
        self.ensure_one()
        if not self._is_for_consumer():
            return None
        # Whoever sends a letter must know whether its form is allowed.
        consent = self.commercial_partner_id.sudo().litige_registered_email_on
        if consent and consent <= day:
            return None
        return self.env._(
            "%(customer)s has not agreed to receive registered letters by e-mail: a consumer must "
            "have agreed beforehand. Record the consent on the customer, or send a paper letter.",
            customer=self.commercial_partner_id.display_name,
        )

    def _get_notice_status(self, today):
        """Return whether the delay of this notice runs, is over, has not started or never will."""
        self.ensure_one()
        if self.notice_ends_on:
            return "over" if self.notice_ends_on < today else "running"
        lost = all(one.result in WITHOUT_EFFECT for one in self.delivery_ids)
        return "void" if lost else "way"

    def _get_notice_countdown(self, status, today):
        """Return where the notice stands, in one sentence."""
        self.ensure_one()
        if status == "void":
            return " ".join(
                (self._get_notice_name(), self.delivery_ids.sorted("date_posted")[-1].effect_text)
            )
        if status == "way":
            posted = max(self.delivery_ids.mapped("date_posted"))
            return self.env._(
                "%(notice)s Sent on %(date)s: its delay of %(days)s days starts when it is first "
                "presented or received.",
                notice=self._get_notice_name(),
                date=format_date(self.env, posted),
                days=self.notice_days,
            )
        values = {
            "notice": self._get_notice_name(),
            "start": format_date(self.env, self.effective_date),
            "end": format_date(self.env, self.notice_ends_on),
            "days": abs((self.notice_ends_on - today).days),
        }
        if status == "over":
            text = self.env._(
                "%(notice)s It took effect on %(start)s and its delay ended on %(end)s, "
                "%(days)s days ago."
            )
        elif values["days"]:
            text = self.env._(
                "%(notice)s It took effect on %(start)s: %(days)s days remain, until %(end)s."
            )
        else:
            text = self.env._("%(notice)s It took effect on %(start)s: today is the last day.")
        return text % values

    def _get_notice_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._("%(kind)s %(number)s.", kind=kinds[self.kind], number=self.name)
