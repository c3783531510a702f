"""The customer's disputes on the portal: `/my/litiges`.

Nobody gets in without a key (`litige.portal.access`): a link, or a login of the same customer.
Pages are written from plain values that the dispute chooses one by one; a record is reached only
through the dispute that the key opens, never by a number taken from the request.
"""

from datetime import date
from typing import NamedTuple

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request
from odoo.tools import formatLang

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..portal import inputs
from ..portal.inputs import Refused

SESSION_KEY = "litige_links"
# No number that the database cannot hold reaches it.
NUMBER = "int(max=2147483647)"
CASE = f"<{NUMBER}:case_id>"
# Nothing of these pages stays in a shared cache, nor goes elsewhere in a referrer, nor is framed.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
DONE = ("answer", "contest", "propose", "complaint", "signed", "accept", "refuse")


class Visit(NamedTuple):
    """Somebody at the page of one dispute, and how they got there.

    :param case: the dispute, with all rights: only its allow-listed values are shown.
    :param author: the contact who acts; empty for one of us, who only looks.
    :param via: `link`, `login` or `preview`.
    """

    case: object
    author: object
    via: str

    @property
    def visitor(self):
        """What the dispute writes down of who acts."""
        self.check_may_act()
        return {"author": self.author, "ip": request.httprequest.remote_addr, "via": self.via}

    def check_may_act(self):
        """Raise `Forbidden` for one of us, who only looks."""
        if self.via == "preview":
            raise Forbidden()


