import hashlib
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..legal import typography
from ..legal.statement import Statement
from ..pdf import bundle as pdf_bundle, sheet, wkhtmltopdf
from .litige_bundle_contents_mixin import FIRST_PAGE
from .litige_bundle_words import REASONS, SHORT_REASONS, STANDINGS, TITLES, US
from .litige_letter_statement_mixin import Row
from .litige_letter_words import WORDS

# The annex of a letter speaks to the customer; these pages speak of both sides to somebody else.
STATEMENT_TITLE = "État des sommes dues au {date}"
PARTIES = f"Entreprise{typography.NBSP}: {{creditor}} – Client{typography.NBSP}: {{debtor}}"
STATEMENT_WORDS = {
    **WORDS["fr"],
    "annex": {
        **WORDS["fr"]["annex"],
        "title": STATEMENT_TITLE,
        "open_disputed": "dont part contestée par le client",
    },
}
# A mediator takes no side: no creditor, no debtor.
MEDIATOR_WORDS = {
    **STATEMENT_WORDS,
    "annex": {**STATEMENT_WORDS["annex"], "parties": PARTIES},
}
GUESSES = 3  # how often pages are printed that tell how long they are themselves
LINES_A_PAGE = 30
PART_TITLES = ("Page de garde", "Chronologie", "État des sommes dues", "Bordereau de pièces")


class Made(NamedTuple):
    """The files of a bundle, by kind (`pdf`, `zip`), and what is noted of them."""

    files: dict
    values: dict


class Line(NamedTuple):
    """One line of the list of exhibits."""

    number: int
    label: str
    exhibit: models.Model
    caption: str
    pages: int
    reason: str
    start: int = 0

    @property
    def short_reason(self):
        return SHORT_REASONS.get(self.reason, "")


