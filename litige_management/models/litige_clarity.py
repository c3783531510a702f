from odoo import api, fields, models

STATES = [("yes", "Clear"), ("no", "Not clear"), ("na", "Does not apply")]
# What most disputes are about, in the order in which it is agreed.
POINTS = ("scope", "quality", "delay", "price", "extras", "payment", "acceptance", "terms")


class LitigeClarity(models.Model):
    """What was agreed with a customer, point by point: in general, or for one invoice.

    A dispute is easier to prevent than to win: each point not clear is a warning on the invoice.
    """

    _name = "litige.clarity"
    _description = "Contract Checklist"
    _order = "write_date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: what is usual with this customer. Else this invoice alone.",
    )
    scope = fields.Selection(
        STATES, string="What Is Delivered", help="Items, quantities, place; what is left out."
    )
    quality = fields.Selection(
        STATES,
        string="What It Must Be Like",
        help="Plans, samples, standards: what both sides will judge the result by.",
    )
    delay = fields.Selection(
        STATES, string="Dates", help="When it is delivered, and what happens when it is late."
    )
    price = fields.Selection(
        STATES, help="Fixed or by the hour, with or without tax, and for how long it stands."
    )
    extras = fields.Selection(
        STATES,
        string="Extra Costs and Changes",
        help="What costs more, and who orders it: extra works without a signed order are hard to "
        "prove.",
    )
    payment = fields.Selection(
        STATES, string="Payment Terms", help="Deposit, instalments, due dates, late payment."
    )
    acceptance = fields.Selection(
        STATES,
        string="Signed Before the Start",
        help="A quotation or an order signed and dated by who may bind the customer.",
    )
    terms = fields.Selection(
        STATES,
        string="Terms of Sale Accepted",
        help="Given before the order, and accepted: a mere mention on the invoice comes too late.",
    )
    terms_id = fields.Many2one(
        "litige.terms",
        string="Version Accepted",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The version of your terms of sale that this customer accepted.",
    )
    note = fields.Text(string="What to Make Clear")
    checked_on = fields.Date(readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    score = fields.Char(
        compute="_compute_score", help="Points that are clear, of those that apply."
    )
    is_clear = fields.Boolean(compute="_compute_score")

    _sheet_uniq = models.UniqueIndex(
        "(company_id, partner_id, COALESCE(move_id, 0))", "This checklist exists already."
    )

    @api.depends(*POINTS)
    def _compute_score(self):
        for sheet in self:
            answers = [sheet[point] for point in POINTS if sheet[point] != "na"]
            clear = answers.count("yes")
            sheet.score = f"{clear}/{len(answers)}"
            sheet.is_clear = clear == len(answers)

    @api.depends("partner_id", "move_id")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = (sheet.move_id or sheet.partner_id).display_name

    @api.model_create_multi
    def create(self, vals_list):
        """Note who looked, and when."""
        return super().create([{**vals, **self._get_check(vals)} for vals in vals_list])

    def write(self, vals):
        """Note who looked, and when."""
        return super().write({**vals, **self._get_check(vals)})

    @api.model
    def _get_check(self, vals):
        if not vals.keys() & {*POINTS, "terms_id"}:
            return {}
        return {"checked_on": fields.Date.context_today(self), "checked_by_id": self.env.uid}

    @api.model
    def _open_for(self, partner, move=None):
        """Show the checklist of a customer, or of one invoice, which starts as the customer's."""
        company = move.company_id if move else self.env.company
        sheets = self.search([("company_id", "=", company.id), ("partner_id", "=", partner.id)])
        found = sheets.filtered(lambda sheet: sheet.move_id == (move or sheet.move_id.browse()))
        context = {
            "default_company_id": company.id,
            "default_partner_id": partner.id,
            "default_move_id": move.id if move else False,
        }
        usual = sheets.filtered(lambda sheet: not sheet.move_id)
        if move and usual:
            context |= {f"default_{point}": usual[point] for point in POINTS}
            context["default_terms_id"] = usual.terms_id.id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Is It Clear?"),
            "res_model": self._name,
            "res_id": found.id,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    @api.model
    def _get_unclear(self, moves):
        """Return what is not clear for each invoice: its own checklist, else the customer's.

        :return: labels by invoice; the invoices about which nothing is unclear are left out
        """
        # What makes an invoice disputed is told to who writes it.
        sheets = self.sudo().search(
            [
                ("company_id", "in", moves.company_id.ids),
                ("partner_id", "in", moves.commercial_partner_id.ids),
                ("move_id", "in", [False, *moves.ids]),
            ]
        )
        if not sheets:
            return {}
        own = {sheet.move_id.id: sheet for sheet in sheets if sheet.move_id}
        usual = {
            (sheet.company_id.id, sheet.partner_id.id): sheet
            for sheet in sheets
            if not sheet.move_id
        }
        labels = {point: self._fields[point]._description_string(self.env) for point in POINTS}
        result = {}
        for move in moves:
            sheet = own.get(move._origin.id) or usual.get(
                (move.company_id.id, move.commercial_partner_id.id), self.browse()
            )
            unclear = [labels[point] for point in POINTS if sheet[point] == "no"]
            if unclear:
                result[move] = unclear
        return result
