from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mail import rfc822


class LitigeMailAside(models.Model):
    """An e-mail to a dispute address that became of nothing: kept whole, for a person to look at.

    Automatic answers, newsletters, loops, and what could not be read even once repaired.
    """

    _name = "litige.mail.aside"
    _inherit = ["litige.erasable.mixin"]
    _description = "E-Mail Set Aside"
    _order = "date desc, id desc"
    _rec_name = "subject"

    company_id = fields.Many2one("res.company", readonly=True, index=True)
    active = fields.Boolean(default=True)
    date = fields.Datetime(
        string="Received", readonly=True, required=True, default=fields.Datetime.now
    )
    email_from = fields.Char(string="From", readonly=True)
    subject = fields.Char(readonly=True)
    message_id = fields.Char(readonly=True, index=True)
    reason = fields.Selection(
        [
            ("automatic", "Written by a machine"),
            ("ignored", "Loop, or nobody it is for"),
            ("unreadable", "Could not be read"),
        ],
        required=True,
        readonly=True,
        help="Why it opened no dispute and joined none.",
    )
    error = fields.Text(string="What Happened", readonly=True)
    file = fields.Binary(string="E-Mail", attachment=True, readonly=True)
    file_name = fields.Char(default=rfc822.ORIGINAL, readonly=True)
    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        ondelete="set null",
        index="btree_not_null",
        domain="[('company_id', '=', company_id), ('phase', '!=', 'closed')]",
        help="The dispute to put this e-mail in, when it belongs to one after all.",
    )

    def write(self, vals):
        """Put away, or say which dispute it belongs to: the e-mail itself stays as it came."""
        if not self.env.su and vals.keys() - {"active", "case_id"}:
            raise UserError(self.env._("An e-mail that was set aside stays as it came."))
        return super().write(vals)

    def _is_file_final(self, field_name):
        """Whether this file may no longer change (asked by `ir.attachment`)."""
        return field_name == "file" and bool(self.exists())

    @api.model
    def _keep(self, raw, reason, error=None):
        """Keep the bytes of an e-mail, once however often it comes."""
        headers = rfc822.read_headers(raw)
        message_id = rfc822.get_message_id(raw)
        known = self.with_context(active_test=False).search(
            [("message_id", "=", message_id)], limit=1
        )
        if known:
            return known
        router = self.env["litige.mail.router"]
        companies = router._find_companies(rfc822.get_addresses(headers)) or (
            router._find_replied(rfc822.get_references(headers)).company_id
        )
        return self.create(
            {
                "company_id": companies[:1].id,
                "email_from": rfc822.get_header(headers, "From"),
                "subject": rfc822.get_header(headers, "Subject") or self.env._("No subject"),
                "message_id": message_id,
                "reason": reason,
                "error": rfc822.clean(error) if error else False,
                "file": rfc822.to_base64(raw),
            }
        )

    def action_put_in_case(self):
        """Keep this e-mail as a note of the dispute chosen, with the file itself."""
        for aside in self:
            case = aside.case_id
            if not case:
                raise UserError(self.env._("Choose the dispute this e-mail belongs to first."))
            case.check_access("write")
            original = self.env["ir.attachment"].create(
                {
                    "name": rfc822.ORIGINAL,
                    "datas": aside.file,
                    "mimetype": "message/rfc822",
                    "res_model": case._name,
                    "res_id": case.id,
                }
            )
            case._message_log(
                body=self.env._(
                    "E-mail of %(sender)s put in this dispute by hand: %(subject)s",
                    sender=aside.email_from or "?",
                    subject=aside.subject,
                ),
                attachment_ids=original.ids,
            )
        self.active = False

    def action_done(self):
        """Put away what needs nothing."""
        self.active = False
