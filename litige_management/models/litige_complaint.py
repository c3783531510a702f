"""The customer's written complaint: noted from what they wrote, never from what they said aloud.

A consumer mediator asks for one (art. L612-2 C. conso.). A day that a person typed is kept.
"""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

# Channels that leave a writing, and the entries of the chronology that are one.
WRITTEN_CHANNELS = ("email", "letter")
WRITTEN_KINDS = ("email", "mail", "portal_answer", "portal_contest")
LONGEST = 160


class LitigeCommunication(models.Model):
    """A logged writing may be a complaint: it says so."""

    _inherit = "litige.communication"

    is_complaint = fields.Boolean(
        string="It Is a Complaint",
        help="The customer complains in writing: the dispute notes the day. A consumer mediator "
        "asks for a written complaint to you first; one made aloud does not count.",
    )

    @api.constrains("is_complaint", "channel", "direction")
    def _check_complaint(self):
        for record in self.filtered("is_complaint"):
            if record.channel not in WRITTEN_CHANNELS or record.direction != "in":
                raise ValidationError(
                    self.env._(
                        "A complaint that counts is in writing and comes from them: an e-mail or "
                        "a letter."
                    )
                )

    @api.onchange("channel", "direction", "confidential")
    def _onchange_channel(self):
        """Forget the tick where it is no longer shown."""
        if self.channel not in WRITTEN_CHANNELS or self.direction != "in" or self.confidential:
            self.is_complaint = False

    def _append_to_chronology(self, messages=None):
        """Note the complaint on the dispute, also when the dispute opens after it."""
        result = super()._append_to_chronology(messages)
        complaints = self.filtered(
            lambda one: one.is_complaint and one.case_id and not one.confidential
        )
        for record in complaints.sorted("occurred_at"):
            record.case_id._note_complaint(record._get_local_date())
        return result


class LitigeCase(models.Model):
    """A dispute knows the day of the customer's written complaint."""

    _inherit = "litige.case"

    def _note_complaint(self, day):
        """Note the day of the customer's written complaint, unless one is noted already."""
        for case in self.filtered(lambda one: one.is_open and not one.complaint_on):
            # The customer or a resolver makes it known, without the right to write on the dispute.
            case.sudo().complaint_on = day

    def action_find_complaint(self):
        """Note the first writing of the customer as their complaint, and say which it is."""
        self.ensure_one()
        written = self._get_usable_events("customer").filtered(
            lambda event: event.direction == "in" and event.kind in WRITTEN_KINDS
        )[:1]
        if written:
            self.complaint_on = written.occurred_on
            words = " ".join((written.summary or "").split())
            message = self.env._(
                "%(date)s, %(who)s: “%(words)s”. Read it again: clear the day if it complains of "
                "nothing.",
                date=format_date(self.env, written.occurred_on),
                who=written.parties or self.partner_id.name,
                words=f"{words[:LONGEST]}…" if len(words) > LONGEST else words,
            )
        else:
            message = self.env._(
                "Nothing in writing from the customer is in the chronology. Log their letter or "
                "e-mail, or type the day here; a call does not count."
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Written Complaint"),
                "message": message,
                "type": "success" if written else "warning",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
