from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal.debts import SHOWN
from .litige_letter_template import NOTICE_KINDS

CODES = [
    ("unreconciled", "Payments or credits not matched"),
    ("never_sent", "Invoice never sent"),
    ("no_address", "No postal address"),
    ("old_bank", "Bank entries not up to date"),
    ("standing", "Standing not confirmed"),
    ("mediator", "Consumer mediator"),
    ("identity", "Sender's legal identity incomplete"),
    ("disputed", "Everything disputed"),
    ("date", "Date of the letter"),
    ("no_bank", "No bank account"),
    ("facts", "Facts not stated"),
    ("no_copy", "Copies of the invoices"),
    ("clause", "Clause of the contractual rate"),
    ("proof", "Proof of receipt"),
    ("promise", "Payment promised"),
    ("invoiced", "Interest invoiced apart"),
    ("court_facts", "Facts that a court asks for"),
    ("court", "Right court"),
    ("contest", "Objection of the customer"),
    ("notice_effect", "Effect of the formal notice"),
    ("power", "Power of the signatory"),
    ("after_judgment", "Claims after the judgment"),
    ("publication", "Publication of the insolvency"),
    ("registered_email", "Consent to registered e-mails"),
    ("insurance", "Legal-protection insurance"),
]


# Letters that name the consumer mediator, when it may be named.
NAMING_MEDIATOR = (*NOTICE_KINDS, "complaint_answer", "negotiation", "conciliation")


