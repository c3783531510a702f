import io
import re
from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .litige_confidential_mixin import OPEN_TO_THE_OTHER_SIDE
from .litige_document_mixin import Document
from .litige_ledger import OUR_BOOKS

TEMPLATE = "litige_management.litige_chronology_document"
# How a company runs its file is nobody else's business, and no fact of the dispute.
HOUSEKEEPING = frozenset(
    (
        "opened",
        "phase",
        "closed",
        "reopened",
        "merged",
        "claim_added",
        "hold",
        "hold_lifted",
        "invoice_change",
        "timestamp",
        "exhibit",
        "exhibits_frozen",
        "bundle",
        "deadline",
        "exit",
        "insurance",
        "erasure",
        *OUR_BOOKS,
    )
)
# An invoice or a credit note is the exhibit of the day it was issued, not of all that follows.
ISSUING = frozenset(("invoice_issued", "credit"))
# What a person writes needs its kind as a title; what writes itself says what it is.
TITLED = frozenset(
    (
        "note",
        "complaint",
        "call",
        "meeting",
        "mail",
        "sms",
        "visit",
        "agreement",
        "portal_answer",
        "portal_contest",
        "portal_proposal",
    )
)
# An address as e-mails write it: with a name before it, or alone.
ADDRESS = re.compile(
    r"""(?:"(?P<quoted>[^"<>]*)"|(?P<name>[^",;<>@]*?))\s*<(?P<long>[^<>\s]+@[^<>\s]+)>"""
    r"""|(?P<short>[^\s,;<>"]+@[^\s,;<>"()]+)"""
)


class Row(NamedTuple):
    """One line of the printed chronology: an entry, and what it refers to by number."""

    number: int
    event: object
    kind: str
    parties: str
    is_titled: bool
    exhibits: str
    corrects: int
    corrected_by: int


