from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.litige_exit import CONCEDING, KINDS
from ..models.litige_ledger import CREDIT_GROUNDS

ASKED_KINDS = [(code, label) for code, label in KINDS if code != "agreement"]
DOCUMENTS = ("credit_note", "rebate", "discount")
# The account of the sum, and that of its counterpart when it is not the customer's.
ROLES = {
    "rebate": ("rebate", None),
    "discount": ("discount", None),
    "write_off": ("write_off", None),
    "doubtful": ("doubtful", None),
    "provision": ("provision", "depreciation"),
    "interest": ("interest", "indemnity"),
}


class LitigeCaseExit(models.TransientModel):
    """Concede, write off, provide for, reverse, or invoice interest: drafts for the accountant."""

    _name = "litige.case.exit"
    _inherit = ["litige.case.exit.count.mixin"]
    _description = "Concede or Write Off"

    case_id = fields.Many2one("litige.case", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id")
    currency_id = fields.Many2one(related="case_id.currency_id")
    kind = fields.Selection(ASKED_KINDS, string="What to Do", required=True, default="credit_note")
    date = fields.Date(string="Accounting Date", required=True, default=fields.Date.context_today)
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'parent_of', company_id), ('type', '=', kind == 'interest' and "
        "'sale' or 'general')]",
    )
    account_id = fields.Many2one(
        "account.account",
        compute="_compute_accounts",
        store=True,
        readonly=False,
        domain="[('company_ids', 'parent_of', company_id), ('active', '=', True)]",
    )
    counterpart_account_id = fields.Many2one(
        "account.account",
        compute="_compute_accounts",
        store=True,
        readonly=False,
        domain="[('company_ids', 'parent_of', company_id), ('active', '=', True)]",
    )
    account_hint = fields.Text(compute="_compute_accounts", store=True)
    line_ids = fields.One2many(
        "litige.case.exit.line",
        "wizard_id",
        string="Invoices",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    by_lines = fields.Boolean(
        string="Choose What Is Credited",
        help="Credit some lines of the invoices, rather than an amount shared over all of them.",
    )
    product_ids = fields.One2many(
        "litige.case.exit.product",
        "wizard_id",
        string="Invoice Lines",
        compute="_compute_product_ids",
        store=True,
        readonly=False,
    )
    ground = fields.Selection(
        CREDIT_GROUNDS,
        compute="_compute_ground",
        store=True,
        readonly=False,
        help="Decides from when a credit note lowers what late-payment interest is counted on.",
    )
    reason = fields.Text(help="Why: for the manager, the accountant and the file.")
    rate = fields.Float(
        string="Rate (%)", compute="_compute_rate", store=True, readonly=False, digits=(5, 2)
    )
    rate_words = fields.Text(compute="_compute_rate", store=True)
    tick_ids = fields.One2many(
        "litige.case.exit.tick",
        "wizard_id",
        string="Checks",
        compute="_compute_tick_ids",
        store=True,
        readonly=False,
    )
    is_vat_recovered = fields.Boolean(
        string="VAT Recovered",
        compute="_compute_is_vat_recovered",
        help="Only once everything needed is ticked, and one proof that the claim is lost.",
    )
    origin_id = fields.Many2one(
        "litige.exit",
        string="To Reverse",
        domain="[('case_id', '=', case_id), ('state', '=', 'posted'), "
        "('kind', 'in', ('write_off', 'doubtful', 'provision'))]",
    )
    reversed_amount = fields.Monetary(
        string="Amount Reversed",
        compute="_compute_reversed_amount",
        store=True,
        readonly=False,
        help="The whole, or what was paid after all.",
    )
    is_decided = fields.Boolean(
        string="We Claim It",
        help="Interest that is only shown in your letters is not due in your books: say here that "
        "the company decides to claim it.",
    )
    total = fields.Monetary(compute="_compute_total")
    limit_notice = fields.Text(compute="_compute_limit_notice")

    # === COMPUTES === #

    @api.depends("kind", "case_id")
    def _compute_journal_id(self):
        for wizard in self:
            if wizard.kind in DOCUMENTS:
                wizard.journal_id = False
                continue
            wizard.journal_id = self.env["account.journal"].search(
                [
                    *self.env["account.journal"]._check_company_domain(wizard.company_id),
                    ("type", "=", "sale" if wizard.kind == "interest" else "general"),
                ],
                limit=1,
            )

    @api.depends("kind", "case_id", "origin_id")
    @api.depends_context("lang")
    def _compute_accounts(self):
        Proposal = self.env["litige.exit.account"]
        for wizard in self:
            first, second = ROLES.get(wizard.kind, (None, None))
            if wizard.kind == "reversal" and wizard.origin_id.kind in ("write_off", "provision"):
                first = f"reversal_{wizard.origin_id.kind}"
            claims = wizard._get_case().claim_ids
            hints = []
            for name, role in (("account_id", first), ("counterpart_account_id", second)):
                account = self.env["account.account"]
                if role:
                    account, hint = Proposal._propose(wizard.company_id, role, claims, wizard.date)
                    hints.append(hint)
                wizard[name] = account
            wizard.account_hint = "\n".join(hints)

    @api.depends("kind")
    def _compute_ground(self):
        for wizard in self:
            if wizard.kind in ("rebate", "discount"):
                wizard.ground = "gesture"
            elif wizard.kind == "credit_note":
                good_faith = wizard.case_id.cause_id.is_good_faith
                wizard.ground = "error" if good_faith else "gesture"
            else:
                wizard.ground = False

    @api.depends("kind", "case_id", "rate", "date", "is_decided")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(Command.create(vals) for vals in wizard._prepare_lines()),
            ]

    @api.depends("kind", "by_lines", "case_id")
    def _compute_product_ids(self):
        for wizard in self:
            claims = wizard._get_case().claim_ids
            if wizard.kind != "credit_note" or not wizard.by_lines:
                claims = claims.browse()
            wizard.product_ids = [
                Command.clear(),
                *(
                    Command.create({"move_line_id": line.id, "claim_id": claim.id})
                    for claim in claims.filtered("open_amount")
                    for line in claim.move_id.invoice_line_ids.filtered(
                        lambda line: line.display_type == "product"
                    )
                ),
            ]

    @api.depends("kind", "date")
    def _compute_tick_ids(self):
        Check = self.env["litige.exit.check"]
        for wizard in self:
            checks = Check.browse()
            if wizard.kind in ("write_off", "provision") and wizard.date:
                checks = Check._get_in_force(wizard.kind, wizard.date)
            wizard.tick_ids = [
                Command.clear(),
                *(Command.create({"check_id": check.id}) for check in checks),
            ]

    @api.depends("kind", "tick_ids.is_done")
    def _compute_is_vat_recovered(self):
        for wizard in self:
            ticked = wizard.tick_ids.filtered("is_done").check_id
            asked = wizard.kind == "write_off" and wizard.date
            wizard.is_vat_recovered = asked and ticked._allows_vat(wizard.date)

    @api.depends("origin_id")
    def _compute_reversed_amount(self):
        for wizard in self:
            wizard.reversed_amount = wizard.origin_id._get_reversible() if wizard.origin_id else 0.0

    @api.depends("kind", "by_lines", "line_ids.amount", "product_ids.amount", "reversed_amount")
    def _compute_total(self):
        for wizard in self:
            if wizard.kind == "reversal":
                wizard.total = wizard.reversed_amount
            elif wizard.by_lines and wizard.kind == "credit_note":
                wizard.total = sum(wizard.product_ids.mapped("amount"))
            else:
                wizard.total = sum(wizard.line_ids.mapped("amount"))

    @api.depends("kind", "total")
    @api.depends_context("lang", "uid")
    def _compute_limit_notice(self):
        for wizard in self:
            claim = wizard.case_id.claim_ids[:1]
            needs = (
                wizard.kind in CONCEDING
                and claim
                and wizard.case_id._get_exit_excess(claim._get_company_amount(wizard.total))
            )
            wizard.limit_notice = needs and self.env._(
                "This is above what you may concede on one dispute: nothing is drafted before a "
                "manager of disputes approves it. They are asked as soon as you confirm."
            )

    # === ASKING === #

    def action_confirm(self):
        """Ask for the drafts: made at once, or once a manager approves."""
        self.ensure_one()
        if self.case_id.phase == "closed" and self.kind in CONCEDING:
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        if self.kind in CONCEDING and not (self.reason or "").strip():
            raise UserError(
                self.env._("Say why: the manager, the accountant and the file need it.")
            )
        vals_list = self._prepare_exits()
        if not vals_list:
            raise UserError(self.env._("Give an amount first."))
        return self.env["litige.exit"]._ask(vals_list)._get_next_action()

    def _prepare_exits(self):
        """Return the values of the exits asked for, checked."""
        if self.kind == "reversal":
            return [self._prepare_reversal()]
        self._check_accounts()
        if self.kind == "interest" and not self.is_decided:
            raise UserError(self.env._("Say first that the company decides to claim it."))
        if self.kind == "credit_note" and self.by_lines:
            return self._prepare_credited_lines()
        return [
            self._prepare_exit(line)
            for line in self.line_ids
            if not self.currency_id.is_zero(line.amount)
        ]

    def _prepare_exit(self, line):
        line._check_amount()
        vals = {
            **self._prepare_common(),
            "claim_id": line.claim_id.id,
            "amount": line.amount,
            "interest_amount": line.interest_amount,
            "indemnity_amount": line.indemnity_amount,
            "explanation": line.words,
        }
        if self.kind == "write_off":
            vals["is_vat_recovered"] = self.is_vat_recovered
            vals["check_ids"] = [Command.set(self.tick_ids.filtered("is_done").check_id.ids)]
            vals["vat_mention"] = self.is_vat_recovered and line._get_vat_mention()
            vals["explanation"] = line._get_loss_words()
        elif self.kind == "interest":
            vals["vat_mention"] = line._get_interest_mention()
        elif self.kind == "provision":
            vals["rate"] = self._get_sane_rate()
            vals["check_ids"] = [Command.set(self.tick_ids.filtered("is_done").check_id.ids)]
        return vals

    def _prepare_common(self):
        return {
            "case_id": self.case_id.id,
            "kind": self.kind,
            "date": self.date,
            "reason": self.reason,
            "ground": self.ground,
            "journal_id": self.journal_id.id,
            "account_id": self.account_id.id,
            "counterpart_account_id": self.counterpart_account_id.id,
        }

    def _prepare_credited_lines(self):
        """Return one credit note per invoice, of the lines and quantities chosen."""
        chosen = self.product_ids.filtered("quantity")
        for line in chosen:
            line._check_quantity()
        result = []
        for claim, lines in chosen.grouped("claim_id").items():
            amount = self.currency_id.round(sum(lines.mapped("amount")))
            self._check_within(claim, amount)
            result.append(
                {
                    **self._prepare_common(),
                    "claim_id": claim.id,
                    "amount": amount,
                    "credit_lines": [
                        {"line_id": one.move_line_id.id, "quantity": one.quantity} for one in lines
                    ],
                }
            )
        return result

    def _prepare_reversal(self):
        """Return the reversal of a posted exit, for the whole or a part."""
        origin, amount = self.origin_id, self.reversed_amount
        if not origin:
            raise UserError(self.env._("Choose the entry to reverse."))
        if (
            not 0
            < self.currency_id.round(amount)
            <= self.currency_id.round(origin._get_reversible())
        ):
            raise UserError(
                self.env._(
                    "%(amount)s at most is left to reverse.",
                    amount=self.currency_id.format(origin._get_reversible()),
                )
            )
        if origin.kind != "doubtful" and not self.account_id:
            raise UserError(self.env._("Choose the account of the income."))
        return {
            **self._prepare_common(),
            "claim_id": origin.claim_id.id,
            "amount": amount,
            "origin_id": origin.id,
        }

    # === CHECKING === #

    def _check_accounts(self):
        """Refuse accounts that cannot do what they are chosen for."""
        first, second = ROLES.get(self.kind, (None, None))
        if (first and not self.account_id) or (second and not self.counterpart_account_id):
            raise UserError(self.env._("Choose the accounts: your accountant knows which."))
        if self.kind not in DOCUMENTS and not self.journal_id:
            raise UserError(self.env._("Choose the journal of the entry."))
        wanted = {
            "write_off": ("expense",),
            "provision": ("expense",),
            "discount": ("expense", "income"),
            "rebate": ("income", "expense"),
            "interest": ("income",),
        }.get(self.kind)
        if wanted and self.account_id.internal_group not in wanted:
            raise UserError(
                self.env._(
                    "%(account)s is no account for this: an account of expense or income is "
                    "needed.",
                    account=self.account_id.display_name,
                )
            )
        if self.kind == "doubtful" and not self.account_id._litige_is_due():
            raise UserError(
                self.env._(
                    "%(account)s is no account of doubtful customers: choose a receivable account, "
                    "or account 416.",
                    account=self.account_id.display_name,
                )
            )

    def _check_within(self, claim, amount):
        """Refuse to give up more than is due, less what other drafts already give up."""
        kinds = CONCEDING if self.kind in CONCEDING else (self.kind,)
        left = claim._get_unplanned_amount(kinds)
        if self.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(left)s of %(invoice)s is due and in no other draft: %(amount)s is too much.",
                    left=self.currency_id.format(left),
                    invoice=claim.move_id.name,
                    amount=self.currency_id.format(amount),
                )
            )
