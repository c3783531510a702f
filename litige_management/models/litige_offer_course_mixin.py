from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

ACTIVITY = "litige_management.mail_activity_type_offer"


class LitigeOfferCourseMixin(models.AbstractModel):
    """From a draft to an answer: each step writes the chronology of the dispute."""

    _name = "litige.offer.course.mixin"
    _description = "Course of an Offer"

    # === MAKING === #

    def action_make(self):
        """Put the offer on the table: it answers the last one of the other side."""
        for offer in self.sorted("id"):
            offer._check_makeable()
            offer._answer_others()
            offer._write_protected(
                {
                    "state": "open",
                    "rank": offer._get_next_rank(),
                    "due_amount": offer.case_id.open_amount,
                }
            )
            offer._log("open")

    def _check_makeable(self):
        self._check_draft()
        if not self.case_id.is_open:
            raise UserError(self.env._("The dispute %(case)s is closed.", case=self.case_id.name))
        if self.expires_on and self.expires_on < fields.Date.context_today(self):
            raise UserError(self.env._("The last day to accept this offer is already over."))
        if self.currency_id.is_zero(self.amount) and not self.line_ids:
            raise UserError(self.env._("Say what is offered: an amount, or something else."))
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("An offer cannot have been made in the future."))

    def _answer_others(self):
        """Close what was on the table: a counter-offer refuses, a new offer replaces."""
        for other in self._get_siblings().filtered(lambda one: one.state == "open"):
            countered = other.party != self.party
            other._write_protected(
                {
                    "state": "countered" if countered else "withdrawn",
                    "answered_on": self.date,
                }
            )
            if countered:
                self._write_protected({"counter_of_id": other.id})

    def _get_siblings(self):
        self.ensure_one()
        return self.search([("case_id", "=", self.case_id.id), ("id", "!=", self.id)])

    def _get_next_rank(self):
        return max(self._get_siblings().mapped("rank"), default=0) + 1

    # === ANSWERING === #

    def action_accept(self):
        """Note that the other side accepts, and open the draft agreement made from the offer."""
        self.ensure_one()
        return self._accept()._get_records_action()

    def _accept(self, note=None):
        """Accept the offer; return the draft agreement, filled in.

        :raise UserError: it is no longer on the table, in words
        """
        self.ensure_one()
        self._check_answerable()
        self._close("accepted", note)
        settlement = self._make_settlement()
        self._write_protected({"settlement_id": settlement.id})
        return settlement

    def action_refuse(self):
        """Note that the other side refuses."""
        self._refuse()

    def _refuse(self, note=None):
        for offer in self:
            offer._check_answerable()
            offer._close("refused", note)

    def action_withdraw(self):
        """Take the offer off the table, before it is accepted."""
        for offer in self:
            offer._check_answerable()
            offer._close("withdrawn")

    def action_counter(self):
        """Start a counter-offer of the other side from this one."""
        self.ensure_one()
        self._check_answerable()
        other = self.copy({"party": "customer" if self.party == "us" else "us", "note": False})
        return other._get_records_action()

    def _check_answerable(self):
        """Raise unless the offer is on the table, its last day included."""
        for offer in self:
            # Two clicks at the same time answer once: the second waits, then reads the answer.
            offer.lock_for_update()
            offer.invalidate_recordset(["state"])
            if not offer._is_open_on(fields.Date.context_today(offer)):
                raise UserError(
                    self.env._("%(offer)s is no longer on the table.", offer=offer.display_name)
                )
            if not offer.case_id.is_open:
                raise UserError(
                    self.env._("The dispute %(case)s is closed.", case=offer.case_id.name)
                )

    def _close(self, state, note=None):
        self._write_protected(
            {
                "state": state,
                "answered_on": fields.Date.context_today(self),
                "answer_note": note,
            }
        )
        self._log(state)

    def _expire(self):
        for offer in self:
            offer._write_protected({"state": "expired", "answered_on": offer.expires_on})
            offer._log("expired")

    # === ANOTHER DISPUTE === #

    def _follow_to(self, case):
        """Follow their invoices to another dispute, after its own offers."""
        rank = max(case.offer_ids.mapped("rank"), default=0)
        for offer in self.sorted("rank"):
            rank += 1
            offer._write_protected({"case_id": case.id, "rank": rank if offer.rank else 0})
        # What was offered on a part of the invoices is no offer on all of them.
        self.filtered(lambda one: one.state == "open")._write_protected(
            {"state": "withdrawn", "answered_on": fields.Date.context_today(self)}
        )

    # === CHRONOLOGY === #

    def _log(self, step):
        """Write one step in the chronology, as confidential as the offer itself."""
        self.ensure_one()
        offer = self._in_company_language()
        texts = {
            "open": offer.env._("Offer %(rank)s, %(party)s: %(what)s"),
            "accepted": offer.env._("Offer %(rank)s accepted: %(what)s"),
            "refused": offer.env._("Offer %(rank)s refused: %(what)s"),
            "withdrawn": offer.env._("Offer %(rank)s withdrawn: %(what)s"),
            "expired": offer.env._("Offer %(rank)s expired: %(what)s"),
        }
        parties = dict(offer._fields["party"]._description_selection(offer.env))
        ours = offer.party == "us"
        made = step in ("open", "withdrawn", "expired")
        summary = texts[step] % {
            "rank": offer.rank,
            "party": parties[offer.party].lower(),
            "what": offer._describe(),
        }
        note = offer.note if step == "open" else offer.answer_note
        today = fields.Date.context_today(offer)
        offer.case_id._append_events(
            [
                {
                    "case_id": offer.case_id.id,
                    "kind": "offer",
                    "occurred_on": {"open": offer.date, "expired": offer.expires_on}.get(
                        step, today
                    ),
                    "direction": "out" if ours == made else "in",
                    "parties": offer.partner_id.display_name,
                    "summary": f"{summary}\n{note}" if note else summary,
                    "amount": offer.amount,
                    "standing": "ours" if ours else "theirs",
                    "details": offer._get_event_details(),
                    "confidential": offer.confidential,
                    "confidential_ground": offer.confidential_ground,
                    "partner_id": offer.partner_id.id,
                    "res_model": "litige.offer",
                    "res_id": offer.id,
                }
            ]
        )

    def _get_event_details(self):
        """Return what is offered, as plain values."""
        return {
            "offer": self.rank,
            "party": self.party,
            "state": self.state,
            "due": str(self._to_decimal(self.due_amount)),
            "amount": str(self._to_decimal(self.amount)),
            "until": fields.Date.to_string(self.expires_on) if self.expires_on else None,
            "without_prejudice": self.without_prejudice,
            "payments": [
                {"date": fields.Date.to_string(day), "amount": str(self._to_decimal(amount))}
                for day, amount in self._get_schedule()
            ],
            "others": [
                {"party": line.party, "kind": line.kind, "text": line.description}
                for line in self.line_ids
            ],
        }

    # === THE CUSTOMER'S PORTAL === #

    def _portal_accept(self, note=None):
        """Accept, in the customer's name, an offer of ours: called once the portal knows who.

        :return: the draft agreement
        :raise UserError: it is no longer on the table, or not for the customer to accept
        """
        self.ensure_one()
        self._check_portal()
        settlement = self._accept(note)
        self._wake(
            self.env._("The customer accepts the offer on the portal: complete the agreement.")
        )
        return settlement

    def _portal_refuse(self, note=None):
        """Refuse, in the customer's name, an offer of ours: called once the portal knows who."""
        self.ensure_one()
        self._check_portal()
        self._refuse(note)
        self._wake(self.env._("The customer refuses the offer on the portal."))

    def _check_portal(self):
        if self.party != "us" or self.state == "draft":
            raise UserError(self.env._("This offer is not for the customer to answer."))

    def _wake(self, note):
        self.case_id._schedule_once(ACTIVITY, note)

    def _get_table_text(self):
        """Return what waits for an answer: who offers what, until when, what it is worth."""
        self.ensure_one()
        parties = dict(self._fields["party"]._description_selection(self.env))
        lines = [
            self.env._("%(party)s: %(what)s", party=parties[self.party], what=self._describe()),
            self._get_until_text(),
            self.comparison
            or self.env._(
                "Not compared with going on yet: press “Compare” in the tab “Assessment”."
            ),
        ]
        return "\n".join(filter(None, lines))

    def action_open(self):
        """Open the offer on its own screen, with its buttons."""
        self.ensure_one()
        return self._get_records_action()

    def _get_until_text(self):
        """Return until when the offer is open, in words; nothing when it has no end."""
        self.ensure_one()
        return self.expires_on and self.env._(
            "Open until %(date)s", date=format_date(self.env, self.expires_on)
        )
