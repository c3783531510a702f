from odoo import api, fields, models
from odoo.tools import format_date

from ..legal import claim_facts

ENDED = ("met", "cancelled")


class LitigeCaseInsolvencyMixin(models.AbstractModel):
    """What a customer's insolvency or over-indebtedness does to its disputes."""

    _name = "litige.case.insolvency.mixin"
    _description = "Disputes with an Insolvent Customer"

    is_title_retained = fields.Boolean(
        string="Retention of Title",
        tracking=True,
        help="Goods still there were sold under a clause that keeps them yours until they are "
        "paid, accepted in writing before the delivery: they can be claimed back in the "
        "insolvency proceeding, within a delay.",
    )

    def write(self, vals):
        """A clause found after the publication starts the delay of the claim of goods all the
        same."""
        result = super().write(vals)
        if vals.get("is_title_retained"):
            self.filtered("is_open")._declare_insolvency()
        return result

    @api.model
    def _follow_trouble_of(self, partners):
        """Tell the open disputes of these customers what happened to them."""
        if partners:
            self.search(
                [("partner_id", "in", partners.ids), ("phase", "!=", "closed")]
            )._follow_trouble()

    def _follow_trouble(self):
        """Write in the chronology that the customer may no longer pay, and start the declaration.

        Reminders, letters, interest and lawsuits read the customer itself: they stop by themselves.
        """
        told = self._in_company_language()
        self._append_events(
            [
                {
                    "case_id": case.id,
                    "kind": "insolvency",
                    "occurred_on": case._get_trouble_day(),
                    "summary": case._get_trouble_words(),
                    "parties": case.partner_id.name,
                    "partner_id": case.partner_id.id,
                }
                for case in told
            ]
        )
        self._declare_insolvency()

    def _get_trouble_day(self):
        self.ensure_one()
        partner = self.partner_id
        return (
            (partner.litige_insolvency_kind and partner.litige_insolvency_date)
            or partner.litige_overindebted_on
            or fields.Date.context_today(self)
        )

    def _get_trouble_words(self):
        """Return in one sentence what happened to the customer."""
        self.ensure_one()
        partner = self.partner_id
        if partner.litige_insolvency_kind:
            kinds = dict(partner._fields["litige_insolvency_kind"]._description_selection(self.env))
            words = [kinds[partner.litige_insolvency_kind]]
            if partner.litige_insolvency_date:
                day = format_date(self.env, partner.litige_insolvency_date)
                words.append(self.env._("judgment of %(date)s", date=day))
            if partner.litige_insolvency_published_on:
                day = format_date(self.env, partner.litige_insolvency_published_on)
                words.append(self.env._("published on %(date)s", date=day))
            if partner.litige_insolvency_publication:
                words.append(partner.litige_insolvency_publication)
            return self.env._(
                "Insolvency of the customer: %(words)s. Reminders, letters, interest and lawsuits "
                "stop; the claim is to be declared.",
                words=", ".join(words),
            )
        if partner.litige_overindebted_on:
            return self.env._(
                "Over-indebtedness of the customer admitted on %(date)s: earlier debts may no "
                "longer be paid nor chased.",
                date=format_date(self.env, partner.litige_overindebted_on),
            )
        return self.env._("The customer is no longer noted as insolvent or over-indebted.")

    # === THE DECLARATION === #

    def _declare_insolvency(self):
        """Keep the declaration of each dispute in step with the customer: its delays, from the
        publication. It ends when the insolvency was noted by mistake."""
        # What the customer's insolvency starts does not depend on who notes it.
        for case in self.sudo():
            declaration = case.proceeding_ids.filtered(
                lambda one: one.remedy_id.code == claim_facts.DECLARATION and one.state == "running"
            )[:1]
            if case.partner_id.litige_insolvency_kind:
                case._record_publication(declaration or case._start_declaration())
            elif declaration:
                today = fields.Date.context_today(case)
                declaration.deadline_ids.filtered(lambda one: one.state not in ENDED)._settle(
                    "cancelled"
                )
                declaration._end("withdrawn", today, "ours")

    def _start_declaration(self):
        self.ensure_one()
        partner = self.partner_id
        remedy = self.env["litige.remedy"].search([("code", "=", claim_facts.DECLARATION)], limit=1)
        return self.env["litige.proceeding"].create(
            {
                "case_id": self.id,
                "remedy_id": remedy.id,
                "started_by": "theirs",
                "date_start": partner.litige_insolvency_date
                or partner.litige_insolvency_published_on
                or fields.Date.context_today(self),
                "user_id": self.user_id.id or self.env.uid,
            }
        )

    def _record_publication(self, declaration):
        """Record the publication as a step, which starts the delays; put its day right."""
        self.ensure_one()
        day = self.partner_id.litige_insolvency_published_on
        if not day:
            return
        codes = ["published", "goods"] if self.is_title_retained else ["published"]
        known = {step.type_id.code: step for step in declaration.step_ids}
        for code in codes:
            if code not in known:
                kind = declaration.remedy_id.step_ids.filtered(lambda one, c=code: one.code == c)
                self.env["litige.proceeding.step"].create(
                    {"proceeding_id": declaration.id, "type_id": kind.id, "date": day}
                )
            elif known[code].date != day:
                known[code].date = day
