from odoo import models


class LitigeExitPostingMixin(models.AbstractModel):
    """What follows when an accountant posts a draft: it is set against what it ends."""

    _name = "litige.exit.posting.mixin"
    _description = "Posting of Accounting Exits"

    def _on_posted(self):
        """Reconcile what was posted; the dispute then reads the ledger as for any other entry.

        Credit notes are Odoo's to reconcile: they name the invoice they credit.
        """
        for one in self:
            if one.kind in ("write_off", "doubtful"):
                one._settle_due()
            elif one.kind == "reversal" and one.origin_id.kind in ("write_off", "doubtful"):
                one._undo_origin()

    def _settle_due(self):
        """Set the credit of this entry against what is due on the same account."""
        credits = self.move_id.line_ids.filtered(
            lambda line: line.balance < 0 and line.account_id._litige_is_due()
        )
        for credit in credits.filtered(lambda line: not line.reconciled):
            due = self.claim_id._get_due_lines().filtered(
                lambda line, credit=credit: line.account_id == credit.account_id
            )
            (credit | due).reconcile()

    def _undo_origin(self):
        """Give the invoice back what the entry reversed had taken off it."""
        origin = self.origin_id
        theirs = origin.move_id.line_ids.filtered(lambda line: line.account_id._litige_is_due())
        credits = theirs.filtered(lambda line: line.balance < 0)
        # What earlier reversals took back stays so.
        reversals = origin.reversal_ids.move_id
        credits.matched_debit_ids.filtered(
            lambda part: part.debit_move_id.move_id not in reversals
        ).unlink()
        for line in self.move_id.line_ids.filtered(lambda line: line.account_id._litige_is_due()):
            twins = theirs.filtered(
                lambda other, line=line: (
                    other.account_id == line.account_id
                    and other.balance * line.balance < 0
                    and not other.reconciled
                )
            )
            if not line.reconciled:
                (line | twins).reconcile()
        # What was reversed in part still takes the rest off the invoice.
        if any(not line.reconciled for line in credits):
            origin._settle_due()