class LitigeBundlePagesMixin(models.AbstractModel):
    """The PDF and the ZIP of the file of a dispute. French, as the courts that read it."""

    _name = "litige.bundle.pages.mixin"
    _description = "Pages of a Case File"

    # === FILES === #

    def _make_files(self, folder, report):
        """Write the files in `folder`.

        :param report: called with how much is done, and of how much
        :return: the `Made` files
        """
        self.ensure_one()
        exhibits = self._get_exhibits()
        total = len(exhibits) * (2 if self.with_zip else 1) + 2
        path = folder / f"{self._get_file_stem()}.pdf"
        lines, pages, statement = self._write_pdf(path, exhibits, lambda done: report(done, total))
        made = Made(
            {"pdf": path},
            {
                "head_hash": self.case_id._get_chain_head(),
                "exhibit_count": len(lines),
                "page_count": pages,
                "left_out": self._get_left_out(lines),
            },
        )
        if self.with_zip:
            made.files["zip"] = folder / f"{self._get_file_stem()}.zip"
            self._write_zip(
                made, lines, statement, lambda done: report(len(lines) + 1 + done, total)
            )
        return made

    def _write_pdf(self, path, exhibits, report):
        """Write the PDF.

        :return: the lines of the list of exhibits, the number of pages, the statement of sums
        """
        numbers, load = self._get_numbers(), self._get_loader(exhibits)
        lines = []
        with path.open("w+b") as stream:
            bundle = pdf_bundle.Bundle(stream)
            for rank, exhibit in enumerate(exhibits):
                report(rank)
                result = bundle.add(
                    pdf_bundle.Exhibit(
                        self._get_label(numbers, exhibit),
                        self._get_caption(exhibit),
                        partial(load, exhibit),
                        exhibit.file_name or "",
                        partial(self._get_insert_lines, exhibit),
                    )
                )
                lines.append(self._make_line(exhibit, numbers, result))
            report(len(lines))
            statement = self._get_statement()
            parts, lines = self._print_parts(lines, statement)
            case = self.case_id
            bundle.finish(
                parts,
                title=f"{TITLES[self.audience]} – {case.name} – {case.partner_id.name}",
                reference=f"{case.name} – {case.company_id.name} / {case.partner_id.name}",
            )
            return lines, bundle.page_count, statement

    def _make_line(self, exhibit, numbers, result):
        label = self._get_label(numbers, exhibit)
        return Line(numbers[exhibit.id], label, exhibit, self._get_caption(exhibit), *result)

    def _get_label(self, numbers, exhibit):
        """Return what the pages of an exhibit are stamped with."""
        return f"Pièce n°{typography.NBSP}{numbers[exhibit.id]}"

    def _get_loader(self, exhibits):
        """Return the function that reads the file of one exhibit, and does not keep it."""
        attachments = exhibits._get_file_attachments()

        def load(exhibit):
            attachment = attachments.get(exhibit)
            content = (attachment and attachment.raw) or b""
            if attachment:
                attachment.invalidate_recordset(["raw", "datas"], flush=False)
            if hashlib.sha256(content).hexdigest() != exhibit.file_hash:
                raise UserError(
                    self.env._(
                        "The file of %(exhibit)s is lost, or is not the one that was added.",
                        exhibit=exhibit.display_name,
                    )
                )
            return content

        return load

    def _get_caption(self, exhibit):
        return typography.french_spaces(
            (exhibit.name or "").strip() or exhibit.file_name or exhibit.type_id.display_name
        )

    def _get_insert_lines(self, exhibit, reason):
        """Return what the sheet says that stands for an exhibit that cannot be printed."""
        where = (
            "Elle est remise dans son format d’origine, dans le dossier ZIP joint."
            if self.with_zip
            else "Elle est remise à part, dans son format d’origine."
        )
        if reason == pdf_bundle.EMPTY:
            where = ""
        lines = (
            f"Fichier : {exhibit.file_name or '–'}",
            f"Cette pièce n’est pas reproduite ici : {REASONS[reason]}.",
            where,
            f"Empreinte SHA-256 : {exhibit.file_hash or '–'}",
        )
        return tuple(typography.french_spaces(line) for line in lines if line)

    def _get_left_out(self, lines):
        """Return in words which exhibits are not printed, and why."""
        labels = self._get_reason_labels()
        return "\n".join(
            self.env._(
                "%(exhibit)s: %(reason)s",
                exhibit=line.exhibit.display_name,
                reason=labels[line.reason],
            )
            for line in lines
            if line.reason
        )

    def _get_reason_labels(self):
        return {
            pdf_bundle.EMPTY: self.env._("the file is empty"),
            pdf_bundle.PASSWORD: self.env._("a password is needed to open it"),
            pdf_bundle.DAMAGED: self.env._("the file is damaged"),
            pdf_bundle.NOT_PDF: self.env._("it is not really a PDF"),
            pdf_bundle.TOO_LONG: self.env._("it has too many pages"),
            pdf_bundle.TOO_LARGE: self.env._("the picture is too large"),
            pdf_bundle.FORMAT: self.env._("this format is not printed"),
        }

    # === OUR OWN PAGES === #

    def _print_parts(self, lines, statement):
        """Print our own pages, which say on which page each exhibit starts.

        How long they are is only known once they are printed: the cover and the list, which tell
        the pages of the others, are printed again as long as the guess was wrong.

        :return: the parts, in order, and the lines with their first page
        """
        values = self._get_values(lines, statement)
        fixed = [self._render_chronology(), self._render("litige_bundle_statement", values)]
        middle, guess = None, [1, 1, 1, 1 + len(lines) // LINES_A_PAGE]
        for _attempt in range(GUESSES):
            starts = [1 + sum(guess[:rank]) for rank in range(1, 5)]
            lines = self._number_lines(lines, starts[-1])
            summary = list(zip(PART_TITLES[1:], starts, strict=False))
            changing = [
                self._render("litige_bundle_cover", {**values, "summary": summary}),
                self._render("litige_bundle_list", {**values, "lines": lines}),
            ]
            cover, listed, *first = self._print_all(changing + ([] if middle else fixed))
            middle = middle or first
            contents = [cover, *middle, listed]
            found = [pdf_bundle.count_pages(content) for content in contents]
            if found == guess:
                break
            guess = found
        return list(map(pdf_bundle.Part, PART_TITLES, contents)), lines

    def _number_lines(self, lines, start):
        numbered = []
        for line in lines:
            numbered.append(line._replace(start=start))
            start += line.pages
        return numbered

    def _render(self, name, values):
        return self.env["ir.qweb"]._render(
            f"litige_management.{name}", values, raise_if_not_found=True
        )

    def _render_chronology(self):
        """Return the pages of the chronology, for this reader: French as the pages around it."""
        reader = self._get_readers()[-1]
        _document, html = self.case_id._render_chronology(self._get_events(), reader, "fr")
        return html

    def _print_all(self, fragments):
        """Return the PDFs of pages of our own, side by side, not numbered yet."""
        company = self.company_id
        logos = {company.id: company._litige_get_logo()}
        with wkhtmltopdf.Press() as press:
            started = [press.start(sheet.assemble([one], "fr", logos)) for one in fragments]
            contents = [one.result() for one in started]
        for content in contents:
            if isinstance(content, Exception):
                raise UserError(
                    self.env._("The PDF could not be made: %(reason)s", reason=content)
                ) from content
        return contents

    def _get_values(self, lines, statement):
        """Return what the templates of our own pages read."""
        case, company = self.case_id, self.company_id
        currency = case.currency_id
        fmt = sheet.Formats("fr")
        pages = self.env["litige.document.mixin"]._get_page_values(company, case.partner_id, "fr")
        return {
            **pages,
            "letterhead": False,
            "bundle": self,
            "case": case,
            "title": TITLES[self.audience],
            "today": fields.Date.context_today(self),
            "money": lambda value: fmt.amount(value, currency.name, currency.decimal_places),
            "creditor": self._get_creditor_lines(),
            "debtor": self._get_debtor_lines(),
            "head_hash": case._get_chain_head(),
            "lines": lines,
            "has_gaps": [line.number for line in lines] != list(range(1, len(lines) + 1)),
            "exhibit_pages": sum(line.pages for line in lines),
            "first_page": self._get_first_page(),
            **(self._get_insurer_values() if self.audience == "insurer" else {}),
            "paid_amount": sum(case.claim_ids.mapped("paid_amount")),
            "contested": self._get_contested_amount,
            "us": US["mediator" if self.audience == "mediator" else "others"],
            "credited_amount": self._get_credited_amount(case),
            "written_off_amount": sum(case.claim_ids.mapped("written_off_amount")),
            **self._get_statement_values(statement),
        }

    def _get_first_page(self):
        """Return the lines of the mediator's first page, by field: as worded, else as proposed."""
        if self.audience != "mediator":
            return {}
        proposed = self._propose_first_page(self.case_id)
        return {
            name: [line for line in (self[name] or proposed[name]).splitlines() if line.strip()]
            for name in FIRST_PAGE
        }

    def _get_creditor_lines(self):
        company = self.company_id
        form, number = company._litige_get_form_line(True), company._litige_get_registry_line()
        lines = [form, number, company._litige_get_seat()]
        signatory = ", ".join(
            filter(None, (company.litige_signatory_name, company.litige_signatory_quality))
        )
        if signatory and not company.litige_is_ei:
            lines.append(f"Représentée par {signatory}")
        return [line for line in lines if line]

    def _get_debtor_lines(self):
        partner = self.case_id.partner_id
        number = partner.is_company and typography.siren(partner.company_registry)
        return [
            line
            for line in (
                STANDINGS.get(self.case_id.standing),
                number and f"SIREN{typography.NBSP}{number}",
                *partner._litige_get_address_lines(self.company_id, "fr")[1:],
            )
            if line
        ]

    # === SUMS === #

    def _get_statement(self):
        """Return the statement of what is due today, or the error that forbids one."""
        moves = self.case_id.claim_ids.move_id.sorted(
            lambda move: (move.invoice_date_due or move.date, move.id)
        )
        moves = moves.filtered(lambda move: move.state == "posted")
        try:
            return self.env["litige.statement"]._statement_for_moves(
                moves,
                fields.Date.context_today(self),
                self.company_id.litige_interest_mode,
                self.case_id.claim_ids,
            )
        except (UserError, RedirectWarning) as error:
            return error

    def _get_statement_values(self, statement):
        """Return what the pages of the statement read: those of the annex of letters."""
        case = self.case_id
        if not isinstance(statement, Statement):
            return {"statement": None, "refusal": statement.args[0]}
        moves = {move.id: move for move in case.claim_ids.move_id}
        contested = {
            claim.move_id.id: self._get_contested_amount(claim) for claim in case.claim_ids
        }
        # Never saved: only a letter knows how to put the law in words.
        letter = self.env["litige.letter"].new(
            {
                "kind": "statement",
                "case_id": case.id,
                "company_id": case.company_id.id,
                "partner_id": case.partner_id.id,
                "currency_id": case.currency_id.id,
                "language": "fr",
                "date": statement.as_of,
                "move_ids": case.claim_ids.move_id.ids,
            }
        )
        return {
            "statement": statement,
            "refusal": "",
            "letter": SimpleNamespace(name="/", commercial_partner_id=case.partner_id),
            "words": MEDIATOR_WORDS if self.audience == "mediator" else STATEMENT_WORDS,
            # As on the cover: whatever the customer contests, in good faith or not.
            "rows": [
                Row(moves[key], line, contested.get(key, 0.0))
                for line in statement.lines
                for key in [int(line.debt.key)]
            ],
            "currency": statement.currency,
            "decimals": case.currency_id.decimal_places,
            "is_professional": letter._get_audience() == "professional",
            **letter._get_interest_values(statement),
            "cites": letter._get_citations("legal_interest", "interest_first", "legal_rate"),
            "cite": partial(typography.cite, language="fr"),
            "penalty_text": letter._get_penalty_text(statement),
        }
