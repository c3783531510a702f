"""How a formal notice takes effect on the invoices it lists."""

from odoo import fields, models
from odoo.tools import format_date

from .litige_letter_template import NOTICE_KINDS


class LitigeLetter(models.Model):
    _inherit = "litige.letter"

    def _apply_notice_dates(self):
        """Let formal notices take effect on the invoices they list, in their dispute."""
        moves = self.filtered(
            lambda letter: letter.kind in NOTICE_KINDS and letter.state == "confirmed"
        ).move_ids
        # The notice takes effect by law, not by the rights of who scans the receipt.
        self.env["litige.claim"].sudo().search([("move_id", "in", moves.ids)])._apply_notices()


class LitigeClaim(models.Model):
    _inherit = "litige.claim"

    notice_letter_id = fields.Many2one(
        "litige.letter",
        string="Formal Notice",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The formal notice that took effect on this invoice.",
    )

    def _apply_notices(self):
        """Set the notice date of each claim: the earliest effective notice on its invoice.

        An invoice that enters a dispute brings the formal notice it already received.
        """
        if not self:
            return
        # Which notices took effect does not depend on who looks.
        Letter = self.env["litige.letter"].sudo()
        letters = Letter.search(
            [
                ("kind", "in", NOTICE_KINDS),
                ("state", "=", "confirmed"),
                ("move_ids", "in", self.move_id.ids),
                ("effective_date", "!=", False),
            ]
        )
        earliest = {}
        for letter in letters.sorted("effective_date"):
            for move in letter.move_ids:
                earliest.setdefault(move.id, letter)
        vals_list = []
        for claim in self:
            letter = earliest.get(claim.move_id.id, False)
            if not letter and not claim.notice_letter_id:
                continue  # a date set by hand or before this application stays
            date = letter.effective_date if letter else False
            if claim.notice_date == date and claim.notice_letter_id == (letter or Letter):
                continue
            claim.write({"notice_date": date, "notice_letter_id": letter and letter.id})
            vals_list.append(claim._in_company_language()._prepare_notice_event(letter))
        self.env["litige.case"]._append_events(vals_list)

    def _prepare_notice_event(self, letter):
        if letter:
            summary = self.env._(
                "The formal notice %(letter)s took effect on %(invoice)s on %(date)s",
                letter=letter.name,
                invoice=self.move_id.name,
                date=format_date(self.env, letter.effective_date),
            )
        else:
            summary = self.env._(
                "No formal notice has taken effect on %(invoice)s any more",
                invoice=self.move_id.name,
            )
        return {
            "case_id": self.case_id.id,
            "claim_id": self.id,
            "kind": "delivery",
            "direction": "out",
            "occurred_on": letter.effective_date if letter else fields.Date.context_today(self),
            "summary": summary,
        }
