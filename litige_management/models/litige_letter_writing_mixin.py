from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .litige_letter_template import NOTICE_KINDS


class LitigeLetterWritingMixin(models.AbstractModel):
    """How the drafts of letters are made: one per customer, company, currency and dispute."""

    _name = "litige.letter.writing.mixin"
    _description = "Writing of Letters"

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """Return the values of a draft letter on invoices of one customer, company and currency."""
        company, currency = moves.company_id, moves.currency_id
        partner = (
            values.pop("partner", None) or (case and case.contact_id) or (moves[:1].partner_id)
        )
        language = "en" if (partner.lang or "").startswith("en") else "fr"
        language = values.get("language") or language
        date = values.get("date") or fields.Date.context_today(self)
        standing = self._get_standing_of(case, moves)
        template = self.env["litige.letter.template"]._find(
            kind, self._get_audience_of(standing), language, company, date
        )
        professional = self._get_audience_of(standing) == "professional"
        days = (
            company.litige_notice_days_professional
            if professional
            else (company.litige_notice_days_consumer)
        )
        return {
            "kind": kind,
            "company_id": company.id,
            "currency_id": currency.id,
            "case_id": case.id if case else False,
            "partner_id": partner.id,
            "move_ids": [fields.Command.set(moves.ids)],
            "date": date,
            "language": language,
            "template_id": template.id,
            "interest_mode": company.litige_interest_mode,
            "channel": "registered" if kind in NOTICE_KINDS else "post",
            "notice_days": days if kind in NOTICE_KINDS else 0,
            "subject": "/",
            "user_id": (case and case.user_id or self.env.user).id,
            "contract_reference": ", ".join(
                sorted(set(filter(None, moves.mapped("invoice_origin"))))
            ),
            **values,
        }

    @api.model
    def _write_letters(self, kind, moves, case=None, **values):
        """Create the draft letters on `moves`: one per customer, company, currency and dispute.

        :return: (letters, refusals): refusals are (name, reason) of what could not be written
        """
        groups = defaultdict(lambda: self.env["account.move"])
        for move in moves.sorted(lambda move: (move.invoice_date_due or move.date, move.id)):
            own_case = case or move.litige_case_id
            groups[move.commercial_partner_id, move.company_id, move.currency_id, own_case] |= move
        vals_list, refusals = [], []
        for (partner, _company, _currency, own_case), group in groups.items():
            try:
                vals_list.append(self._prepare_letter(kind, group, own_case, **values))
            except UserError as error:
                refusals.append((partner.display_name, error.args[0]))
        letters = (
            self.with_context(
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                mail_notrack=True,
            )
            .create(vals_list)
            .with_env(self.env)
        )
        letters._refresh_amount()
        letters._fill_prose()
        return letters, refusals

    def action_rewrite(self):
        """Write the prose again from the template, dropping what was edited."""
        self._check_draft()
        self._refresh_amount()
        self._fill_prose()
