from num2words import num2words

from odoo import api, models

from ..legal import deeds, typography
from ..legal.typography import NBSP
from ..legal.words import amount_in_words
from .litige_document_mixin import Document

# Articles of each kind, in their order: code, title, and the citations of the law it prints.
ARTICLES = {
    "object": ("Objet et factures concernées", ("transaction",)),
    "concessions": ("Concessions réciproques", ()),
    "payment": ("Somme à payer et échéances", ()),
    "commitments": ("Autres engagements", ("non_performance",)),
    "imputation": ("Imputation des paiements", ("imputation", "interest_first")),
    "acknowledgment": ("Reconnaissance", ("acknowledgment",)),
    "default": ("Défaut de paiement", ("grace",)),
    "waiver": ("Renonciation réciproque", ("transaction_scope", "transaction_effect")),
    "novation": ("Absence de novation et garanties", ("novation",)),
    "vat": ("Avoir et taxe sur la valeur ajoutée", ()),
    "suit": ("Instance en cours", ("legal_costs",)),
    "confidentiality": ("Confidentialité", ("confidentiality",)),
    "enforcement": ("Force exécutoire", ("homologation", "clerk_formula")),
    "costs": ("Frais", ()),
    "mediation": ("Médiation de la consommation", ("mediation_duty", "mediation_free_choice")),
    "law": ("Droit applicable et juridiction", ()),
    "originals": ("Exemplaires", ("originals", "electronic_signature")),
}
LONG_ARTICLES = ("object", "payment", "default", "waiver")
TITLES = {
    "transaction": "Protocole d’accord transactionnel",
    "plan": "Échéancier de paiement",
    "acknowledgment": "Reconnaissance de dette",
    "record": "Constat d’accord",
}
# How each deed calls itself in its own articles.
NAMES = {
    "transaction": "protocole",
    "plan": "échéancier",
    "acknowledgment": "acte",
    "record": "constat",
}
# The customer alone owes under these: they write the sum by hand.
HANDWRITTEN = ("plan", "acknowledgment")
# Longer schedules run over two pages; the last rows stay with their total.
ROWS_TOGETHER, ROWS_WITH_TOTAL = 12, 2
CIVILITIES = {"madam": ("Mme", "née"), "sir": ("M.", "né")}


