from decimal import Decimal

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import format_date

from ..legal import exits as law
from ..models.litige_exit import SPENT_STATES


class LitigeCaseExitCountMixin(models.AbstractModel):
    """What each exit would amount to, invoice by invoice, and how that was counted."""

    _name = "litige.case.exit.count.mixin"
    _description = "Amounts of Accounting Exits"

    @api.onchange("date")
    def _onchange_date(self):
        """A loss of this year and one of earlier years have two accounts."""
        if self.kind == "write_off":
            self._compute_accounts()

    def _get_case(self):
        """Return the dispute, once whoever asks may read it: stored fields are computed for all."""
        self.case_id.with_env(self.env(su=False)).check_access("read")
        return self.case_id

    @api.depends("kind", "case_id")
    @api.depends_context("lang")
    def _compute_rate(self):
        """Propose the percentage of the heaviest situation of the dispute, and say why."""
        for wizard in self:
            wizard.rate, wizard.rate_words = 0.0, False
            if wizard.kind != "provision":
                continue
            words = self.env["litige.exit"]._get_situation_words()
            found = law.proposed_percent(wizard._get_case()._get_loss_situations())
            if found:
                wizard.rate = found.percent
                wizard.rate_words = self.env._(
                    "%(percent)s %% proposed: %(why)s. The percentages are a custom of your "
                    "company (settings), not a rule: the loss is estimated claim by claim, on the "
                    "amount without VAT.",
                    percent=f"{found.percent:g}",
                    why=words[found.code],
                )
            else:
                wizard.rate_words = self.env._(
                    "Nothing in this dispute speaks for a loss yet: no insolvency, no court, less "
                    "than six months late. Estimate the loss with your accountant."
                )

    @api.onchange("rate")
    def _onchange_rate(self):
        self.rate = self._get_sane_rate()

    def _get_sane_rate(self):
        """Return the rate asked for, between nothing and the whole."""
        return min(max(self.rate, 0.0), 100.0)

    def _prepare_lines(self):
        """Return the values of one line per invoice, for the kind chosen."""
        self.ensure_one()
        claims = self._get_case().claim_ids.filtered(
            lambda claim: self.currency_id.compare_amounts(claim.open_amount, 0.0) > 0
        )
        if self.kind == "reversal" or not self.kind:
            return []
        if self.kind == "interest":
            return self._prepare_interest_lines(self.case_id.claim_ids)
        if self.kind == "provision":
            return [self._prepare_provision_line(claim) for claim in claims]
        return [
            {"claim_id": claim.id, "amount": self._get_default_amount(claim)} for claim in claims
        ]

    def _get_default_amount(self, claim):
        """Return what is proposed: the disputed part, all that is due, or nothing."""
        if self.kind == "credit_note":
            return claim.open_disputed_amount
        if self.kind == "write_off":
            return claim.open_amount
        if self.kind == "doubtful":
            return claim.move_id.amount_residual
        return 0.0

    def _prepare_provision_line(self, claim):
        """Return what is still to be booked on one claim, without VAT."""
        digits = self.currency_id.decimal_places
        groups = claim.move_id._litige_get_tax_groups()
        parts = law.split(
            _decimal(claim.open_amount, digits), [group["part"] for group in groups], digits
        )
        base = sum((part.base for part in parts), Decimal(0))
        booked = self._get_booked_provision(claim)
        rate = _decimal(self._get_sane_rate(), 2)
        amount = law.depreciation(base, rate, _decimal(booked, digits), digits)
        words = self.env._(
            "%(rate)s %% of %(base)s without VAT; %(booked)s booked before.",
            rate=f"{rate.normalize():f}",
            base=self.currency_id.format(float(base)),
            booked=self.currency_id.format(booked),
        )
        if amount < 0:
            words = self.env._(
                "%(words)s More was booked than this rate asks for: reverse %(amount)s.",
                words=words,
                amount=self.currency_id.format(float(-amount)),
            )
        return {"claim_id": claim.id, "amount": max(float(amount), 0.0), "words": words}

    def _get_booked_provision(self, claim):
        """Return what is provided for on a claim, asked for or booked, less what was reversed."""
        exits = claim.case_id.exit_ids.filtered(
            lambda one: one.claim_id == claim and one.state in SPENT_STATES
        )
        booked = exits.filtered(lambda one: one.kind == "provision")
        reversed_ = exits.filtered(lambda one: one.origin_id.kind == "provision")
        return self.currency_id.round(
            sum(booked.mapped("amount")) - sum(reversed_.mapped("amount"))
        )

    def _prepare_interest_lines(self, claims):
        """Return the interest and the indemnity of each invoice, less what was invoiced before."""
        claims = claims.filtered(lambda claim: claim.move_id.state == "posted")
        if not claims or not self.date:
            return []
        try:
            statement = self.env["litige.statement"]._statement_for_moves(
                claims.move_id, self.date, "claimed", claims=claims
            )
        except (UserError, RedirectWarning) as error:
            # Said on the line: the wizard goes on showing the other ways out.
            return [{"claim_id": claims[:1].id, "amount": 0.0, "words": str(error.args[0])}]
        by_move = {line.debt.key: line for line in statement.lines}
        return [self._prepare_interest_line(claim, by_move[claim.move_id.id]) for claim in claims]

    def _prepare_interest_line(self, claim, line):
        before = claim.case_id.exit_ids.filtered(
            lambda one: (
                one.claim_id == claim and one.kind == "interest" and one.state in SPENT_STATES
            )
        )
        digits = self.currency_id.decimal_places
        interest = line.interest_claimed - _decimal(sum(before.mapped("interest_amount")), digits)
        indemnity = line.indemnity_claimed - _decimal(
            sum(before.mapped("indemnity_amount")), digits
        )
        interest, indemnity = max(float(interest), 0.0), max(float(indemnity), 0.0)
        return {
            "claim_id": claim.id,
            "amount": self.currency_id.round(interest + indemnity),
            "interest_amount": interest,
            "indemnity_amount": indemnity,
            "words": self.env._(
                "Counted to %(date)s on the undisputed part; %(before)s invoiced before.",
                date=format_date(self.env, self.date),
                before=self.currency_id.format(sum(before.mapped("amount"))),
            ),
        }


def _decimal(amount, digits):
    return Decimal(f"{amount:.{digits}f}")
