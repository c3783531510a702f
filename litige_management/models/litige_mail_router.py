import logging
import re
from typing import NamedTuple

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import email_normalize, exception_to_unicode

from ..mail import rfc822

_logger = logging.getLogger(__name__)

CASE, LETTER = "litige.case", "litige.letter"
# Long lists of references are cut where Odoo cuts them; the newest are the last.
MAX_REFERENCES = 32


class Sender(NamedTuple):
    """Who wrote an e-mail, as one company knows them."""

    kind: str  # customer, provider, colleague or stranger
    email: str
    contact: models.Model  # the contact that has this address, when it is the only one
    customer: models.Model  # its commercial partner, for a customer
    providers: models.Model


class LitigeMailRouter(models.AbstractModel):
    """Which dispute an e-mail belongs to, and what becomes of one that belongs to none.

    It joins a dispute by what nobody outside can guess (the identifier of a message of ours that it
    answers), or because its sender is known as that customer. A number in the subject helps to
    choose among the disputes of a known sender; from a stranger it proves nothing.
    """

    _name = "litige.mail.router"
    _description = "Routing of E-Mails to Disputes"

    # === RECEIVING === #

    @api.model
    def _is_ours(self, raw, model):
        """Whether an e-mail goes to a dispute address or answers one of our messages."""
        if model == CASE:
            return True
        try:
            headers = rfc822.read_headers(raw)
            return bool(
                self._find_companies(rfc822.get_addresses(headers))
                or self._find_replied(rfc822.get_references(headers), any_letter=True)
            )
        except Exception:
            # Not ours to judge: other e-mails pass as if we were not there.
            _logger.info("Headers of an e-mail could not be read", exc_info=True)
            return False

    @api.model
    def _receive(self, raw, process):
        """Process an e-mail about disputes; when it cannot be, repair it; else set it aside.

        :param process: the gateway, called with the bytes of the e-mail
        """
        raw, error = rfc822.identify(raw), None
        for prepare in (bytes, rfc822.repair):
            try:
                with self.env.cr.savepoint():
                    result = process(prepare(raw))
                    self._keep_trace(raw)
                return result
            except OperationalError as exception:
                # Two workers at once: the server tries again by itself, but for fetched mail.
                if not self.env.context.get("fetchmail_cron_running"):
                    raise
                error = exception
            except Exception as exception:
                _logger.warning("An e-mail could not be processed as it came", exc_info=True)
                error = exception
        self._set_aside(raw, "unreadable", exception_to_unicode(error))
        return False

    @api.model
    def _keep_trace(self, raw):
        """Join the original to the messages it became; set aside what became of nothing."""
        message_id = rfc822.get_message_id(raw)
        # Whoever fetches e-mails may not read disputes.
        messages = self.env["mail.message"].sudo().search([("message_id", "=", message_id)])
        if not messages:
            headers = rfc822.read_headers(raw)
            self._set_aside(raw, "automatic" if rfc822.is_automatic(headers) else "ignored")
        for message in messages.filtered(lambda message: message.model == CASE):
            message._litige_attach_original(raw)

    @api.model
    def _set_aside(self, raw, reason, error=None):
        # Written by the gateway, for whoever follows disputes.
        return self.env["litige.mail.aside"].sudo()._keep(raw, reason, error)

    # === ROUTING === #

    @api.model
    def _reroute(self, message, message_dict, routes):
        """Replace the routes to disputes and their letters by those to the right disputes."""
        self = self.sudo()  # the gateway works for the company, not for who runs it
        ours = [route for route in routes if self._is_to_dispute(route)]
        if not ours:
            return routes
        sender = rfc822.get_original_sender(message)
        message_dict["email_from"] = sender or message_dict["email_from"]
        self._clean(message_dict)
        kept = [route for route in routes if route not in ours]
        automatic = rfc822.is_automatic(message)
        if self._is_own_address(message_dict["email_from"]):
            return kept
        for company, case in self._get_destinations(message, message_dict, ours):
            if not automatic:
                # The superuser opens it: a customer with an account must not own their dispute.
                # No alias: a failure is ours to handle, it must not bounce.
                kept.append((CASE, case.id or 0, {"company_id": company.id}, SUPERUSER_ID, None))
            elif case:
                self._note(case, message_dict, self.env._("An automatic answer came in"))
        return kept

    @api.model
    def _is_to_dispute(self, route):
        model, res_id = route[0], route[1]
        return model == CASE or (model == LETTER and self.env[LETTER].browse(res_id).case_id)

    @api.model
    def _get_destinations(self, message, message_dict, routes):
        """Yield each company concerned, with the dispute to join (none: a new one)."""
        replied = self._find_replied(rfc822.get_references(message))
        addressed = self._find_companies(
            rfc822.get_addresses(message) | self._split(message_dict.get("recipients"))
        )
        companies = addressed or replied.company_id
        if not companies:
            companies = self.env["res.company"].browse(
                (route[2] or {}).get("company_id") or self.env.company.id for route in routes
            )
        for company in companies:
            if replied.company_id == company:
                yield company, replied
            else:
                sender = self._identify(company, message_dict["email_from"])
                yield company, self._choose_case(company, sender, message_dict.get("subject"))

    @api.model
    def _split(self, addresses):
        return set(rfc822.ADDRESS.findall((addresses or "").lower()))

    @api.model
    def _find_companies(self, addresses):
        """Return the companies whose dispute address is among `addresses`."""
        # Anyone who fetches e-mails may know where they go.
        return (
            self.env["res.company"]
            .sudo()
            .search([("litige_alias_id.alias_full_name", "in", list(addresses))])
            if addresses
            else self.env["res.company"]
        )

    @api.model
    def _find_replied(self, references, any_letter=False):
        """Return the dispute whose message (or letter) is answered; the one it was merged into.

        :param any_letter: return the letter itself when it is in no dispute
        """
        if not references:
            return self.env[CASE]
        # Whoever fetches e-mails may not read disputes.
        parent = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("message_id", "in", references[-MAX_REFERENCES:]),
                    ("model", "in", (CASE, LETTER)),
                    ("res_id", "!=", 0),
                ],
                order="id desc",
                limit=1,
            )
        )
        # The gateway acts for nobody: the company and the sender decide.
        record = self.env[parent.model or CASE].sudo().browse(parent.res_id or []).exists()
        if record and record._name == LETTER:
            if any_letter and not record.case_id:
                return record
            record = record.case_id
        while record and record.merged_into_id:
            record = record.merged_into_id
        return record

    @api.model
    def _is_own_address(self, email_from):
        """Whether an e-mail says to come from one of the addresses where we receive: a loop."""
        address = email_normalize(email_from)
        return bool(address and self.env["mail.alias.domain"]._find_aliases([address]))

    @api.model
    def _clean(self, message_dict):
        """Make what an e-mail says storable, and its date credible."""
        for name in ("subject", "email_from", "from", "to", "cc", "to_filtered", "cc_filtered"):
            if message_dict.get(name):
                message_dict[name] = rfc822.clean(message_dict[name], one_line=True)
        message_dict["body"] = type(message_dict["body"])(rfc822.clean(message_dict["body"]))
        message_dict["attachments"] = [
            attachment._replace(fname=rfc822.clean(attachment.fname, one_line=True)[:200])
            for attachment in message_dict.get("attachments") or []
        ]
        date = rfc822.sane_date(
            fields.Datetime.to_datetime(message_dict.get("date")), fields.Datetime.now()
        )
        message_dict["date"] = fields.Datetime.to_string(date)

    # === WHO WRITES === #

    @api.model
    def _identify(self, company, email_from):
        """Return the `Sender` of an e-mail as this company knows them.

        An address that several customers share names none of them: a person decides.
        """
        Partner = self.env["res.partner"].sudo()  # see the class: nobody's rights are at stake
        email = email_normalize(email_from) or ""
        ours = Partner._check_company_domain(company)
        partners = Partner.search([("email_normalized", "=", email), *ours]) if email else Partner
        # A contact without a company is as much another company's as its customer is.
        partners = partners.filtered(lambda one: one.commercial_partner_id.filtered_domain(ours))
        # What an earlier e-mail of a stranger left behind proves nothing.
        waiting = self.env[CASE].sudo().search([("sender_partner_id", "in", partners.ids)])
        partners -= waiting.filtered("is_sender_unverified").sender_partner_id
        providers = (
            self.env["litige.provider"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", (partners | partners.commercial_partner_id).ids),
                    ("company_id", "in", (company | company.parent_ids).ids + [False]),
                ]
            )
        )
        customers = partners.commercial_partner_id
        ours = [("partner_id", "in", customers.ids)]
        is_house = self.env["res.company"].sudo().search_count(ours, limit=1)
        if is_house or any(not user.share for user in partners.user_ids):
            kind = "colleague"
        elif providers:
            kind = "provider"
        elif len(customers) == 1:
            kind = "customer"
        else:
            kind, partners = "stranger", Partner
        return Sender(
            kind, email, partners[:1], customers if kind == "customer" else Partner, providers
        )

    @api.model
    def _choose_case(self, company, sender, subject):
        """Return the dispute that an e-mail to the dispute address joins, none for a new one."""
        # The gateway acts for nobody: the company and the sender decide.
        Case = self.env[CASE].sudo()
        mine = [("company_id", "=", company.id), ("phase", "!=", "closed")]
        # What this address has already begun and nobody has sorted yet.
        waiting = (
            Case.search(
                [*mine, ("is_sender_unverified", "=", True), ("sender_email", "=", sender.email)]
            )
            if sender.email
            else Case
        )
        if sender.kind == "customer":
            mine.append(("partner_id", "=", sender.customer.id))
        elif sender.kind == "stranger":
            return waiting[:1]
        named = Case.search([*mine, ("name", "in", self._read_numbers(subject))])
        if len(named) == 1:
            return named
        if sender.kind != "customer":
            return waiting[:1]
        cases = Case.search(mine)
        if len(cases) == 1:
            return cases
        return cases.filtered(
            lambda case: case.sender_email and case.phase == "identification" and not case.claim_ids
        )[:1]

    @api.model
    def _read_numbers(self, subject):
        """Return the words of a subject that may be numbers of disputes."""
        words = re.findall(r"[\w/.\-]+", subject or "")
        return list({word.strip("./-") for word in words} | set(words))

    # === WHAT CHANGES NOTHING === #

    @api.model
    def _note_bounce(self, message_dict):
        """Keep on its dispute the notice that one of our e-mails did not arrive."""
        bounced = message_dict.get("bounced_message")
        if not bounced or bounced.model not in (CASE, LETTER) or not bounced.res_id:
            return
        # The gateway acts for nobody; it only notes.
        case = self.sudo()._find_replied([bounced.message_id])
        if case:
            self._clean(message_dict)
            self.sudo()._note(case, message_dict, self.env._("An e-mail did not arrive"))

    @api.model
    def _note(self, case, message_dict, title):
        """Keep an e-mail as a note: no event, nobody told, no change of anything."""
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name or "attachment",
                    "raw": rfc822.to_bytes(content),
                    "res_model": CASE,
                    "res_id": case.id,
                }
                for name, content, _info in message_dict.get("attachments") or []
            ]
        )
        case._log_email(message_dict, title, attachments)
