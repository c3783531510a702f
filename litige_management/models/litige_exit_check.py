from odoo import fields, models


class LitigeExitCheck(models.Model):
    """What is checked before an exit: dated, with its source. Delivered, never ticked by us."""

    _name = "litige.exit.check"
    _description = "Check Before an Accounting Exit"
    _order = "kind, sequence, id"

    name = fields.Char(string="To Check", required=True, translate=True)
    hint = fields.Text(translate=True, help="What it means, and how to show it.")
    kind = fields.Selection(
        [("write_off", "VAT of a write-off"), ("provision", "Provision")], required=True
    )
    role = fields.Selection(
        [
            ("proof", "One of these is enough"),
            ("required", "Needed in every case"),
            ("advice", "To check with your accountant"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    date_from = fields.Date(string="In Force From", required=True)
    date_to = fields.Date(string="Until", help="Empty: still in force.")
    source = fields.Char(required=True, help="Where this was read.")
    verification = fields.Selection(
        [
            ("direct", "Read in the text or on an official or professional page"),
            ("secondary", "Read on a page that quotes the official source"),
            ("unchecked", "To check with your accountant"),
        ],
        string="Checked How",
        required=True,
    )
    active = fields.Boolean(default=True)

    def _get_in_force(self, kind, day):
        """Return the checks of one kind of exit in force on `day`."""
        return self.search(
            [
                ("kind", "=", kind),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )

    def _allows_vat(self, day):
        """Whether these ticked checks let VAT be recovered on `day`: a proof, and all needed."""
        ticked = self.mapped("role")
        needed = self._get_in_force("write_off", day).filtered(lambda one: one.role == "required")
        return "proof" in ticked and needed <= self
