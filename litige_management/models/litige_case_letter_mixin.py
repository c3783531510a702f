from odoo import api, fields, models
from odoo.exceptions import UserError

from .litige_letter_template import AMICABLE_KINDS


class LitigeCaseLetterMixin(models.AbstractModel):
    """The letters of a dispute."""

    _name = "litige.case.letter.mixin"
    _description = "Letters of a Dispute"

    letter_ids = fields.One2many("litige.letter", "case_id", string="Letters")
    letter_count = fields.Integer(compute="_compute_letter_count")
    is_notice_sent = fields.Boolean(
        compute="_compute_is_notice_sent",
        help="All that is still due was put in a formal notice: reminders come before.",
    )

    @api.depends("letter_ids")
    def _compute_letter_count(self):
        counts = dict(
            self.env["litige.letter"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.letter_count = counts.get(case._origin, 0)

    @api.depends("claim_ids.open_amount", "claim_ids.notice_date")
    def _compute_is_notice_sent(self):
        for case in self:
            due = case.claim_ids.filtered(lambda claim: claim.open_amount > 0)
            case.is_notice_sent = bool(due) and all(claim.notice_date for claim in due)

    def action_write_reminder(self):
        """Write an amicable reminder on what is still due."""
        return self._write_letter("reminder")

    def action_write_notice(self):
        """Write a formal notice on what is still due."""
        return self._write_letter("notice")

    def _write_letter(self, kind, **values):
        """Write a draft letter on the invoices of the dispute with something still due.

        :param values: further values of the letter; `partner`, its recipient
        """
        self.ensure_one()
        claims = self.claim_ids.filtered(lambda claim: claim.state == "posted")
        due = claims.filtered(lambda claim: claim.open_amount > 0)
        # A complaint is answered, and a right said, even when nothing is due any more.
        moves = (due or (claims if kind in AMICABLE_KINDS else due)).move_id
        if not moves:
            raise UserError(self.env._("Nothing is left due on %(case)s.", case=self.name))
        letters, refusals = self.env["litige.letter"]._write_letters(
            kind, moves, case=self, **values
        )
        if not letters:
            raise UserError("\n".join(reason for _name, reason in refusals))
        return letters._get_records_action()

    def action_view_letters(self):
        """Show the letters of the dispute."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_letter_action"
        )
        return {**action, "domain": [("case_id", "=", self.id)], "context": {}}
