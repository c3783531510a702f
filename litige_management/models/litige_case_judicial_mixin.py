from datetime import date, timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import amicable, claim_facts, judicial
from ..legal.standing import is_professional
from ..legal.verdict import CLOSED
from .litige_case_assessment_mixin import ASSESSMENT_GROUPS
from .litige_letter_template import NOTICE_KINDS


class LitigeCaseJudicialMixin(models.AbstractModel):
    """What can be done now on a dispute: every way, open or closed today, and why."""

    _name = "litige.case.judicial.mixin"
    _description = "Ways Out of a Dispute"

    delivery_ids = fields.One2many("litige.delivery", "case_id", string="Sendings")
    remedy_cards = fields.Json(
        string="What Can I Do Now?", compute="_compute_remedy_cards", groups=ASSESSMENT_GROUPS
    )

    @api.depends(
        "standing",
        "standing_confirmed",
        "phase",
        "complaint_on",
        "open_amount",
        "disputed_amount",
        "cause_id",
        "claim_ids.notice_date",
        "claim_ids.enforceable_on",
        "claim_ids.limitation_date",
        "claim_ids.limitation_arguable_date",
        "delivery_ids.result",
        "settlement_ids.state",
        "proceeding_ids.state",
        "proceeding_ids.is_attempt",
        "proceeding_ids.certificate_id.withdrawn_on",
        "deadline_ids.date",
        "deadline_ids.state",
        "company_id.litige_mediator_id.warning",
        "company_id.litige_mediation_excluded",
        "company_id.litige_standing",
        "partner_id.litige_insolvency_kind",
        "partner_id.litige_insolvency_published_on",
        "partner_id.litige_overindebted_on",
        "partner_id.country_id",
        "partner_id.street",
        "partner_id.city",
        "partner_id.zip",
    )
    @api.depends_context("lang", "tz")
    def _compute_remedy_cards(self):
        today = fields.Date.context_today(self)
        remedies = self.env["litige.remedy"]._find(None, today)
        for case in self:
            judges = case._get_judges(today)
            case.remedy_cards = {
                "attempt": case._get_attempt_card(today),
                # The ladder, what is under way first. Amicable ways have no order of their own:
                # those that are closed come last.
                "cards": sorted(
                    (
                        case._get_remedy_card(remedy, judges[remedy.code](remedy.code), today)
                        for remedy in remedies
                        if remedy.code in judges
                    ),
                    key=lambda card: (
                        not card["running"],
                        card["stage"] == "amicable" and card["status"] == CLOSED,
                    ),
                ),
            }

    def _get_judges(self, today):
        """Return what says whether each way is open, by its code."""
        self.ensure_one()
        friendly = self._get_amicable_facts(today), self._get_amicable_values(today)
        before_court = self._get_judicial_facts(today), self._get_judicial_values(today)
        return {
            **dict.fromkeys(amicable.RULES, lambda code: amicable.judge(code, *friendly)),
            **dict.fromkeys(judicial.RULES, lambda code: judicial.judge(code, *before_court)),
        }

    # === THE FACTS === #

    def _get_judicial_values(self, today):
        """Return what the law sets on that day (`legal.judicial.Values`)."""
        law = self.env["litige.legal.rate"]._get_legal_values(self.company_id)
        return judicial.Values.in_force(law, today)

    def _get_judicial_facts(self, today):
        """Return what decides which judicial ways are open (`legal.judicial.Facts`)."""
        self.ensure_one()
        due, disputed = self._get_due_amounts(today)
        notice_on, notice_until, notice_sent = self._get_notice_facts()
        limit, arguable, limit_rule = self._get_limit_facts(today)
        facts = judicial.Facts(
            standing=(self.standing_confirmed and self.standing) or None,
            today=today,
            amount=due,
            undisputed=max(due - disputed, Decimal(0)),
            notice_on=notice_on,
            notice_until=notice_until,
            notice_sent=notice_sent,
            limit=limit,
            arguable_limit=arguable,
            limit_rule=limit_rule,
            decision=self._get_decision(today),
            **self._get_course_facts(),
            **self.partner_id._litige_get_court_facts(self.company_id),
        )
        if facts.address == claim_facts.ADDRESS_KNOWN and self._is_address_doubtful():
            facts = facts._replace(address=claim_facts.ADDRESS_DOUBTFUL)
        ceiling = self._get_judicial_values(today).small_claims_ceiling
        if ceiling / 2 < due <= ceiling:
            # Interest is counted only when it may carry the claim over the ceiling.
            facts = facts._replace(interest=self._get_interest_due(today))
        return facts

    def _get_course_facts(self):
        """Return what was done of the dispute so far, as `claim_facts.Facts` takes it."""
        self.ensure_one()
        # What a letter may announce depends on it, whoever prints the letter.
        case = self.sudo()
        running = case.proceeding_ids.filtered(lambda one: one.state == "running")
        signed = case.settlement_ids.filtered(lambda one: one.state == "signed")
        titles = signed.filtered(lambda one: one.title_state == "granted")
        # A title on one invoice is enough to announce no suit on the whole sum.
        held = titles or any(claim.enforceable_on for claim in case.claim_ids if claim.is_open)
        return {
            "attempted": case._has_amicable_attempt(),
            "running": frozenset(running.remedy_id.mapped("code")),
            "enforceable": bool(held),
            "under_agreement": bool(signed.filtered(lambda one: not one.accelerated_on)),
        }

    def _get_due_amounts(self, today):
        """Return what is due today of the dispute, and the part of it that is contested."""
        self.ensure_one()
        due = disputed = Decimal(0)
        for claim in self.claim_ids.filtered("is_open"):
            left = Decimal(str(claim.open_amount))
            to_come = sum(
                Decimal(str(part["amount"]))
                for part in claim.due_snapshot or []
                if part.get("date") and date.fromisoformat(part["date"]) > today
            )
            due += max(left - to_come, Decimal(0))
            disputed += Decimal(str(claim.open_disputed_amount))
        # A customer who says nothing and does not pay contests nothing.
        return due, Decimal(0) if self.cause_id.is_non_payment else disputed

    def _get_notice_facts(self):
        """Return the day the formal notice took effect on all that is due, the last day it gave,
        and whether one is under way."""
        self.ensure_one()
        claims = self.claim_ids.filtered(lambda claim: claim.is_open and claim.open_amount > 0)
        professional = is_professional(self.standing or None)
        usual = self.company_id[
            f"litige_notice_days_{'professional' if professional else 'consumer'}"
        ]
        if claims and all(claim.notice_date for claim in claims):
            ends = [
                claim.notice_letter_id.notice_ends_on or claim.notice_date + timedelta(days=usual)
                for claim in claims
            ]
            return max(claims.mapped("notice_date")), max(ends), False
        return None, None, bool(self._get_pending_notices())

    def _get_pending_notices(self):
        """Return the sendings of formal notices that have not taken effect yet."""
        return self.delivery_ids.filtered(
            lambda one: one.result == "pending" and one.letter_id.kind in NOTICE_KINDS
        )

    def _is_address_doubtful(self):
        """Whether the last letter sent to the customer came back for its address."""
        return self.delivery_ids.sorted("date_posted")[-1:].result == "wrong_address"

    def _get_limit_facts(self, today):
        """Return the last safe day to sue, the last arguable one, and the rule that sets them."""
        return self._get_limitation_facts(today)

    def _get_payment_ban(self):
        """A pending recovery of small claims forbids to pay before its outcome (R125-7 CPCE)."""
        ban = super()._get_payment_ban()
        # The customer is told of it whoever they are.
        running = self.sudo().proceeding_ids.filtered(lambda one: one.state == "running")
        if ban or claim_facts.SMALL_CLAIMS not in running.remedy_id.mapped("code"):
            return ban
        return self.env._(
            "A judicial officer is recording an agreement on this claim: nothing may be paid "
            "before its outcome. Answer the officer, there is nothing to pay here."
        )

    def _get_decision(self, today):
        """Return the last decision given on the dispute (`legal.decision.Decision`), or None."""
        return None

    def _get_interest_due(self, today):
        """Return the interest that runs on what is due, zero when it cannot be counted."""
        claims = self.claim_ids.filtered(lambda one: one.is_open and one.state == "posted")
        moves = claims.move_id
        if not moves:
            return Decimal(0)
        found = self.env["litige.statement"]._statements_for_groups({self: moves}, today, "claimed")
        statement = found[self]
        if isinstance(statement, Exception):
            return Decimal(0)
        return statement.total("interest_claimed")

    # === WHAT THE BUTTONS DO === #

    def action_propose_conciliation(self):
        """Write the letter that proposes a conciliation, before suing."""
        return self._write_letter("conciliation")

    def action_note_receipt(self):
        """Open the sending of the formal notice whose receipt is still to be noted."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipt of the Formal Notice"),
            "res_model": "litige.delivery",
            "res_id": self._get_pending_notices()[:1].id,
            "view_mode": "form",
            "target": "new",
        }

    def action_note_insolvency(self):
        """Open the part of the customer's record that says it is insolvent."""
        return self._open_customer("litige_management.res_partner_view_form_insolvency")

    def action_fill_address(self):
        """Open the customer's record, where its address is."""
        return self._open_customer(None)

    def _open_customer(self, view):
        self.ensure_one()
        view_id = view and self.env.ref(view).id
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.name,
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(view_id or False, "form")],
            "target": "new" if view else "current",
        }

    def action_set_our_standing(self):
        """Open the settings, where the company says what it is itself."""
        if not self.env.user.has_group("base.group_system"):
            raise UserError(
                self.env._(
                    "Ask an administrator to say what your company is, in the settings of disputes."
                )
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.res_config_settings_action_litige"
        )
