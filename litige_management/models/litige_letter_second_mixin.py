"""The second formal notice: it recalls the first, what became of it, and is the last."""

from odoo import api, fields, models

from ..legal import typography
from .litige_delivery import WITHOUT_EFFECT
from .litige_letter_template import NOTICE_KINDS

SECOND = "second_notice"
WORDS = {
    "fr": {
        "received": "Par notre mise en demeure du {date}, que vous avez reçue le {day}, nous vous "
        "avons demandé le paiement des sommes détaillées ci-après",
        "refused": "Par notre mise en demeure du {date}, présentée le {day} et refusée, nous vous "
        "avons demandé le paiement des sommes détaillées ci-après",
        "unclaimed": "Par notre mise en demeure du {date}, présentée le {day} et non réclamée, "
        "nous vous avons demandé le paiement des sommes détaillées ci-après",
        "presented": "Par notre mise en demeure du {date}, présentée le {day}, nous vous avons "
        "demandé le paiement des sommes détaillées ci-après",
        "sent": "Par notre mise en demeure du {date}, nous vous avons demandé le paiement des "
        "sommes détaillées ci-après",
        "void": "Notre mise en demeure du {date} n’a pu vous être remise ; la présente la remplace",
    },
    "en": {
        "received": "By our formal notice of {date}, which you received on {day}, we demanded "
        "payment of the sums set out below",
        "refused": "By our formal notice of {date}, presented on {day} and refused, we demanded "
        "payment of the sums set out below",
        "unclaimed": "By our formal notice of {date}, presented on {day} and not claimed, we "
        "demanded payment of the sums set out below",
        "presented": "By our formal notice of {date}, presented on {day}, we demanded payment of "
        "the sums set out below",
        "sent": "By our formal notice of {date}, we demanded payment of the sums set out below",
        "void": "Our formal notice of {date} could not be delivered to you; this one replaces it",
    },
}


class LitigeLetterSecondMixin(models.AbstractModel):
    _name = "litige.letter.second.mixin"
    _description = "Second Formal Notice"

    first_notice_text = fields.Char(compute="_compute_first_notice_text")

    @api.model
    def mail_allowed_qweb_expressions(self):
        """The first formal notice may be recalled by templates."""
        return (*super().mail_allowed_qweb_expressions(), "object.first_notice_text")

    def _compute_first_notice_text(self):
        # Not stored and without dependencies: read when a text is written, never shown.
        for letter in self:
            letter.first_notice_text = letter._get_first_notice_text()

    def _fill_prose(self):
        self.invalidate_recordset(["first_notice_text"])
        return super()._fill_prose()

    def _get_first_notice(self):
        """Return the formal notice that this letter follows: the last before it, if any."""
        self.ensure_one()
        return self.search(
            [
                ("kind", "in", NOTICE_KINDS),
                ("state", "=", "confirmed"),
                ("id", "!=", self._origin.id),
                ("move_ids", "in", self.move_ids.ids),
                ("delivery_ids", "!=", False),
            ],
            order="effective_date desc nulls last, date desc, id desc",
            limit=1,
        )

    def _get_first_notice_text(self):
        """Return in one sentence, without its stop, what became of the first formal notice."""
        notice = self._get_first_notice()
        if not notice:
            return ""
        sending = notice.delivery_ids.sorted(
            lambda one: (not one.effective_date, one.effective_date or one.date_posted)
        )[:1]
        if sending.result in WITHOUT_EFFECT and not sending.effective_date:
            key = "void"
        elif sending.date_received:
            key = "received"
        elif sending.result in ("refused", "unclaimed"):
            key = sending.result
        else:
            key = "presented" if sending.effective_date else "sent"
        return WORDS[self.language][key].format(
            date=typography.long_date(notice.date, self.language),
            day=sending.effective_date
            and typography.long_date(sending.effective_date, self.language),
        )

    @api.model
    def _get_refusal(self, letter, statement):
        """There is no second notice without a first one that was sent."""
        if letter.kind == SECOND and not letter._get_first_notice():
            return self.env._(
                "No formal notice on these invoices was sent yet: write the first one."
            )
        return super()._get_refusal(letter, statement)
