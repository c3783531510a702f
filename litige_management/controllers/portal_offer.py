"""Offers on the portal: the customer makes one, accepts or refuses one of ours."""

from odoo import http

from ..portal import inputs
from .portal import CASE, NUMBER, LitigePortal

ANSWERS = {"accepter": "accept", "refuser": "refuse"}


class LitigePortalOffer(LitigePortal):
    @http.route(
        f"/my/litiges/{CASE}/proposer",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=inputs.REQUEST_LIMIT,
    )
    def portal_litige_propose(self, case_id, amount="", count="", first="", text="", **_kwargs):
        """Write down what the customer proposes to pay."""
        return self._act(
            case_id,
            "propose",
            lambda case, visitor: case._portal_propose(
                visitor,
                inputs.read_amount(amount),
                self._read_number(count, "count"),
                self._read_day(first),
                inputs.clean_text(text),
            ),
            amount=amount,
            count=count,
            first=first,
            text=text,
        )

    @http.route(
        f"/my/litiges/{CASE}/proposition/<{NUMBER}:offer_id>/<any(accepter,refuser):answer>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=inputs.REQUEST_LIMIT,
    )
    def portal_litige_answer_offer(self, case_id, offer_id, answer, text="", **_kwargs):
        """Accept or refuse an offer of ours; a second click answers nothing twice."""
        name = ANSWERS[answer]
        return self._act(
            case_id,
            name,
            lambda case, visitor: case._portal_answer_offer(
                visitor, offer_id, name, inputs.clean_text(text)
            ),
            offer=str(offer_id),
            text=text,
        )
