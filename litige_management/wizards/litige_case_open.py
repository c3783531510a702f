from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.litige_case import STANDINGS


class LitigeCaseOpen(models.TransientModel):
    """The form behind *Open a dispute*: which invoices, how much, why, who."""

    _name = "litige.case.open"
    _description = "Open a Dispute"

    case_id = fields.Many2one(
        "litige.case",
        string="Add to Dispute",
        domain="[('id', 'in', candidate_ids)]",
        help="Add the invoices to this open dispute instead of opening a new one.",
    )
    candidate_ids = fields.Many2many(
        "litige.case",
        string="Open Disputes of the Customer",
        compute="_compute_candidate_ids",
    )
    company_id = fields.Many2one("res.company", required=True)
    partner_id = fields.Many2one("res.partner", string="Customer")
    line_ids = fields.One2many("litige.case.open.line", "wizard_id", string="Invoices")
    refusal_note = fields.Text(string="Left Out", readonly=True)
    cause_id = fields.Many2one(
        "litige.cause",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', company_id)]",
        help="Why the customer does not pay, as it looks today.",
    )
    description = fields.Text(
        string="What the Customer Says",
        help="In the customer's own words when possible.",
    )
    hold = fields.Boolean(
        string="Hold Reminders",
        default=True,
        help="Keep the disputed amounts out of payment reminders until the review date. The "
        "customer can still pay at any time.",
    )
    review_date = fields.Date(help="The day you will decide whether to keep holding.")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who follows this dispute.",
    )
    resolver_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who can fix the cause: the salesperson, the technician…",
    )
    standing = fields.Selection(
        STANDINGS,
        string="The Customer Is",
        help="What the customer is for this purchase. It decides the interest, the court and "
        "the mediation that the law opens.",
    )
    standing_confirmed = fields.Boolean(
        string="Checked",
        help="You have checked it: contract, register, invoice address…",
    )
    case_count = fields.Integer(compute="_compute_case_count")

    @api.depends("partner_id", "company_id")
    def _compute_candidate_ids(self):
        self.candidate_ids = False
        for wizard in self.filtered("partner_id"):
            wizard.candidate_ids = self.env["litige.case"].search(
                [
                    ("partner_id", "=", wizard.partner_id.id),
                    ("company_id", "=", wizard.company_id.id),
                    ("currency_id", "in", wizard.line_ids.currency_id.ids),
                    ("phase", "!=", "closed"),
                ]
            )

    @api.depends("line_ids.selected", "line_ids.move_id")
    def _compute_case_count(self):
        for wizard in self:
            wizard.case_count = len(wizard._group_lines())

    # === OPENING THE FORM === #

    @api.model
    def _action_for_moves(self, moves):
        """Return the form for chosen invoices, with the other overdue ones of the customer.

        :raise UserError: when none of them can be disputed, with the reason of each
        """
        self.env["litige.case"].check_access("create")
        Opening = self.env["litige.case.opening"]
        refusals = Opening._get_refusals(moves, cause=self._get_permissive_cause())
        moves_left = moves.filtered(lambda move: move not in refusals)
        if not moves_left:
            Opening._check_openable(moves, cause=self._get_permissive_cause())
            raise UserError(self.env._("Choose the invoices to dispute first."))
        return self._action(moves_left, "\n".join(refusals.values()))

    @api.model
    def _action_for_partner(self, partner, case=None):
        """Return the form for a customer's overdue invoices (to add to `case` when given)."""
        moves = self._get_overdue_moves(partner, case and case.company_id or self.env.company)
        if case:
            moves = moves.filtered(lambda move: move.currency_id == case.currency_id)
        if not moves:
            raise UserError(
                self.env._(
                    "%(customer)s has no overdue invoice that is not already in dispute.",
                    customer=partner.display_name,
                )
            )
        chosen = moves.filtered(lambda move: move.currency_id == moves[0].currency_id)
        return self._action(chosen, "", case)

    @api.model
    def _get_permissive_cause(self):
        """Return an unsaved cause under which an invoice not yet due may be chosen."""
        return self.env["litige.cause"].new({"is_non_payment": False})

    @api.model
    def _get_overdue_moves(self, partner, company):
        domain = self.env["account.move"]._litige_get_overdue_domain()
        moves = self.env["account.move"].search(
            [
                *domain,
                ("commercial_partner_id", "=", partner.commercial_partner_id.id),
                ("company_id", "=", company.id),
            ],
            order="invoice_date_due, id",
        )
        refusals = self.env["litige.case.opening"]._get_refusals(moves)
        return moves.filtered(lambda move: move not in refusals)

    @api.model
    def _action(self, chosen, refusal_note, case=None):
        partners = chosen.commercial_partner_id
        single = len(partners) == 1 and len(chosen.company_id) == 1
        moves = chosen
        if single and not case:
            first = chosen[0]
            moves |= self._get_overdue_moves(partners, first.company_id).filtered(
                lambda move: move.currency_id == first.currency_id
            )
        wizard = self.create(
            {
                "case_id": case and case.id,
                "company_id": chosen[0].company_id.id,
                "partner_id": partners.id if single else False,
                "refusal_note": refusal_note,
                "cause_id": self._get_default_cause(chosen).id,
                "standing": partners._litige_propose_standing() if single else False,
                "review_date": self.env["litige.case.opening"]._get_default_review_date(
                    chosen[0].company_id
                ),
                "line_ids": [
                    Command.create(
                        {
                            "move_id": move.id,
                            "selected": move in chosen,
                            "disputed_amount": move.amount_residual,
                        }
                    )
                    for move in moves
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Invoices") if case else self.env._("Open a Dispute"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _get_default_cause(self, moves):
        """Propose *non-payment* for overdue invoices; otherwise the person chooses."""
        overdue = all(move.litige_state == "overdue" for move in moves)
        if not overdue:
            return self.env["litige.cause"]
        return self.env["litige.cause"].search([("is_non_payment", "=", True)], limit=1)

    # === CONFIRMING === #

    def _group_lines(self):
        """Group the chosen lines: one case per company, customer and currency."""
        groups = defaultdict(lambda: self.env["litige.case.open.line"])
        for line in self.line_ids.filtered("selected"):
            move = line.move_id
            groups[move.company_id, move.commercial_partner_id, move.currency_id] |= line
        return groups

    def action_open(self):
        """Open the disputes, or add the invoices to the one given."""
        self.ensure_one()
        lines = self.line_ids.filtered("selected")
        if not lines:
            raise UserError(self.env._("Tick at least one invoice."))
        if self.case_id:
            return self._add_to_case(lines)
        if not self.cause_id:
            raise UserError(self.env._("Choose the cause of the dispute, as it looks today."))
        if self.hold and not self.review_date:
            raise UserError(self.env._("A hold needs the date on which you will review it."))
        self.env["litige.case.opening"]._check_openable(lines.move_id, cause=self.cause_id)
        specs = [
            self._prepare_spec(company, partner, currency, group)
            for (company, partner, currency), group in self._group_lines().items()
        ]
        cases = self.env["litige.case.opening"]._open(specs)
        return self._show(cases)

    def _prepare_spec(self, company, partner, currency, lines):
        single = bool(self.partner_id)
        standing = self.standing if single else partner._litige_propose_standing()
        contacts = lines.move_id.partner_id
        return {
            "case": {
                "company_id": company.id,
                "currency_id": currency.id,
                "partner_id": partner.id,
                "contact_id": contacts.id if len(contacts) == 1 else partner.id,
                "cause_id": self.cause_id.id,
                "description": self.description,
                "user_id": (self.user_id or self.env.user).id,
                "resolver_id": self.resolver_id.id,
                "standing": standing,
                "standing_confirmed": single and self.standing_confirmed and bool(standing),
            },
            "claims": lines._prepare_claims(),
            "hold": self.hold
            and {
                "reason": self.cause_id.name,
                "review_date": self.review_date,
            },
        }

    def _add_to_case(self, lines):
        case = self.case_id
        case.check_access("write")
        if not case.is_open:
            raise UserError(self.env._("%(case)s is closed: reopen it first.", case=case.name))
        foreign = lines.move_id.commercial_partner_id - case.partner_id
        if foreign:
            raise UserError(
                self.env._(
                    "%(case)s is with %(customer)s: an invoice of %(other)s cannot join it.",
                    case=case.name,
                    customer=case.partner_id.name,
                    other=foreign[0].name,
                )
            )
        self.env["litige.case.opening"]._check_openable(
            lines.move_id,
            cause=case.cause_id,
            company=case.company_id,
            currency=case.currency_id,
        )
        claims = self.env["litige.case.opening"]._add_claims([(case, lines._prepare_claims())])
        claims = claims.filtered("open_disputed_amount")  # of the others, nothing is held
        if self.hold and claims:
            claims._apply_hold(case.cause_id.name, self.review_date, case.user_id)
        return self._show(case)

    def _show(self, cases):
        if self.env.context.get("litige_worklist"):
            return {"type": "ir.actions.act_window_close"}  # the next customer is waiting
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_case_action"
        )
        action["context"] = {}
        if len(cases) == 1:
            return {**action, "views": [(False, "form")], "res_id": cases.id}
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", cases.ids)],
        }


class LitigeCaseOpenLine(models.TransientModel):
    _name = "litige.case.open.line"
    _description = "Invoice to Dispute"
    _order = "selected desc, date_due, id"

    wizard_id = fields.Many2one("litige.case.open", required=True, ondelete="cascade")
    move_id = fields.Many2one("account.move", string="Invoice", required=True, ondelete="cascade")
    partner_id = fields.Many2one(related="move_id.commercial_partner_id", string="Customer")
    currency_id = fields.Many2one(related="move_id.currency_id")
    date_due = fields.Date(related="move_id.invoice_date_due", string="Due Date", store=True)
    days_overdue = fields.Integer(related="move_id.litige_days_overdue", string="Late (days)")
    amount_residual = fields.Monetary(related="move_id.amount_residual", string="Due")
    selected = fields.Boolean(string="Include")
    disputed_amount = fields.Monetary(
        string="Disputed",
        help="The whole by default. Lower it when the customer contests a part only: the rest is "
        "still chased.",
    )

    @api.onchange("disputed_amount")
    def _onchange_disputed_amount(self):
        self.selected = self.selected or bool(self.disputed_amount)

    def _prepare_claims(self):
        """Return the claim specs of the chosen lines (see `litige.case.opening._open`)."""
        return [{"move": line.move_id, "disputed": line.disputed_amount} for line in self]