class LitigePortal(CustomerPortal):
    # === WHO IS THERE === #

    def _visit(self, case_id):
        """Return the visit that this request may make.

        :raise NotFound: no key opens that dispute; whether it exists is told to nobody
        """
        Access, user = request.env["litige.portal.access"], request.env.user
        # With all rights: a customer has none on these records, a key opens one of them, and what
        # is shown is chosen value by value.
        if access := Access._find_for_user(user, case_id)[:1]:
            return Visit(self._prepare(access.case_id), user.sudo().partner_id, "login")
        link = request.session.get(SESSION_KEY, {}).get(str(case_id))
        if link and (access := Access._find(*link)) and access.case_id.id == case_id:
            return Visit(self._prepare(access.case_id), access.partner_id, "link")
        if user._is_internal() and (case := self._find_for_preview(case_id)):
            return Visit(self._prepare(case.sudo()), case.env["res.partner"], "preview")
        raise NotFound()

    def _find_for_preview(self, case_id):
        """Return the dispute for one of us who may read it, who looks at what customers see."""
        if not request.env.user.has_group("litige_management.litige_management_group_user"):
            return None
        return request.env["litige.case"].search([("id", "=", case_id)])

    def _prepare(self, case):
        return case.with_company(case.company_id)

    def _render(self, template, values, status=200):
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response

    def _send(self, content, mimetype, name):
        """Send a file to be saved: nothing is shown inside our pages."""
        return request.make_response(
            content,
            [
                ("Content-Type", mimetype),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
                *HEADERS.items(),
            ],
        )

    # === HOME AND LIST === #

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "litige_count" in counters:
            values["litige_count"] = len(self._get_my_cases())
        return values

    def _get_my_cases(self):
        found = request.env["litige.portal.access"]._find_for_user(request.env.user)
        return found.case_id.sorted("id", reverse=True)

    @http.route("/my/litiges", type="http", auth="user", website=True, methods=["GET"])
    def portal_my_litiges(self, **_kwargs):
        """List the disputes of the customer who is logged in."""
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="litiges",
            rows=[self._prepare(case)._get_portal_row() for case in self._get_my_cases()],
        )
        return self._render("litige_management.portal_my_litiges", values)

    # === LINK === #

    @http.route(
        f"/my/litiges/acces/<{NUMBER}:access_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_litige_link(self, access_id, token, **_kwargs):
        """Open a dispute by its link: the secret stays in the session, out of the address."""
        Access = request.env["litige.portal.access"]
        fingerprint = Access._hash(token)
        access = Access._find(access_id, fingerprint)
        if not access:
            return self._render("litige_management.portal_litige_closed", {}, status=404)
        access._note_use(request.httprequest.remote_addr)
        self._keep_key(access, fingerprint)
        response = request.redirect(f"/my/litiges/{access.case_id.id}")
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _keep_key(self, access, fingerprint):
        """Let this session open the dispute of a key, as long as the key stands."""
        links = dict(request.session.get(SESSION_KEY, {}))
        if not links and request.env.user._is_public():
            # As a login does: a session that somebody else prepared is worth nothing afterwards.
            request.session.should_rotate = True
        links[str(access.case_id.id)] = [access.id, fingerprint]
        request.session[SESSION_KEY] = links

    # === PAGE === #

    @http.route(
        f"/my/litiges/{CASE}",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_litige(self, case_id, done=None, **_kwargs):
        """Show one dispute."""
        return self._show(self._visit(case_id), done=done if done in DONE else None)

    def _show(self, visit, status=200, **values):
        return self._render(
            "litige_management.portal_litige_page",
            {
                "page_name": "litige",
                "no_breadcrumbs": visit.via != "login",
                "page": visit.case._get_portal_page(),
                "preview": visit.via == "preview",
                "limits": inputs.LIMITS,
                "done": None,
                "error": None,
                "typed": {},
                **values,
            },
            status=status,
        )

    # === ACTS === #

    def _act(self, case_id, name, method, **kwargs):
        """Do what the customer asks, all of it or nothing, and show the page again.

        :param method: from the visit to what is done; its `Refused` is told with what was typed
        """
        visit = self._visit(case_id)
        visitor = visit.visitor
        try:
            with request.env.cr.savepoint():
                method(visit.case, visitor)
        except Refused as refused:
            error = request.env["litige.portal.words"]._say(refused)
        except UserError as refused:
            error = refused.args[0]
        else:
            return request.redirect(f"/my/litiges/{case_id}?done={name}")
        typed = self._get_typed(**kwargs)
        return self._show(visit, 422, error={"form": name, "text": error}, typed=typed)

    def _get_typed(self, **fields):
        """Return what was typed, to be shown again; a file sent instead is not."""
        return {name: text if isinstance(text, str) else "" for name, text in fields.items()}

    def _read_files(self):
        """Return the files joined to a form, checked.

        :raise Refused: as `inputs.check_file`, and `many`
        """
        files = [one for one in request.httprequest.files.getlist("files") if one.filename]
        if len(files) > inputs.FILES_LIMIT:
            raise Refused("many", limit=inputs.FILES_LIMIT)
        # One byte more than allowed tells a file that is too large, without reading all of it.
        return [inputs.check_file(one.filename, one.read(inputs.FILE_LIMIT + 1)) for one in files]

    @http.route(
        f"/my/litiges/{CASE}/repondre",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=inputs.REQUEST_LIMIT,
    )
    def portal_litige_answer(self, case_id, text="", **_kwargs):
        """Write down an answer, with files."""
        return self._act(
            case_id,
            "answer",
            lambda case, visitor: case._portal_answer(
                visitor, inputs.clean_text(text), self._read_files()
            ),
            text=text,
        )

    @http.route(
        f"/my/litiges/{CASE}/contester",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
        max_content_length=inputs.REQUEST_LIMIT,
    )
    def portal_litige_contest(self, case_id, claim="", amount="", text="", **_kwargs):
        """Write down what the customer contests of one invoice."""
        return self._act(
            case_id,
            "contest",
            lambda case, visitor: case._portal_contest(
                visitor,
                self._read_number(claim, "invoice"),
                inputs.read_amount(amount),
                inputs.clean_text(text),
                self._read_files(),
            ),
            claim=claim,
            amount=amount,
            text=text,
        )

    def _read_number(self, text, code):
        text = inputs.take_text(text)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise Refused(code)
        return int(text)

    def _read_day(self, text):
        try:
            return date.fromisoformat(inputs.take_text(text))
        except ValueError as error:
            raise Refused("date") from error

    # === PAYING AND READING === #

    @http.route(
        f"/my/litiges/{CASE}/payer/<int:claim_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_litige_pay(self, case_id, claim_id, **_kwargs):
        """Go to Odoo's own page of the invoice, where it is paid."""
        visit = self._visit(case_id)
        visit.check_may_act()
        claim = visit.case.claim_ids.filtered(lambda one: one.id == claim_id)
        if not claim or visit.case._get_payment_ban():
            raise NotFound()
        return request.redirect(claim.move_id.get_portal_url())

    @http.route(
        f"/my/litiges/{CASE}/courrier/<int:letter_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def portal_litige_letter(self, case_id, letter_id, **_kwargs):
        """Send the stored PDF of a letter that the customer was sent."""
        visit = self._visit(case_id)
        letter = visit.case._get_portal_sent_letters().filtered(lambda one: one.id == letter_id)
        file = letter and letter._get_frozen_attachments().get(letter)
        if not file:
            raise NotFound()
        return self._send(file.raw, "application/pdf", file.name)

    # === A COMPLAINT FROM AN INVOICE === #

    @http.route(
        f"/my/litiges/facture/<{NUMBER}:invoice_id>",
        type="http",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        max_content_length=inputs.REQUEST_LIMIT,
        sitemap=False,
    )
    def portal_litige_complain(self, invoice_id, access_token=None, amount="", text="", **_kwargs):
        """Let the customer contest an overdue invoice: a dispute to look into, once."""
        try:
            move = self._document_check_access("account.move", invoice_id, access_token)
        except (AccessError, MissingError) as error:
            raise NotFound() from error
        if not move._litige_can_complain() or request.env.user._is_internal():
            raise NotFound()
        error = None
        if request.httprequest.method == "POST":
            try:
                return self._complain(move, inputs.read_amount(amount), inputs.clean_text(text))
            except Refused as refused:
                error = request.env["litige.portal.words"]._say(refused)
        values = {
            "page_name": "litige_complaint",
            "invoice": {
                "id": move.id,
                "name": move.name,
                "due": move.currency_id.format(move.amount_residual),
                "value": formatLang(
                    request.env,
                    move.amount_residual,
                    digits=move.currency_id.decimal_places,
                    grouping=False,
                ),
                "company": move.company_id.name,
            },
            "access_token": access_token,
            "limits": inputs.LIMITS,
            "error": error,
            "typed": self._get_typed(amount=amount, text=text),
        }
        return self._render(
            "litige_management.portal_litige_complaint", values, 422 if error else 200
        )

    def _complain(self, move, amount, text):
        user = request.env.user
        author, via = user.sudo().partner_id, "login"  # their own contact
        if user._is_public() or author.commercial_partner_id != move.commercial_partner_id:
            # Whoever holds the invoice's link speaks for its customer, logged in as another or not.
            author, via = move.partner_id, "link"
        visitor = {"author": author, "ip": request.httprequest.remote_addr, "via": via}
        with request.env.cr.savepoint():
            case = move._litige_complain(visitor, amount, text, self._read_files())
            # The customer holds the invoice: a key to the dispute it opened is theirs.
            access, token = request.env["litige.portal.access"].sudo()._issue(case, author)
        self._keep_key(access, access._hash(token))
        return request.redirect(f"/my/litiges/{case.id}?done=complaint")
