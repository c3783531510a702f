"""How much of the delay of a formal notice is left, day by day."""

from odoo import api, fields, models

from .litige_letter_template import NOTICE_KINDS


class LitigeCaseNoticeMixin(models.AbstractModel):
    _name = "litige.case.notice.mixin"
    _description = "Formal Notice of a Dispute"

    notice_ends_on = fields.Date(
        string="Delay of the Formal Notice",
        compute="_compute_notice",
        help="The last day that the formal notice leaves to pay.",
    )
    notice_countdown = fields.Char(
        compute="_compute_notice",
        help="Where the formal notice stands today, in words.",
    )
    notice_status = fields.Selection(
        [
            ("way", "Under Way"),
            ("running", "Running"),
            ("over", "Over"),
            ("void", "Without Effect"),
        ],
        compute="_compute_notice",
    )

    @api.depends(
        "letter_ids.kind",
        "letter_ids.state",
        "letter_ids.notice_ends_on",
        "letter_ids.delivery_ids.result",
        "letter_ids.delivery_ids.date_posted",
    )
    @api.depends_context("lang", "tz")
    def _compute_notice(self):
        today = fields.Date.context_today(self)
        for case in self:
            notice = case._get_current_notice()
            status = notice._get_notice_status(today) if notice else False
            case.notice_ends_on = notice.notice_ends_on
            case.notice_status = status
            case.notice_countdown = status and notice._get_notice_countdown(status, today)

    def _get_current_notice(self):
        """Return the formal notice whose delay is followed: the last that was sent."""
        self.ensure_one()
        notices = self.letter_ids.filtered(
            lambda letter: (
                letter.kind in NOTICE_KINDS and letter.state == "confirmed" and letter.delivery_ids
            )
        )
        # One that took effect counts before a later one that has not yet.
        return notices.sorted(
            lambda letter: (bool(letter.effective_date), letter.date, letter.id), reverse=True
        )[:1]