class LitigeLetterCheck(models.Model):
    """One warning about one letter, and who took it on themselves."""

    _name = "litige.letter.check"
    _description = "Letter Check"
    _order = "letter_id, id"

    letter_id = fields.Many2one("litige.letter", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    code = fields.Selection(CODES, required=True)
    message = fields.Text(required=True, readonly=True)
    is_acknowledged = fields.Boolean(
        string="Seen",
        help="Tick to confirm the letter all the same. Your name is kept.",
    )
    user_id = fields.Many2one("res.users", string="Seen By", readonly=True)
    acknowledged_at = fields.Datetime(string="Seen On", readonly=True)

    _code_uniq = models.UniqueIndex("(letter_id, code)", "One warning of each kind.")

    def write(self, vals):
        """Keep the name of who takes a warning on themselves, and keep it for good."""
        if any(check.letter_id.state == "confirmed" for check in self):
            raise UserError(self.env._("The letter is confirmed: its checks are a record now."))
        if "is_acknowledged" in vals:
            seen = vals["is_acknowledged"]
            vals = {
                **vals,
                "user_id": self.env.uid if seen else False,
                "acknowledged_at": fields.Datetime.now() if seen else False,
            }
        return super().write(vals)


class LitigeLetterCheckMixin(models.AbstractModel):
    """What a person must have seen before a letter goes out."""

    _name = "litige.letter.check.mixin"
    _description = "Checks of a Letter"

    check_ids = fields.One2many("litige.letter.check", "letter_id", string="Checks")
    check_count = fields.Integer(
        compute="_compute_check_count",
        help="Warnings that nobody has acknowledged.",
    )

    @api.depends("check_ids.is_acknowledged")
    def _compute_check_count(self):
        for letter in self:
            letter.check_count = len(
                letter.check_ids.filtered(lambda check: not check.is_acknowledged)
            )

    def action_check(self):
        """Look at the warnings now."""
        self._refresh_checks()
        return self._get_checks_action()

    def _get_checks_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Before You Confirm"),
            "res_model": "litige.letter",
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("litige_management.litige_letter_view_form_checks").id, "form"),
            ],
            "target": "new",
        }

    def action_confirm_checked(self):
        """Confirm from the list of warnings: stop at the first that nobody has ticked."""
        self.ensure_one()
        pending = self.check_ids.filtered(lambda check: not check.is_acknowledged)
        if pending:
            raise UserError(
                self.env._(
                    "Tick what you have seen first:\n%(warnings)s",
                    warnings="\n".join(pending.mapped("message")),
                )
            )
        return self.action_confirm()

    def _refresh_checks(self):
        """Find the warnings again. A warning whose words changed must be seen again."""
        found = self._find_warnings()
        vals_list = []
        for letter in self:
            warnings = found[letter]
            for check in letter.check_ids:
                if check.message == warnings.get(check.code):
                    del warnings[check.code]
                else:
                    check.unlink()
            vals_list += [
                {"letter_id": letter.id, "code": code, "message": message}
                for code, message in warnings.items()
            ]
        self.env["litige.letter.check"].create(vals_list)

    # === THE WARNINGS === #

    def _find_warnings(self):
        """Return the warnings of each letter: `{letter: {code: message}}`."""
        unreconciled = self._find_unreconciled()
        bank_dates = self._find_bank_dates()
        promises = self.env["litige.promise"]._get_letter_warnings(self)
        invoiced = self._find_invoiced_interest()
        found = {}
        for letter in self:
            warnings = {
                "unreconciled": letter._warn_unreconciled(unreconciled),
                "never_sent": letter._warn_never_sent(),
                "no_address": letter._warn_address(),
                "old_bank": letter._warn_bank(bank_dates.get(letter.company_id)),
                "standing": letter._warn_standing(),
                "mediator": letter._warn_mediator(),
                "identity": letter._warn_identity(),
                "date": letter._warn_date(),
                "no_bank": letter._warn_no_bank(),
                "promise": promises[letter],
                "invoiced": letter._warn_invoiced(invoiced),
                **(letter._find_notice_warnings() if letter.kind in NOTICE_KINDS else {}),
            }
            found[letter] = {code: message for code, message in warnings.items() if message}
        return found

    def _find_unreconciled(self):
        """Return what these customers paid or were credited and nobody matched yet."""
        return self.env["litige.books"]._read_unreconciled(
            self.company_id, self.commercial_partner_id
        )

    def _warn_unreconciled(self, found):
        total, names = found.get((self.commercial_partner_id.id, self.company_id.id), (0.0, ()))
        if not total:
            return None
        return self.env._(
            "%(customer)s has %(amount)s of payments or credits that are not matched with an "
            "invoice: %(entries)s.",
            customer=self.commercial_partner_id.display_name,
            amount=self.company_id.currency_id.format(total),
            entries=", ".join(sorted(names)),
        )

    def _find_invoiced_interest(self):
        """Return what posted invoices of interest and indemnity ask for, by disputed invoice."""
        # Whoever writes the letter may not read accounting exits: what was invoiced is no secret.
        return dict(
            self.env["litige.exit"]
            .sudo()
            ._read_group(
                [
                    ("invoice_id", "in", self.move_ids.ids),
                    ("kind", "=", "interest"),
                    ("state", "=", "posted"),
                ],
                ["invoice_id"],
                ["amount:sum"],
            )
        )

    def _warn_invoiced(self, found):
        # As `found` has them: read for all.
        amount = sum(found.get(move.sudo(), 0.0) for move in self.move_ids)
        if not amount or self._get_statement_mode() == SHOWN:
            return None
        return self.env._(
            "%(amount)s of interest and compensation was invoiced apart: this letter asks for it "
            "again. Have that invoice credited, or claim no interest here.",
            amount=self.currency_id.format(amount),
        )

    def _warn_never_sent(self):
        unsent = self._get_ordered_moves().filtered(lambda move: not move.is_move_sent)
        if not unsent:
            return None
        return self.env._(
            "Nothing here shows that these invoices were sent: %(invoices)s.",
            invoices=", ".join(unsent.mapped("name")),
        )

    def _warn_address(self):
        if (
            self.channel in ("email", "registered_email")
            or self.partner_id._litige_has_postal_address()
        ):
            return None
        return self.env._(
            "%(partner)s has no complete postal address: street, postal code and town.",
            partner=self.partner_id.display_name,
        )

    def _find_bank_dates(self):
        """Return the date of the last bank entry of each company."""
        return self.env["litige.books"]._read_bank_dates(self.company_id)

    def _warn_bank(self, last):
        days = self.company_id.litige_bank_entry_days
        if not last:
            return self.env._("No bank entry is in the books: a payment may have arrived unseen.")
        if last >= self.date - timedelta(days=days):
            return None
        return self.env._(
            "The last bank entry is of %(date)s: a payment may have arrived since.",
            date=format_date(self.env, last),
        )

    def _warn_standing(self):
        if self.kind == "reminder" or (self.case_id and self.case_id.standing_confirmed):
            return None
        field = self.env["litige.case"]._fields["standing"]
        standings = dict(field._description_selection(self.env))
        return self.env._(
            "Nobody has confirmed what this customer is in law (%(standing)s): interest, indemnity "
            "and court depend on it.",
            standing=standings.get(self._get_standing(), self.env._("not known")),
        )

    def _warn_mediator(self):
        if self.kind not in NAMING_MEDIATOR or not self._is_for_consumer():
            return None
        if self.company_id.litige_mediation_excluded:
            return None
        mediator = self.company_id.litige_mediator_id
        if not mediator:
            return self.env._(
                "No consumer mediator is set: the letter names none, and the law wants one when "
                "you sell to consumers."
            )
        if mediator._is_printable(self.date):
            return None
        return self.env._(
            "The mediator is left out of the letter. %(reason)s",
            reason=mediator._get_warning(self.date),
        )

    def _warn_identity(self):
        missing = self.company_id._litige_get_missing_identity()
        if self.kind in NOTICE_KINDS and not self.company_id.litige_standing:
            missing.append(self.env._("our standing"))
        if not missing:
            return None
        return self.env._(
            "The letterhead lacks: %(missing)s. See the settings.", missing=", ".join(missing)
        )

    def _warn_date(self):
        """Warn of a letter dated another day, and of money that came after its date."""
        today = fields.Date.context_today(self)
        if self.date == today:
            return None
        if self.date > today:
            return self.env._(
                "The letter is dated %(date)s: it counts interest up to a day that has not come.",
                date=format_date(self.env, self.date),
            )
        statement = self._get_statements()[self]
        if not isinstance(statement, Exception):
            left = sum(self.move_ids.mapped("amount_residual"))
            later = float(statement.total("principal_open")) - left
            if self.currency_id.compare_amounts(later, 0) > 0:
                return self.env._(
                    "%(amount)s of payments or credits came after %(date)s, the date of the "
                    "letter: it claims them all the same. Date it today.",
                    amount=self.currency_id.format(later),
                    date=format_date(self.env, self.date),
                )
        return self.env._(
            "The letter is dated %(date)s, not today.",
            date=format_date(self.env, self.date),
        )

    def _warn_no_bank(self):
        if self._get_bank():
            return None
        return self.env._("No bank account of the company is known: the letter prints none.")

    # === THE WARNINGS OF FORMAL NOTICES === #

    def _find_notice_warnings(self):
        """Return the warnings that only formal notices need, by code."""
        return {
            "disputed": self._warn_disputed(),
            "facts": self._warn_facts(),
            "clause": self._warn_clause(),
            "no_copy": self._warn_no_copy(),
            "proof": self.channel == "email"
            and self.env._(
                "The receipt of an e-mail is hard to prove, and the delay runs from it: prefer a "
                "registered letter."
            ),
        }

    def _warn_disputed(self):
        statement = self._get_statements()[self]
        if isinstance(statement, Exception) or statement.total("principal_undisputed"):
            return None
        if not statement.total("principal_disputed"):
            return None
        return self.env._("The customer disputes the whole sum: a formal notice may be premature.")

    def _warn_facts(self):
        customer = self.commercial_partner_id
        undated = self._get_ordered_moves().filtered(lambda move: not move.delivery_date)
        missing = [
            label
            for is_missing, label in (
                (
                    undated,
                    self.env._(
                        "the day of performance or delivery of %(invoices)s",
                        invoices=", ".join(undated.mapped("name")),
                    ),
                ),
                (
                    not self.contract_accepted_on,
                    self.env._("the day the customer accepted the contract"),
                ),
                (
                    customer.is_company and not customer.company_registry,
                    self.env._("the SIREN of the customer"),
                ),
            )
            if is_missing
        ]
        if not missing:
            return None
        return self.env._("The letter does not state: %(facts)s.", facts=", ".join(missing))

    def _warn_no_copy(self):
        missing = self._get_ordered_moves() - self._get_copied_moves()
        if not missing:
            return None
        return self.env._(
            "No PDF is kept of %(invoices)s: the letter encloses no copy. Print or send it first.",
            invoices=", ".join(missing.mapped("name")),
        )

    def _warn_clause(self):
        agreed = self._get_audience() == "professional" and any(
            self.move_ids.mapped("litige_penalty_rate")
        )
        if not agreed or self.interest_mode == "shown" or self.company_id.litige_penalty_clause:
            return None
        return self.env._(
            "Interest is claimed at the contractual rate, and the settings do not say which clause "
            "sets it: the letter cannot cite it."
        )
