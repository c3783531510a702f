"""The signature of an agreement by the customer: a code by e-mail, then Odoo's own component."""

import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..portal.inputs import Refused, clean_line
from .portal import CASE, LitigePortal

SESSION_KEY = "litige_signatures"
REASON_KEY = "litige_reason"
BASE = f"/my/litiges/{CASE}/accord/<int:settlement_id>"


class LitigePortalSignature(LitigePortal):
    # === WHAT IS SIGNED === #

    def _find_agreement(self, case_id, settlement_id):
        """Return the visit and the agreement to show.

        :raise NotFound: no key, or not an agreement that the customer may see
        """
        visit = self._visit(case_id)
        settlement = visit.case.settlement_ids.filtered(
            lambda one: one.id == settlement_id and one.state in ("confirmed", "signed")
        )
        if not settlement:
            raise NotFound()
        return visit, settlement

    def _get_started(self, settlement):
        """Return the signature under way in this browser, empty when there is none."""
        # Customers have no rights on signatures: the key kept in their session opens one.
        Signature = request.env["litige.signature"].sudo()
        started = request.session.get(SESSION_KEY, {}).get(str(settlement.id))
        if not started:
            return Signature
        signature = Signature.search(
            [("id", "=", started[0]), ("settlement_id", "=", settlement.id)]
        )
        if signature.state not in ("code", "verified") or not signature._belongs_to(started[1]):
            return Signature
        return signature

    def _show_agreement(self, visit, settlement, error=None, status=200):
        signature = self._get_started(settlement)
        signatory = signature.signatory_id or settlement._get_customer_to_sign()[:1]
        return self._render(
            "litige_management.portal_litige_agreement",
            {
                "page_name": "litige_agreement",
                "no_breadcrumbs": visit.via != "login",
                "case": visit.case._get_portal_row(),
                "agreement": settlement._get_portal_row(),
                "preview": visit.via == "preview",
                "advice": list(settlement._get_signing_advice()),
                "needs_mention": bool(signature) and signature._needs_mention(),
                "consent": signatory and settlement._get_consent(signatory),
                "to_sign": [
                    {"id": one.id, "name": one.name, "email": self._mask(one.email)}
                    for one in settlement._get_customer_to_sign()
                ],
                "step": signature.state or "start",
                "signing": {"name": signatory.name, "email": self._mask(signature.email)},
                "call_url": f"/my/litiges/{visit.case.id}/accord/{settlement.id}/signer",
                "error": error,
            },
            status=status,
        )

    def _mask(self, email):
        """Return enough of an address to recognise it, and no more."""
        name, at, domain = (email or "").partition("@")
        return f"{name[:1]}…{at}{domain}" if at else ""

    @http.route(BASE, type="http", auth="public", website=True, methods=["GET"], sitemap=False)
    def portal_litige_agreement(self, case_id, settlement_id, **_kwargs):
        """Show an agreement, and the steps to sign it."""
        reason = request.session.pop(REASON_KEY, None)
        return self._show_agreement(*self._find_agreement(case_id, settlement_id), reason)

    @http.route(
        f"{BASE}/<string:what>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_litige_agreement_file(self, case_id, settlement_id, what, **_kwargs):
        """Send the frozen deed (`pdf`), the signed copy (`signe`) or the evidence (`preuve`)."""
        _visit, settlement = self._find_agreement(case_id, settlement_id)
        if what == "pdf":
            file = settlement._get_frozen_attachments().get(settlement)
        elif what == "signe" and settlement.state == "signed":
            file = settlement._get_signed_attachment()
        elif what == "preuve" and settlement.signature_ids:
            return self._send(
                settlement._get_evidence_file().encode(),
                "application/json; charset=utf-8",
                f"preuve {settlement.name.replace('/', '-')}.json",
            )
        else:
            file = None
        if not file:
            raise NotFound()
        return self._send(file.raw, "application/pdf", file.name)

    # === THE CODE === #

    @http.route(f"{BASE}/code", type="http", auth="public", website=True, methods=["POST"])
    def portal_litige_code(self, case_id, settlement_id, signatory="", **_kwargs):
        """Send a one-time code to the signatory, at the address that the agreement names."""
        visit, settlement = self._find_agreement(case_id, settlement_id)
        visit.check_may_act()
        chosen = settlement._get_customer_to_sign().filtered(lambda one: str(one.id) == signatory)
        if not chosen:
            return self._show_agreement(visit, settlement)
        key = secrets.token_urlsafe(24)
        try:
            with request.env.cr.savepoint():
                signature = (
                    request.env["litige.signature"]
                    .sudo()  # the agreement was opened by a key
                    ._start(chosen, settlement._get_consent(chosen), key)
                )
        except Refused as refused:
            return self._refuse(visit, settlement, refused)
        started = dict(request.session.get(SESSION_KEY, {}))
        started[str(settlement.id)] = [signature.id, key]
        request.session[SESSION_KEY] = started
        return request.redirect(f"/my/litiges/{case_id}/accord/{settlement_id}")

    @http.route(f"{BASE}/verifier", type="http", auth="public", website=True, methods=["POST"])
    def portal_litige_verify(
        self, case_id, settlement_id, code="", consent="", words="", figures="", **_kwargs
    ):
        """Check the consent, the sum that a debtor has to write, and the code.

        A wrong code is counted. What was typed is never given back: it is typed again.
        """
        visit, settlement = self._find_agreement(case_id, settlement_id)
        visit.check_may_act()
        signature = self._get_started(settlement)
        try:
            if not signature:
                raise Refused("dead")
            if not consent:
                raise Refused("consent")
            signature._note_mention(words, figures)
            if not signature._verify_code(clean_line(code)):
                raise Refused("wrong")
        except Refused as refused:
            # What was counted stays written: no rollback here.
            return self._refuse(visit, settlement, refused)
        return request.redirect(f"/my/litiges/{case_id}/accord/{settlement_id}")

    def _refuse(self, visit, settlement, refused):
        error = request.env["litige.portal.words"]._say(refused)
        return self._show_agreement(visit, settlement, error, 422)

    # === THE ACT === #

    @http.route(f"{BASE}/signer", type="jsonrpc", auth="public", website=True)
    def portal_litige_sign(self, case_id, settlement_id, name=None, signature=None, **_kwargs):
        """Sign, once; Odoo's signature component calls this.

        :return: what that component expects
        """
        visit, settlement = self._find_agreement(case_id, settlement_id)
        visitor = visit.visitor
        done = {
            "force_refresh": True,
            "redirect_url": f"/my/litiges/{case_id}?done=signed",
        }
        started = self._get_started(settlement)
        try:
            if not started:
                # The same click again, or one that never asked for a code.
                raise Refused("signed" if not settlement._get_customer_to_sign() else "code")
            if not isinstance(name, str) or not isinstance(signature, str):
                raise Refused("image")
            agent = request.httprequest.user_agent.string
            with request.env.cr.savepoint():
                started._sign(name, signature, visitor["ip"], agent)
        except Refused as refused:
            error = request.env["litige.portal.words"]._say(refused)
        except UserError as refused:
            error = refused.args[0]
        else:
            return done
        # The component does not let one try again: the page is shown afresh, with the reason.
        request.session[REASON_KEY] = error
        back = f"/my/litiges/{case_id}/accord/{settlement_id}"
        return {"error": error, "force_refresh": True, "redirect_url": back}
