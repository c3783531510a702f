from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeLetterBatch(models.TransientModel):
    """Many letters at once: look, confirm, print as one PDF; what failed is listed and says why."""

    _name = "litige.letter.batch"
    _description = "Batch of Letters"

    letter_ids = fields.Many2many("litige.letter", string="Letters")
    line_ids = fields.One2many("litige.letter.batch.line", "batch_id", string="Left Out")
    draft_count = fields.Integer(compute="_compute_counts")
    confirmed_count = fields.Integer(compute="_compute_counts")
    warning_count = fields.Integer(compute="_compute_counts")
    warnings = fields.Text(compute="_compute_warnings")
    is_acknowledged = fields.Boolean(
        string="I have seen these warnings",
        help="They are noted under your name on each letter.",
    )

    @api.depends("letter_ids.state", "letter_ids.check_count")
    def _compute_counts(self):
        for batch in self:
            drafts = batch.letter_ids.filtered(lambda letter: letter.state == "draft")
            batch.draft_count = len(drafts)
            batch.confirmed_count = len(batch.letter_ids - drafts)
            batch.warning_count = sum(drafts.mapped("check_count"))

    @api.depends("letter_ids.check_ids.is_acknowledged")
    def _compute_warnings(self):
        for batch in self:
            checks = batch.letter_ids.check_ids.filtered(lambda check: not check.is_acknowledged)
            batch.warnings = "\n".join(
                f"{check.letter_id.partner_id.display_name}: {check.message}" for check in checks
            )

    @api.model
    def _open(self, letters, refusals=()):
        """Open the batch on `letters`, with what could not even be written."""
        letters.filtered(lambda letter: letter.state == "draft")._refresh_checks()
        batch = self.create(
            {
                "letter_ids": [fields.Command.set(letters.ids)],
                "line_ids": [
                    fields.Command.create({"name": name, "reason": reason})
                    for name, reason in refusals
                ],
            }
        )
        return batch._reopen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letters"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Confirm the drafts. A letter that fails stays a draft and is listed with its reason."""
        self.ensure_one()
        drafts = self.letter_ids.filtered(lambda letter: letter.state == "draft")
        drafts._refresh_checks()
        pending = drafts.check_ids.filtered(lambda check: not check.is_acknowledged)
        if pending and not self.is_acknowledged:
            raise UserError(
                self.env._(
                    "Read the warnings and tick that you have seen them, or open the letters one "
                    "by one."
                )
            )
        pending.write({"is_acknowledged": True})
        failures = drafts._confirm()
        self.line_ids.filtered("letter_id").unlink()
        self.write(
            {
                "is_acknowledged": False,
                "line_ids": [
                    fields.Command.create(
                        {
                            "letter_id": letter.id,
                            "name": letter.partner_id.display_name,
                            "reason": reason,
                        }
                    )
                    for letter, reason in failures.items()
                ],
            }
        )
        return self._reopen()

    def action_print(self):
        """Print the confirmed letters as one PDF."""
        self.ensure_one()
        letters = self.letter_ids.filtered(lambda letter: letter.state == "confirmed")
        if not letters:
            raise UserError(self.env._("Confirm the letters first."))
        return letters.action_print()

    def action_view_letters(self):
        """Leave the batch for the list of its letters."""
        self.ensure_one()
        return self.letter_ids._get_records_action(name=self.env._("Letters"))


class LitigeLetterBatchLine(models.TransientModel):
    _name = "litige.letter.batch.line"
    _description = "Letter Left Out"

    batch_id = fields.Many2one("litige.letter.batch", required=True, ondelete="cascade")
    letter_id = fields.Many2one("litige.letter", ondelete="cascade")
    name = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
