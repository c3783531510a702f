"""The legal-protection insurance of a dispute: is it covered, until when to declare it."""

from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import insurance
from ..legal.standing import is_professional
from .litige_insurance_claim import ANSWERS

USERS = "litige_management.litige_management_group_user"
# From the best answer to the worst.
ORDER = ("open", "warning", "closed")
# Printed in the declaration, which is in French.
COMPLAINT = "Réclamation écrite de notre client"
NOTICE = "Mise en demeure {} restée sans réponse"
ANSWERED = (
    "insurance_reason",
    "insurance_declare_by",
    "insurance_is_late",
    "insurance_to_declare",
    "insurance_warning",
)


class LitigeCaseInsuranceMixin(models.AbstractModel):
    """Whether the legal-protection insurance covers a dispute, and until when to declare it."""

    _name = "litige.case.insurance.mixin"
    _description = "Legal Protection of a Dispute"

    insurance_claim_ids = fields.One2many(
        "litige.insurance.claim", "case_id", string="Claims to Insurers", groups=USERS
    )
    insurance_state = fields.Selection(
        [
            ("unknown", "No policy recorded"),
            ("none", "No policy"),
            ("open", "Covered"),
            ("warning", "To check"),
            ("closed", "Not covered"),
        ],
        string="Legal Protection",
        compute="_compute_insurance",
        groups=USERS,
        help="Whether a legal-protection policy of the company covers this dispute, as far as what "
        "was recorded of it says.",
    )
    insurance_reason = fields.Text(compute="_compute_insurance", groups=USERS)
    insurance_declare_by = fields.Date(
        string="Declare to the Insurer By", compute="_compute_insurance", groups=USERS
    )
    insurance_warning = fields.Text(
        compute="_compute_insurance",
        groups=USERS,
        help="What to know before spending anything on this dispute.",
    )
    insurance_is_late = fields.Boolean(compute="_compute_insurance", groups=USERS)
    insurance_to_declare = fields.Boolean(compute="_compute_insurance", groups=USERS)

    # === IS IT COVERED? === #

    @api.depends(
        "insurance_claim_ids.state",
        "insurance_claim_ids.declare_by",
        "insurance_claim_ids.action_by",
        "company_id.litige_has_no_policy",
        "phase",
        "complaint_on",
        "open_amount",
        "disputed_amount",
        "cause_id",
        "claim_ids.notice_date",
    )
    @api.depends_context("lang", "tz")
    def _compute_insurance(self):
        today = fields.Date.context_today(self)
        policies = self.env["litige.insurance.policy"]._get_policies(self.company_id)
        for case in self:
            found = case._judge_policies(policies[case.company_id], today)
            case.update(case._get_insurance_values(found, today))

    def _get_insurance_values(self, found, today):
        """Return what the form says of the verdicts: the best of them, each with its reason."""
        self.ensure_one()
        if not found:
            state = "none" if self.company_id.litige_has_no_policy else "unknown"
            return {**dict.fromkeys(ANSWERED, False), "insurance_state": state}
        best = min((verdict for *_rest, verdict in found), key=lambda one: ORDER.index(one.status))
        many = len(found) > 1
        pending = self._get_undeclared(found)
        days = [day for _policy, _claim, _verdict, day in pending]
        return {
            "insurance_state": best.status,
            "insurance_reason": "\n".join(
                (f"{policy.display_name}: " if many else "") + policy._get_reason(verdict, today)
                for policy, _claim, verdict in found
            ),
            "insurance_declare_by": min(days, default=False),
            "insurance_is_late": bool(days) and min(days) < today,
            "insurance_to_declare": bool(pending),
            "insurance_warning": self._word_insurance_warning(pending, today),
        }

    def _judge_policies(self, policies, today):
        """Return (policy, claim or none, verdict) for each policy of the company."""
        self.ensure_one()
        if not policies:
            return []
        kept = self.insurance_claim_ids.filtered(lambda one: one.state != "dropped")
        claims = {claim.policy_id: claim for claim in kept}
        dropped = self.insurance_claim_ids.policy_id - kept.policy_id
        facts = self._get_insurance_facts(today)
        none = kept.browse()
        found = []
        for policy in (policies | kept.policy_id) - dropped:
            claim = claims.get(policy, none)
            terms = policy._to_terms()
            own = self._get_policy_facts(facts, policy, claim)
            found.append((policy, claim, insurance.coverage(terms, own)))
        return found

    def _get_insurance_facts(self, today):
        """Return what every policy is judged on (`legal.insurance.Facts`)."""
        self.ensure_one()
        loss = self._propose_loss(today)
        return insurance.Facts(
            today=today,
            amount=Decimal(str(self._get_stake(today))),
            loss_on=loss["loss_on"] if loss else None,
            known_on=self.oldest_due_date or None,
            contested=self._is_contested(),
        )

    def _get_policy_facts(self, facts, policy, claim):
        """Complete the facts with what passed with one insurer."""
        loss_on = claim.loss_on or facts.loss_on
        if not loss_on:
            return facts
        return facts._replace(
            loss_on=loss_on,
            declare_by=claim.declare_by or policy._count_declaration(loss_on),
            action_by=claim.action_by or policy._count_action(loss_on),
            declared_on=claim.declared_on or None,
            answer=ANSWERS.get(claim.state, ""),
        )

    def _get_stake(self, today):
        """Return what is at stake, in the currency of the company's contracts."""
        amount = self.open_amount or self.claimed_amount
        return self.currency_id._convert(
            amount, self.company_id.currency_id, self.company_id, today
        )

    def _is_contested(self):
        """Whether the customer contests something: the dispute is more than an unpaid invoice."""
        return bool(self.complaint_on) or not self.cause_id.is_non_payment

    def _propose_loss(self, today):
        """Return the refusal or silence that the file shows, the earliest; False when none."""
        self.ensure_one()
        found = []
        if self.complaint_on:
            found.append(
                {
                    "loss_kind": "refusal",
                    "loss_on": self.complaint_on,
                    "loss_reason": COMPLAINT,
                }
            )
        professional = is_professional(self.standing or None)
        usual = self.company_id[
            f"litige_notice_days_{'professional' if professional else 'consumer'}"
        ]
        for claim in self.claim_ids.filtered(lambda one: one.is_open and one.notice_date):
            # Waiting for the last of several notices could cost the cover: the first counts.
            days = claim.notice_letter_id.notice_days or usual
            end = claim.notice_date + timedelta(days=days)
            if end < today:
                found.append(
                    {
                        "loss_kind": "silence",
                        "loss_on": end,
                        "loss_reason": NOTICE.format(claim.notice_letter_id.name or ""),
                    }
                )
        return min(found, key=lambda one: one["loss_on"], default=False)

    # === BEFORE SPENDING === #

    def _get_undeclared(self, found):
        """Return (policy, claim, verdict, last day) of what is still to declare."""
        if not self.is_open:
            return []
        loss = self._propose_loss(fields.Date.context_today(self))
        pending = []
        for policy, claim, verdict in found:
            loss_on = claim.loss_on or (loss and loss["loss_on"])
            if claim.state in (False, "todo") and verdict.is_open and loss_on:
                day = claim.declare_by or policy._count_declaration(loss_on)
                pending.append((policy, claim, verdict, day))
        return pending

    def _get_insurance_warning(self):
        """Return what to know before engaging costs, False when nothing: the contract of costs.

        To call before a cost is noted, a lawyer instructed or a paper sent to a court: what is
        spent before the declaration is not reimbursed unless it was urgent.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        # Whoever spends must know of it; nothing else of the policies is told.
        case = self.sudo()
        policies = case.env["litige.insurance.policy"]._get_policies(case.company_id)
        found = case._judge_policies(policies[case.company_id], today)
        return case._word_insurance_warning(case._get_undeclared(found), today)

    def _word_insurance_warning(self, pending, today):
        if not pending:
            return False
        rules = self.env["litige.legal.reference"]._get_citations([insurance.EARLY_COSTS], today)
        day = min(last for *_rest, last in pending)
        if day < today:
            return self.env._(
                "The time to declare this dispute to %(insurer)s is over since %(date)s: declare "
                "it all the same, before anything is spent (%(rule)s).",
                insurer=self._name_insurers(pending),
                date=format_date(self.env, day),
                rule=rules[insurance.EARLY_COSTS],
            )
        return self.env._(
            "Declare this dispute to %(insurer)s by %(date)s (days left: %(days)s), before "
            "anything is spent: earlier costs are not reimbursed, unless they were urgent "
            "(%(rule)s). A formal notice that you write yourself costs nothing.",
            days=(day - today).days,
            insurer=self._name_insurers(pending),
            date=format_date(self.env, day),
            rule=rules[insurance.EARLY_COSTS],
        )

    def _name_insurers(self, pending):
        names = dict.fromkeys(policy.provider_id.name for policy, *_rest in pending)
        return ", ".join(names)

    # === BUTTONS === #

    def action_declare_insurance(self):
        """Note the refusal or silence on each policy that may cover it, and open it."""
        self.ensure_one()
        claims = self._note_losses()
        if not claims:
            claims = self.insurance_claim_ids.filtered(lambda one: one.state != "dropped")
        if not claims:
            raise UserError(
                self.env._(
                    "No policy covers it, as recorded. Correct the policy, or add a claim by hand "
                    "in the tab “Insurance”."
                )
            )
        return claims._get_records_action()

    def _note_losses(self):
        """Create the claim of each policy that may cover these disputes and has none yet."""
        vals_list = []
        policies = self.env["litige.insurance.policy"]._get_policies(self.company_id)
        for case in self:
            today = fields.Date.context_today(case)
            loss = case._propose_loss(today)
            for policy, claim, verdict in case._judge_policies(policies[case.company_id], today):
                if claim or not loss or not verdict.is_open:
                    continue
                vals_list.append(
                    {
                        "case_id": case.id,
                        "policy_id": policy.id,
                        "circumstances": case.description,
                        **loss,
                    }
                )
        return self.env["litige.insurance.claim"].create(vals_list)

    @api.model
    def _cron_note_losses(self, limit=100):
        """Count each night the time to declare, on disputes where a refusal came; safe to redo."""
        insured = self.env["litige.insurance.policy"]._read_group([], ["company_id"])
        cases = self.search(
            [
                ("company_id", "in", [company.id for [company] in insured]),
                ("phase", "!=", "closed"),
                ("insurance_claim_ids", "=", False),
            ],
            order="id",
        ).ids
        self.env["ir.cron"]._commit_progress(remaining=len(cases))
        for start in range(0, len(cases), limit):
            batch = self.browse(cases[start : start + limit])
            batch.try_lock_for_update(allow_referencing=True)._note_losses()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def action_add_policy(self):
        """Open the list of policies: one is added there."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_insurance_policy_action"
        )

    def action_no_policy(self):
        """Say that the company has no legal protection: nothing asks about it any more."""
        for company in self.company_id:
            self.filtered(lambda one, c=company: one.company_id == c).check_access("write")
            # A user of disputes answers for the company; it moves nothing else.
            company.sudo().litige_has_no_policy = True
        return True

    def _merge_into(self, target):
        """Take the claims to insurers along."""
        for case in self - target:
            case.insurance_claim_ids._follow_to(target)
        return super()._merge_into(target)
