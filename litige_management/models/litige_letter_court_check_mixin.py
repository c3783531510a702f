"""What a court asks for and nobody entered, said in words: never a blank on the page."""

from odoo import api, models

from ..legal import claim_facts, judicial
from .litige_letter_court_mixin import COURT_KINDS
from .litige_letter_third_party_mixin import BAILIFF, INSOLVENCY, ORDER, PREPARATION

# They list exhibits that are handed over with them, under the same numbers.
WITH_EXHIBITS = (ORDER, INSOLVENCY, PREPARATION, BAILIFF)
NEEDS_FINAL_NUMBERS = (ORDER, INSOLVENCY)


class LitigeLetterCourtCheckMixin(models.AbstractModel):
    _name = "litige.letter.court.check.mixin"
    _description = "Checks of Papers for a Court"

    def _get_missing_facts(self):
        """Return in words the facts that the law requires of this paper and nobody entered."""
        self.ensure_one()
        if self.kind not in (ORDER, INSOLVENCY, PREPARATION):
            return []
        missing = [
            self.env._("of us: %(fact)s", fact=fact)
            for fact in self.company_id._litige_get_missing_creditor()
        ]
        missing += [
            self.env._("of the customer: %(fact)s", fact=fact)
            for fact in self.commercial_partner_id._litige_get_missing_debtor()
        ]
        if self.kind in COURT_KINDS and not self.court_kind:
            missing.append(self.env._("the kind of court"))
        return missing

    @api.model
    def _get_refusal(self, letter, statement):
        """Say why a paper may not leave, before the sums are kept."""
        return super()._get_refusal(letter, statement) or letter._get_court_refusal(statement)

    def _get_court_refusal(self, statement):
        """Return in words what forbids to hand this paper over, None when nothing does."""
        self.ensure_one()
        if self.kind not in (ORDER, INSOLVENCY):
            return None
        missing = self._get_missing_facts()
        if missing:
            return self.env._(
                "The law asks for facts that nobody entered: %(facts)s.", facts=", ".join(missing)
            )
        if not self._get_exhibits():
            return self.env._(
                "The documents that prove the claim go with it: add the exhibits first."
            )
        if self._get_exhibits().filtered(lambda one: not one.frozen_on):
            return self.env._(
                "Freeze the file first: the numbers of the exhibits it lists must be final."
            )
        return self._get_order_refusal(statement) if self.kind == ORDER else None

    def _get_order_refusal(self, statement):
        """Say why the payment order is closed on the day, as the dispute itself says it."""
        case = self.case_id
        verdict = judicial.judge(
            claim_facts.PAYMENT_ORDER,
            case._get_judicial_facts(self.date),
            case._get_judicial_values(self.date),
        )
        if not verdict.is_open:
            return case._get_reason(verdict, self.date)
        if self._get_claimed_total(statement) <= 0:
            return self.env._("Nothing undisputed is left to ask for.")
        return None

    # === WARNINGS === #

    def _find_warnings(self):
        """Add the warnings of what goes to a court."""
        found = super()._find_warnings()
        for letter in self:
            if letter.kind not in (ORDER, PREPARATION, INSOLVENCY):
                continue
            warnings = {
                "court_facts": letter._warn_missing_facts(),
                "court": letter._warn_court(),
                "contest": letter._warn_contest(),
                "notice_effect": letter._warn_notice_effect(),
                "power": letter._warn_power(),
            }
            found[letter] |= {code: text for code, text in warnings.items() if text}
            if letter.kind == ORDER:
                found[letter].pop("no_bank", None)
        return found

    def _warn_missing_facts(self):
        missing = self._get_missing_facts()
        if not missing:
            return None
        text = (
            self.env._("The sheet lists what is missing: %(facts)s.")
            if self.kind == PREPARATION
            else self.env._("It cannot leave without: %(facts)s.")
        )
        return text % {"facts": ", ".join(missing)}

    def _warn_court(self):
        if self.kind not in COURT_KINDS or not self.court_kind:
            return None
        expected = self.case_id._get_court()
        labels = dict(self._fields["court_kind"]._description_selection(self.env))
        if not expected:
            return self.env._(
                "Your own standing leaves the court open: check that it is the right one."
            )
        if expected != self.court_kind:
            return self.env._(
                "From what both sides are, the court would be: %(court)s.", court=labels[expected]
            )
        return None

    def _warn_contest(self):
        """Hiding a complaint from the judge costs more than the complaint."""
        if self.kind != ORDER:
            return None
        facts = self._get_contest_facts()
        if facts:
            return self.env._(
                "The customer contests: the request says so (%(count)s entries). A contested claim "
                "is badly suited to a payment order.",
                count=len(facts),
            )
        return self.env._(
            "The request states that no written objection was received: tick if that is true, "
            "here and everywhere else."
        )

    def _warn_notice_effect(self):
        if self.kind == INSOLVENCY or self.case_id.is_notice_sent:
            return None
        return self.env._(
            "No formal notice has taken effect on all that is due: a judge expects one."
        )

    def _warn_power(self):
        if self.kind != ORDER or not self.company_id._litige_needs_power():
            return None
        return self.env._(
            "%(signatory)s signs for %(representative)s: join the power (%(power)s).",
            signatory=self.company_id.litige_signatory_name,
            representative=self.company_id.litige_representative_name,
            power=self.company_id.litige_signatory_power or "…",
        )

    # === THE FILE OF EXHIBITS === #

    def _note_confirmed(self):
        """Have the file of the exhibits made: it goes with the paper, under the same numbers."""
        result = super()._note_confirmed()
        Bundle = self.env["litige.bundle"]
        for letter in self.filtered(lambda one: one.kind in WITH_EXHIBITS and one._get_exhibits()):
            excluded = Bundle._get_default_excluded(letter.case_id, "court")
            bundle = Bundle._request(
                letter.case_id,
                [
                    {
                        "audience": "court",
                        "with_zip": False,
                        "excluded_exhibit_ids": [(6, 0, excluded.ids)],
                    }
                ],
            )
            letter.bundle_id = bundle
        return result

    def action_view_bundle(self):
        """Open the file of the exhibits that goes with it."""
        self.ensure_one()
        return self.bundle_id._get_records_action()
