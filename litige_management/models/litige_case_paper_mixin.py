"""The papers of the judicial track, written from the dispute."""

from odoo import models

from ..legal import amicable, claim_facts, courts
from ..legal.verdict import OPEN
from .litige_letter_court_mixin import COURT_WORDS
from .litige_letter_template import NOTICE_KINDS
from .litige_letter_third_party_mixin import BAILIFF, INSOLVENCY, ORDER, PREPARATION, REFERRAL


class LitigeCasePaperMixin(models.AbstractModel):
    _name = "litige.case.paper.mixin"
    _description = "Papers of a Dispute"

    # === ON THE CARDS === #

    def _get_paper_acts(self):
        """Return the button that writes the paper of each way: its words and its method."""
        return {
            amicable.CONCILIATION: (
                self.env._("Refer It to the Conciliator…"),
                "action_write_conciliator",
            ),
            claim_facts.SMALL_CLAIMS: (
                self.env._("Write to the Officer…"),
                "action_write_small_claims",
            ),
            claim_facts.PAYMENT_ORDER: (
                self.env._("Write the Request…"),
                "action_write_payment_order",
            ),
            claim_facts.SUMMARY_ORDER: (
                self.env._("Prepare the File…"),
                "action_write_summary_order",
            ),
            claim_facts.LAWSUIT: (self.env._("Prepare the File…"), "action_write_lawsuit"),
            claim_facts.DECLARATION: (
                self.env._("Write the Declaration…"),
                "action_write_insolvency_claim",
            ),
        }

    def _get_remedy_card(self, remedy, verdict, today):
        """Add the button that writes the paper of a way: first, unless something comes before."""
        card = super()._get_remedy_card(remedy, verdict, today)
        found = self._get_paper_acts().get(remedy.code)
        if found and verdict.is_open and self.is_open and not self._is_paper_sent(remedy.code):
            label, method = found
            act = {"code": "paper", "label": label, "method": method}
            if verdict.status == OPEN and remedy.track == "judicial":
                card["acts"] = [act, *card["acts"]]
            else:
                card["acts"] = [*card["acts"][:1], act, *card["acts"][1:]]
        elif remedy.code == claim_facts.FORMAL_NOTICE and verdict.reason == "notice_done":
            label = self.env._("Write a Second Notice")
            card["acts"] = [
                {"code": "second", "label": label, "method": "action_write_second_notice"}
            ]
        return card

    def _is_paper_sent(self, code):
        """Whether the way runs already: its paper left. A declaration runs before it is made."""
        self.ensure_one()
        if code == claim_facts.DECLARATION:
            return self._has_taken_step(code, "declared")
        running = self.proceeding_ids.filtered(lambda one: one.state == "running")
        return code in running.remedy_id.mapped("code")

    def _get_pending_notices(self):
        """A second notice under way is waited for, too."""
        return self.delivery_ids.filtered(
            lambda one: one.result == "pending" and one.letter_id.kind in NOTICE_KINDS
        )

    # === WRITING === #

    def action_write_second_notice(self):
        """Write the second formal notice: it recalls the first."""
        return self._write_letter("second_notice")

    def action_write_bailiff(self):
        """Write to a judicial officer, with the file."""
        return self._action_address(BAILIFF)

    def action_write_small_claims(self):
        """Ask a judicial officer for the simplified recovery of small claims."""
        return self._action_address(BAILIFF, mandate="small_claims")

    def action_write_conciliator(self):
        """Refer the dispute to a conciliator, without a form."""
        return self._action_address(REFERRAL)

    def action_write_insolvency_claim(self):
        """Declare the claim to the representative of creditors."""
        return self._action_address(INSOLVENCY)

    def action_write_payment_order(self):
        """Write the request for a payment order."""
        return self._action_address(ORDER)

    def action_write_summary_order(self):
        """Prepare an interim payment (référé-provision) for the lawyer or the judicial officer."""
        return self._action_address(PREPARATION, suit_kind="summary")

    def action_write_lawsuit(self):
        """Prepare a lawsuit on the merits for the lawyer or the judicial officer."""
        return self._action_address(PREPARATION, suit_kind="merits")

    def action_write_paper(self):
        """Choose a paper of the judicial track, and whom it is written to."""
        return self._action_address()

    def _action_address(self, kind=None, **defaults):
        """Ask whom a paper is written to.

        :param kind: which paper; asked for when it is not given
        :param defaults: further values of the wizard, as `mandate`
        """
        self.ensure_one()
        values = {"case_id": self.id, **defaults}
        if kind:
            values.update(kind=kind, is_chosen=True)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write To"),
            "res_model": "litige.letter.address",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    # === FACTS FOR PAPERS === #

    def _get_court(self):
        """Return the court that the standings of both sides lead to, False when not settled."""
        self.ensure_one()
        if not self.standing:
            return False
        found = courts.find(
            self.standing,
            self.company_id.litige_standing or None,
            courts.is_local_law(self.partner_id.zip),
        )
        return found if found in COURT_WORDS else False

    def _has_taken_step(self, way, step):
        """Whether a step of a way that runs was recorded already."""
        self.ensure_one()
        running = self.proceeding_ids.filtered(
            lambda one: one.remedy_id.code == way and one.state == "running"
        )
        return step in running.step_ids.type_id.mapped("code")