class LitigeCaseChronologyDocumentMixin(models.AbstractModel):
    """The chronology on paper: what a judge or a mediator reads in two minutes."""

    _name = "litige.case.chronology.document.mixin"
    _description = "Printed Chronology"

    def _render_chronology_pdf(self, events=None, audience="court"):
        """Return the chronology of the case as a PDF, whatever was left out counted on it.

        :param events: those to print (default: the usable ones); what `audience` may not see is
            left out all the same
        :param audience: see `litige.confidential.mixin`
        :raise UserError: in words, when it could not be printed
        """
        fragment = self._render_chronology(events, audience)
        mixin = self.env["litige.document.mixin"]
        (content,) = mixin._print_fragments([fragment], draft=False)
        if isinstance(content, Exception):
            raise UserError(mixin._get_error_message(content)) from content
        return content

    def _get_document_streams(self):
        """Return what the report action serves."""
        self.check_access("read")
        return {
            case.id: {"stream": io.BytesIO(case._render_chronology_pdf()), "attachment": None}
            for case in self
        }

    def _get_preview_html(self):
        """Return the chronologies as one HTML page, for the screen: it counts our notes for us."""
        fragments = [case._render_chronology(on_screen=True) for case in self]
        return self.env["litige.document.mixin"]._assemble(fragments, preview=True)

    def _render_chronology(self, events=None, audience="court", language=None, on_screen=False):
        """Return the (Document, HTML) of the chronology.

        :param language: `fr` or `en` (default: the company's); entries stay as they were written
        :param on_screen: say too how many notes to oneself are left out, which no reader is told
        """
        self.ensure_one()
        language = language or self._get_chronology_language()
        code = {"fr": "fr_FR", "en": "en_US"}[language]
        if self.env["res.lang"]._get_data(code=code):
            self = self.with_context(lang=code)
        document = Document(
            template=TEMPLATE,
            values=self._get_chronology_values(events, audience, language),
            language=language,
            reference=self.name,
            file_name=f"{self._get_chronology_name()}.pdf",
        )
        values = {**document.values, "doc": self, "on_screen": on_screen}
        html = self.env["ir.qweb"]._render(document.template, values, raise_if_not_found=True)
        return document, html

    def _get_chronology_name(self):
        """Return the name of the file, without its extension."""
        self.ensure_one()
        word = "Chronologie" if self._get_chronology_language() == "fr" else "Chronology"
        return f"{word} {self.name.replace('/', '-')}"

    def _get_chronology_language(self):
        """Return the language of the printed chronology: French, unless the company's is English.

        Its entries are written in the company's language.
        """
        return "en" if (self.company_id.partner_id.lang or "").startswith("en") else "fr"

    def _get_chronology_values(self, events, audience, language):
        """Return what the template reads."""
        Event = self.env["litige.event"]
        whole = Event.search([("case_id", "in", self._with_merged().ids)], order="occurred_on, id")
        events = whole if events is None else whole & events.with_env(self.env)
        usable = events._filter_usable(audience)
        told = usable.filtered(lambda event: event.kind not in HOUSEKEEPING)
        notes = told.filtered(lambda event: self._is_note_to_oneself(event, (audience,)))
        told -= notes
        values = self.env["litige.document.mixin"]._get_page_values(
            self.company_id, self.partner_id, language
        )
        return {
            **values,
            "letterhead": False,
            "case": self,
            "audience": audience,
            "rows": self._get_chronology_rows(told, audience),
            "years": len({event.occurred_on.year for event in told}),
            "left_out": self._count_left_out(whole, audience),
            "notes": len(notes),
            "stamp": self.timestamp_ids.filtered(lambda stamp: stamp.state == "valid")[:1],
            "printed_on": fields.Date.context_today(self),
            "currency": self.currency_id.name,
            "decimals": self.currency_id.decimal_places,
            "paid": sum(self.claim_ids.mapped("paid_amount")),
        }

    @api.model
    def _is_note_to_oneself(self, event, readers):
        """Whether an entry is neither a fact of the dispute nor what a party says.

        A judge or an insurer is given an internal note all the same when it says who took part.
        """
        if event.kind != "note" or event.direction != "internal":
            return False
        return not event.parties or bool(OPEN_TO_THE_OTHER_SIDE & set(readers))

    def _count_left_out(self, whole, audience):
        """Return how many entries that would be told `audience` does not see, whoever prints.

        An accountant may not read them, but prints that there are some: never how many, which
        would tell the other side how long it was negotiated.
        """
        # Counted whoever prints, and never shown one by one.
        every = self.env["litige.event"].sudo().search([("case_id", "in", whole.case_id.ids)])
        told = every.filtered(lambda event: event.kind not in HOUSEKEEPING)
        return len(told) - len(told._filter_usable(audience))

    def _get_chronology_rows(self, events, audience):
        """Return the lines to print, oldest first."""
        kinds = dict(self.env["litige.event"]._selection_kind())
        numbers = {event.id: number for number, event in enumerate(events, 1)}
        corrected = {
            event.corrected_event_id.id: numbers[event.id]
            for event in events
            if event.corrected_event_id
        }
        exhibits = self._get_chronology_exhibits(events, audience)
        is_open = audience in OPEN_TO_THE_OTHER_SIDE
        return [
            Row(
                number=numbers[event.id],
                event=event,
                kind=kinds.get(event.kind, event.kind),
                parties=self._hide_addresses(event) if is_open else event.parties,
                is_titled=event.kind in TITLED,
                exhibits=", ".join(exhibits.get(event.id, ())),
                corrects=numbers.get(event.corrected_event_id.id),
                corrected_by=corrected.get(event.id),
            )
            for event in events
        ]

    def _hide_addresses(self, event):
        """Return who took part in an entry by name, without the address of anybody.

        Who was only in copy, and has no name, is told to nobody on the other side.
        """
        if "@" not in (event.parties or ""):
            return event.parties
        # The addresses of the customer are no secret to who prints the dispute.
        customer = self.partner_id.sudo()
        theirs = set((customer | customer.child_ids).mapped("email_normalized"))
        ours = {email_normalize(self.company_id.email or "")}

        def name(match):
            written = (match["quoted"] or match["name"] or "").strip()
            if written and "@" not in written:
                return f" {written}"
            email = email_normalize(match["long"] or match["short"])
            known = (email in theirs and customer.name) or (email in ours and self.company_id.name)
            return f" {known or ''}"

        sides = []
        for side in event.parties.split("→"):
            parts = re.split("[,;]", ADDRESS.sub(name, side))
            names = [part.strip() for part in parts if part.strip()]
            sides.append(", ".join(dict.fromkeys(names)) or "…")
        return " → ".join(sides)

    def _get_chronology_exhibits(self, events, audience):
        """Return the labels of the exhibits that prove each event, by event id."""
        labels, by_source = defaultdict(list), {}
        for exhibit in self._get_exhibits(audience):
            label = str(exhibit.number) if exhibit.number else exhibit.label
            if exhibit.event_id in events:
                labels[exhibit.event_id.id].append(label)
            elif exhibit.source_model:
                by_source[exhibit.source_model, exhibit.source_id] = label
        for event in events:
            if event.res_model == "account.move" and event.kind not in ISSUING:
                continue
            # Once: the entry that tells of it first.
            if label := by_source.pop((event.res_model, event.res_id), None):
                labels[event.id].append(label)
        return labels
