from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever marks the reminder of a deadline as done says that it was met.

        The reminder of a last day to sue only tells that it was read: what moves that day is
        recorded on the dispute.
        """
        deadlines = self.env["litige.deadline"]
        if "litige.case" in self.mapped("res_model"):
            # An activity is given to people who may have no right on deadlines.
            deadlines = deadlines.sudo().search(
                [("activity_id", "in", self.ids), ("kind", "!=", "limitation")]
            )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        deadlines.action_met()
        return result