class LitigeSettlementDocumentMixin(models.AbstractModel):
    """The deed: which articles it holds, and the words that its template prints."""

    _name = "litige.settlement.document.mixin"
    _inherit = ["litige.document.mixin"]
    _description = "Deed of an Agreement"

    def _get_document(self):
        """Return the deed, as the document engine wants it."""
        self.ensure_one()
        title = TITLES[self.kind]
        company = self.company_id
        values = {
            **self._get_page_values(company, self.partner_id, "fr"),
            "letterhead": False,
            **self._get_deed_values(),
        }
        return Document(
            template="litige_management.litige_settlement_document",
            values=values,
            language="fr",
            reference=f"{title} n° {self.name}",
            file_name=f"{title} {self.name.replace('/', '-')}.pdf",
            initials="Paraphes :",
        )

    def _get_deed_values(self):
        """Return what the template reads: flags, texts, figures, articles and citations."""
        codes = self._get_article_codes()
        number = {code: rank for rank, code in enumerate(codes, 1)}
        plan = self.kind != "transaction"
        handwritten = self.kind in HANDWRITTEN
        citations = {code for name in codes for code in ARTICLES[name][1]}
        cite = self._get_citations(citations | ({"handwritten"} if handwritten else set()))
        rows = self._get_schedule_rows()
        return {
            "settlement": self,
            "plan": plan,
            "kind": self.kind,
            "deed": NAMES[self.kind],
            "handwritten": handwritten,
            "protected": self.is_protected,
            "discount": not self.currency_id.is_zero(self.waived_amount),
            "charges": self.charges_fate == "included",
            "title": TITLES[self.kind],
            "origin": self._get_origin_words(),
            "subtitle": "sans novation ni renonciation" if plan else "",
            "our_party": self._get_party_text("us"),
            "customer_party": self._get_party_text("customer"),
            "articles": [
                {
                    "code": code,
                    "number": number[code],
                    "title": ARTICLES[code][0],
                    "long": self._is_long_article(code),
                }
                for code in codes
            ],
            "number": number,
            "cite": cite,
            "our_concessions": self._get_our_concessions(number),
            "their_concessions": self._get_their_concessions(),
            "instalments": rows,
            "schedule": self._split_schedule(rows),
            "charges_waived": self._get_waived_charges(),
            "many": len(self.line_ids) > 1,
            "credits": self._get_promised_credits(),
            "ours_promised": "us" in self._get_other_commitments().mapped("party"),
            "suit_court": deeds.before_court(self.pending_suit or ""),
            "chosen_court": deeds.of_court(self.jurisdiction or ""),
            "commitments": self._get_other_commitments(),
            "payment_label": "payer au Client la somme ci-contre",
            "reserved_items": self._get_reserved_items(number),
            "iban": typography.grouped(self.bank_id.acc_number, (4,)),
            "mediator": self._get_printable_mediator(),
            "blocks": self._get_signature_blocks(),
            "money": self._in_figures_and_words,
            "figures": self._in_figures,
            "count": self._in_count,
            "delay": self._in_days,
        }

    def _get_citations(self, codes):
        """Return the citations of the law printed, as numbered on the day of the agreement."""
        citations = self.env["litige.legal.reference"]._get_citations(codes, self.date)
        return {code: typography.french_spaces(text) for code, text in citations.items()}

    def _get_article_codes(self):
        """Return the codes of the articles that this agreement holds, in their order."""
        self.ensure_one()
        plan = self.kind != "transaction"
        kept = {
            "concessions": not plan,
            "commitments": bool(self._get_other_commitments()),
            "waiver": not plan,
            "vat": not self.currency_id.is_zero(self.waived_amount),
            "suit": bool(self.pending_suit) and not plan,
            "confidentiality": self.is_confidential or self._get_origin_words()["secret"],
            "enforcement": not plan or self.enforcement_route != "none",
            # Every contract in writing tells a consumer of it: no duty, and no condition to sue.
            "mediation": self._may_use_free_mediator(),
            # A plan puts no cost on the customer; the law alone names a consumer's court.
            "costs": not plan,
            "law": not self.is_protected,
        }
        return [code for code in ARTICLES if kept.get(code, True)]

    def _may_use_free_mediator(self):
        """Whether the law gives the customer a mediator free of charge (L611-4, L612-1)."""
        self.ensure_one()
        return self.standing == "consumer" and not self.company_id.litige_mediation_excluded

    def _get_printable_mediator(self):
        """Return the mediator that the deed may name, if there is one."""
        mediator = self.company_id.litige_mediator_id
        return mediator.filtered(lambda one: one._is_printable(self.date))

    def _is_long_article(self, code):
        """Whether an article may run over two pages: those with a table or several clauses."""
        return code in LONG_ARTICLES

    # === PARTIES === #

    def _get_party_text(self, party):
        """Return one party's identity, with who acts for it and by what power."""
        identity = self.our_identity if party == "us" else self.customer_identity
        signatories = self.signatory_ids.filtered(lambda one: one.party == party)
        parts = [(identity or "").strip().rstrip(".,")]
        if self._needs_power(party):
            acting = deeds.represented(parts[0])
            people = " et ".join(self._get_representative_text(one) for one in signatories)
            parts.append(f"{acting} {people}")
        else:
            parts[0] = self._add_civility(parts[0], signatories)
            parts += [text for one in signatories for text in self._get_civil_status(one)]
        if party == "customer" and self.standing == "consumer":
            parts.append("agissant en qualité de particulier consommateur")
        return ", ".join(filter(None, parts)) + ","

    @api.model
    def _get_representative_text(self, signatory):
        text = ", ".join(filter(None, (self._get_person_name(signatory), signatory.quality)))
        return f"{text}, ayant pouvoir à cet effet ({signatory.power})" if signatory.power else text

    @api.model
    def _get_civil_status(self, signatory):
        """Return the birth, e-mail and phone of a person who signs for themselves."""
        if signatory.birth_date:
            born = CIVILITIES.get(signatory.civility, ("", "né(e)"))[1]
            place = f" à {signatory.birth_place}" if signatory.birth_place else ""
            yield f"{born} le {typography.long_date(signatory.birth_date, 'fr')}{place}"
        if signatory.party == "customer":
            if signatory.email:
                yield f"adresse électronique : {signatory.email}"
            if signatory.phone:
                yield f"téléphone : {signatory.phone}"

    @api.model
    def _get_person_name(self, signatory):
        title = CIVILITIES.get(signatory.civility, ("",))[0]
        return f"{title}{NBSP}{signatory.name}" if title else signatory.name or ""

    def _add_civility(self, identity, signatories):
        """Return the identity of a person who signs for themselves, with their title."""
        for one in signatories:
            if one.civility and one.name and identity.startswith(one.name):
                return f"{self._get_person_name(one)}{identity.removeprefix(one.name)}"
        return identity

    def _get_signature_blocks(self):
        """Return the two signature blocks: ours at the left."""
        names = {"us": self.company_id.name, "customer": self.partner_id.name}
        return [
            {
                "party": party,
                "label": f"Le {role}" + (f" – {names[party]}" if self._needs_power(party) else ""),
                "signatories": [
                    {"name": self._get_person_name(one), "quality": one.quality or ""}
                    for one in self.signatory_ids
                    if one.party == party
                ],
            }
            for party, role in (("us", "Créancier"), ("customer", "Client"))
        ]

    # === CONCESSIONS AND COMMITMENTS === #

    def _get_our_concessions(self, number):
        """Return what the creditor gives up: figures first, then what was written."""
        concessions = []
        if not self.currency_id.is_zero(self.waived_amount):
            lost = (
                f", sous la condition résolutoire de l’article{NBSP}{number['default']}"
                if self.is_discount_conditional
                else ""
            )
            concessions.append(
                f"une remise de {self._in_figures_and_words(self.waived_amount)}, toutes taxes "
                f"comprises, sur les sommes réclamées{lost}"
            )
        if self.charges_fate == "waived":
            charges = self._get_waived_charges()
            figures = f", soit {self._in_figures(charges)}" if charges else ""
            concessions.append(
                f"l’abandon des intérêts{'' if self.is_protected else ', pénalités et indemnités'} "
                f"de retard{figures}, dans les conditions de l’article{NBSP}{number['object']}"
            )
        instalments = self._get_instalments()
        if len(instalments) > 1:
            concessions.append(
                f"le paiement en {self._in_count(len(instalments))} échéances, jusqu’au "
                f"{typography.long_date(instalments[-1].date_due, 'fr')}"
            )
        return concessions + self._get_written_concessions("us", self.our_concessions)

    def _get_their_concessions(self):
        """Return what the customer gives up: what was written, what they promise, to pay."""
        return [
            *self._get_written_concessions("customer", self.their_concessions),
            f"l’engagement de payer, sans autre contestation, la somme de "
            f"{self._in_figures(self.settled_amount)}",
        ]

    def _get_written_concessions(self, party, text):
        promised = [
            line.description
            for line in self._get_other_commitments()
            if line.party == party and line.description
        ]
        return [
            typography.french_spaces(concession.rstrip(" .;"))
            for concession in (*self._split_lines(text), *promised)
        ]

    def _get_other_commitments(self):
        """Return what is promised beside the customer's payments, soonest first."""
        return (self.commitment_ids - self._get_instalments()).sorted("date_due")

    def _get_reserved_items(self, number):
        """Return what the waiver leaves untouched; the charges kept for later are always in it."""
        items = self._split_lines(self.reserved_items)
        if self.charges_fate == "reserved":
            kept = (
                "les intérêts de retard conservés"
                if self.is_protected
                else "les intérêts et pénalités de retard et les indemnités forfaitaires pour "
                "frais de recouvrement conservés"
            )
            items.insert(0, f"{kept} par le Créancier à l’article{NBSP}{number['object']}")
        return items

    def _get_schedule_rows(self):
        """Return the instalments as rows, with what is left to pay after each."""
        rows, left = [], self.settled_amount
        for rank, line in enumerate(self._get_instalments(), 1):
            left = self.currency_id.round(left - line.amount)
            rows.append({"rank": rank, "date": line.date_due, "amount": line.amount, "left": left})
        return rows

    @api.model
    def _split_schedule(self, rows):
        """Return the rows of the schedule by table: the last is never cut from the total."""
        if len(rows) <= ROWS_TOGETHER:
            return [rows]
        return [rows[:-ROWS_WITH_TOTAL], rows[-ROWS_WITH_TOTAL:]]

    # === WORDS === #

    @api.model
    def _split_lines(self, text):
        return [line.strip(" -•;") for line in (text or "").splitlines() if line.strip(" -•;")]

    def _in_figures(self, amount):
        """Return an amount as a French column prints it."""
        currency = self.currency_id
        return typography.amount(
            self._to_decimal(amount), currency.name, "fr", currency.decimal_places
        )

    def _in_figures_and_words(self, amount):
        """Return an amount in figures, then in words."""
        currency = self.currency_id
        words = amount_in_words(
            self._to_decimal(amount), currency.name, "fr", currency.decimal_places
        )
        return f"{self._in_figures(amount)} ({words})"

    @api.model
    def _in_count(self, number):
        """Return a small number in words and figures."""
        return f"{num2words(number, lang='fr')}{NBSP}({number})"

    @api.model
    def _in_days(self, number):
        """Return a number of days in words and figures, never cut at the end of a line."""
        return f"{self._in_count(number)}{NBSP}jour{'s' if number > 1 else ''}"
