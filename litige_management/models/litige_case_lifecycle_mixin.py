from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import chain


class LitigeCaseLifecycleMixin(models.AbstractModel):
    """How a dispute ends, starts again, or joins another one."""

    _name = "litige.case.lifecycle.mixin"
    _description = "Dispute Lifecycle"

    # === MOVING === #

    def _move_by_hand(self, phase):
        """Move to a phase chosen on a screen. Ending and starting again ask for their words."""
        if phase == "closed":
            raise UserError(self.env._("Press “Close…” and say how the dispute ended."))
        if any(not case.is_open for case in self):
            raise UserError(self.env._("This dispute is closed: reopen it, and say why."))
        self.filtered(lambda case: case.phase != phase)._move_to(phase)
        return True

    # === ENDING === #

    def _close(self, outcome, reason=None, as_of=None):
        """Close the cases with an outcome and lift their holds.

        :param as_of: the day it ended (default: today)
        :raise UserError: when something is still due and the outcome is *paid*
        """
        as_of = as_of or fields.Date.context_today(self)
        for case in self:
            if outcome == "paid" and not case.is_all_settled:
                raise UserError(
                    self.env._(
                        "%(case)s still shows %(amount)s due. Register the payment first, or "
                        "choose another outcome.",
                        case=case.name, amount=case.currency_id.format(case.open_amount),
                    )
                )
        self.claim_ids._release_hold(as_of)
        self._write_protected(
            {"outcome": outcome, "outcome_reason": reason, "date_closed": as_of}
        )
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        self._move_to(
            "closed",
            kind="closed",
            occurred_on=as_of,
            summary=f"{labels[outcome]}{f': {reason}' if reason else ''}",
        )
        # The invoices may enter another dispute at once: the unique index must know.
        self.claim_ids.flush_recordset(["is_open"])
        self.activity_unlink([
            "litige_management.mail_activity_type_hold_review",
            "litige_management.mail_activity_type_close_paid",
        ])

    def action_close_paid(self):
        """Close as paid: offered when nothing is left due."""
        self._close("paid")

    def action_close_mistake(self):
        """Close as opened by mistake: the holds are lifted, nothing is claimed any more."""
        self._close("mistake")

    # === STARTING AGAIN === #

    def _reopen(self, reason):
        """Reopen closed cases where they stood, with a reason, and look at the ledger afresh.

        :raise UserError: when one of the invoices is meanwhile in another open dispute
        """
        for case in self:
            case._check_reopenable()
            taken = self.env["litige.claim"].search([
                ("move_id", "in", case.claim_ids.move_id.ids), ("is_open", "=", True),
            ], limit=1)
            if taken:
                raise UserError(
                    self.env._(
                        "%(case)s cannot be reopened: %(invoice)s is now in %(other)s.",
                        case=case.name, invoice=taken.move_id.name, other=taken.case_id.name,
                    )
                )
            case._move_to(
                case.phase_before_closing or "identification", kind="reopened", summary=reason
            )
        self._write_protected({"outcome": False, "outcome_reason": False, "date_closed": False})
        self.claim_ids._sync_ledger()

    # === JOINING === #

    def _merge_into(self, target):
        """Move the claims of these cases to `target` and close them as merged.

        The chronologies stay where they were written: a link leads from one to the other.
        """
        for case in self:
            if (case.partner_id, case.company_id, case.currency_id) != (
                target.partner_id, target.company_id, target.currency_id,
            ):
                raise UserError(
                    self.env._(
                        "%(case)s and %(target)s cannot be merged: they must have the same "
                        "customer, company and currency.", case=case.name, target=target.name,
                    )
                )
            if not (case.is_open and target.is_open):
                raise UserError(self.env._("Only open disputes can be merged."))
        for case in self - target:
            claims = case.claim_ids
            claims._write_protected({"case_id": target.id})
            case._write_protected({"merged_into_id": target.id})
            case.settlement_ids._follow_to(target)
            target._append_events([{
                "case_id": target.id,
                "kind": "merged",
                "summary": self.env._(
                    "%(case)s joined this dispute with %(invoices)s",
                    case=case.name, invoices=", ".join(claims.mapped("move_id.name")),
                ),
                "res_model": "litige.case",
                "res_id": case.id,
                "details": {"head": case._get_chain_head()},
            }])
            case._close("merged", reason=target.name)
        target.claim_ids._sync_ledger()

    def _get_chain_head(self):
        """Return the head hash of the case's chronology."""
        self.ensure_one()
        # The head is no secret, but only managers may list the chains.
        chain = self.env["litige.case.chain"].sudo().search([("case_id", "=", self.id)])
        return chain.head

    # === CHRONOLOGY === #

    def _verify_chronology(self):
        """Return None when the chain of events is intact, else the first `Break`.

        Also compares each entry's columns with the content that was sealed.
        """
        self.ensure_one()
        # Verifying reads the salts, which nobody else needs.
        events = self.sudo().event_ids.sorted("rank")
        heads = self.env["litige.case.chain"].sudo().search([("case_id", "=", self.id)])
        links = [
            chain.Link(
                event.rank, event.content or None, event.salt or None,
                event.content_hash, event.chain_hash,
            )
            for event in events
        ]
        broken = chain.verify(links, heads.head, heads.length)
        altered = next((event for event in events if event._is_altered()), None)
        if altered and (not broken or altered.rank < broken.rank):
            return chain.Break(altered.rank, "altered")
        return broken

    def action_verify_chronology(self):
        """Say whether the chronology is as it was written."""
        self.ensure_one()
        broken = self._verify_chronology()
        message = (
            self.env._("Entry %(rank)s is not as it was written, or is missing.", rank=broken.rank)
            if broken
            else self.env._(
                "Nothing was altered since it was written. This alone does not prove the dates: "
                "only a qualified timestamp does."
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Chronology of %(case)s", case=self.name),
                "message": message,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }

    # === WHAT THE LEDGER SAYS === #

    def _on_ledger_change(self, events):
        """Tell the owners what changed, and offer to close what is settled."""
        for case, case_events in events.grouped("case_id").items():
            case._log_ledger(case_events)
            if case.is_open:
                case._offer_closing()
            elif any(event.kind.endswith("_reversed") for event in case_events):
                case._schedule_once(
                    "litige_management.mail_activity_type_ledger_alert",
                    user=case.user_id,
                    note=self.env._(
                        "A payment was taken back after the dispute was closed: reopen it?"
                    ),
                )

    def _log_ledger(self, events):
        self.ensure_one()
        lines = Markup().join(
            Markup("<li>%s – %s</li>") % (
                event.summary, self.currency_id.format(event.amount) if event.amount else "",
            )
            for event in events
        )
        self.message_post(
            body=Markup("<ul>%s</ul>") % lines,
            subtype_xmlid="litige_management.mail_message_subtype_ledger",
        )

    def _offer_closing(self):
        """Say by an activity that nothing is left due, or take that back."""
        self.ensure_one()
        xmlid = "litige_management.mail_activity_type_close_paid"
        if self.is_all_settled:
            self._schedule_once(
                xmlid, user=self.user_id, note=self.env._("Nothing is left due: close as paid?")
            )
        else:
            self.activity_unlink([xmlid])

    def _schedule_once(self, xmlid, user, note, date_deadline=None):
        """Schedule an activity unless the case already has one of this type."""
        self.ensure_one()
        if not self.activity_search([xmlid]):
            self.activity_schedule(
                xmlid, date_deadline=date_deadline, note=note, user_id=(user or self.env.user).id
            )

    @api.model
    def _get_closing_outcomes(self):
        """Return the outcomes that a person may choose."""
        return [
            item
            for item in self._fields["outcome"]._description_selection(self.env)
            if item[0] not in ("merged", "mistake")
        ]
