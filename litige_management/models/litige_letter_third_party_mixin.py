"""Letters about the customer to somebody else: judicial officer, conciliator, court, lawyer."""

import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..legal import courts, typography
from ..legal.debts import CLAIMED
from .litige_letter_template import NOTICE_KINDS, THIRD_PARTY_KINDS
from .litige_letter_values_mixin import Cited
from .litige_letter_words import WORDS

BAILIFF, REFERRAL, INSOLVENCY = "bailiff", "conciliator_referral", "insolvency_claim"
ORDER, PREPARATION = "payment_order", "preparation"
INSURER = "insurer_claim"
# Whom each is written to: the role of `litige.provider`.
ROLES = {
    BAILIFF: "bailiff",
    REFERRAL: "conciliator",
    ORDER: "court",
    PREPARATION: "lawyer",
    INSURER: "insurer",
}
# What the other side learns from the court or the officer, not from us.
QUIET_KINDS = frozenset((BAILIFF, ORDER, PREPARATION, INSURER))
# What became of a formal notice, as a third party reads it.
HOWS = {
    "received": "reçue le {day}",
    "refused": "présentée le {day} et refusée",
    "unclaimed": "présentée le {day} et non réclamée",
    "pending": "présentée le {day}",
}
# An article and its number stay on one line.
ARTICLE = re.compile(r"(?:articles? )?[LRD]\. ?\d[\d-]*|articles? \d[\d-]*")
MANDATES = [
    ("amicable", "Collect amicably"),
    ("small_claims", "Simplified recovery of small claims"),
    ("service", "Serve a payment order"),
    ("summons", "Prepare and serve a summons"),
    ("enforcement", "Enforce a title"),
]
MANDATE_WORDS = {
    "amicable": "de procéder au recouvrement amiable de cette créance",
    "small_claims": "d’engager la procédure simplifiée de recouvrement des petites créances "
    "({small_claims})",
    "service": "de signifier au débiteur l’ordonnance portant injonction de payer jointe, dont la "
    "date figure ci-dessous",
    "summons": "de nous indiquer les conditions de délivrance d’une assignation et d’en préparer "
    "le projet au vu des pièces jointes",
    "enforcement": "de procéder à l’exécution forcée du titre exécutoire joint",
}


class LitigeLetterThirdPartyMixin(models.AbstractModel):
    _name = "litige.letter.third.party.mixin"
    _description = "Letters to Third Parties"

    mandate = fields.Selection(
        MANDATES,
        default="amicable",
        help="What the judicial officer is asked to do.",
    )

    court_contract_text = fields.Char(compute="_compute_court_words")
    court_invoices_text = fields.Char(compute="_compute_court_words")

    # === WORDS === #

    @api.model
    def mail_allowed_qweb_expressions(self):
        """The contract and the invoices may be named by templates as a third party reads them."""
        names = ("object.court_contract_text", "object.court_invoices_text")
        return (*super().mail_allowed_qweb_expressions(), *names)

    def _compute_court_words(self):
        # Not stored and without dependencies: read when a text is written, never shown.
        for letter in self:
            letter.update(letter._get_court_words())

    def _fill_prose(self):
        self.invalidate_recordset(["court_contract_text", "court_invoices_text"])
        return super()._fill_prose()

    def _get_court_words(self):
        """Return the contract and the invoices in sentences that do not speak to the customer."""
        self.ensure_one()
        company, customer = self.company_id.name, self.commercial_partner_id.name
        if self.contract_reference:
            accepted = self.contract_accepted_on
            when = f", accepté le {typography.long_date(accepted, 'fr')}" if accepted else ""
            contract = f"{company} a contracté avec {customer} ({self.contract_reference}{when})"
        else:
            contract = f"{company} a exécuté les prestations ou livraisons que lui a commandées "
            contract += customer
        names = []
        for move in self._get_ordered_moves():
            day = typography.long_date(move.invoice_date or move.date, "fr")
            names.append(f"n°{typography.NBSP}{move.name} du {day}")
        noun = "la facture" if len(names) == 1 else "les factures"
        listed = " et ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        invoices = f"{noun} {listed}"
        return {"court_contract_text": contract, "court_invoices_text": invoices}

    # === WRITING === #

    @api.model
    def _prepare_letter(self, kind, moves, case=None, **values):
        """What goes to a third party is in French, and claims what the law makes due."""
        if kind not in THIRD_PARTY_KINDS:
            return super()._prepare_letter(kind, moves, case, **values)
        if not case:
            raise UserError(self.env._("Open a dispute on these invoices first."))
        if not values.get("partner"):
            raise UserError(self.env._("Say first whom it is written to."))
        mode = case.company_id.litige_interest_mode
        defaults = {
            "language": "fr",
            "notice_days": 0,
            "interest_mode": CLAIMED if mode == "shown" else mode,
            "channel": "registered" if kind == INSOLVENCY else "post",
        }
        return super()._prepare_letter(kind, moves, case, **{**defaults, **values})

    # === THE PAGE === #

    def _make_document(self, statement, demand):
        document = super()._make_document(statement, demand)
        if self.kind not in THIRD_PARTY_KINDS:
            return document
        values = {**document.values, **self._get_third_party_values(statement, document.values)}
        return document._replace(
            template=f"litige_management.litige_letter_{self.kind}_document", values=values
        )

    def _get_third_party_values(self, statement, values):
        """Return what the pages to third parties read besides those of letters."""
        customer, company = self.commercial_partner_id, self.company_id
        numbers = self._get_piece_numbers()
        state, ceiling = self.case_id._get_attempt_state(self.date)
        return {
            "attempt_needed": state in (courts.ATTEMPT_REQUIRED, courts.COURT_UNKNOWN),
            "ceiling": typography.amount(ceiling, self.currency_id.name, "fr", 0),
            "power": "",
            "customer": customer,
            "debtor_rows": self._fill_rows(customer._litige_get_debtor_rows(company)),
            "creditor_rows": self._fill_rows(company._litige_get_creditor_rows()),
            "pieces": self._get_pieces(),
            "numbers": numbers,
            "rules": self._get_rules(),
            "notices": self._get_notice_facts(),
            "contested": self._get_contest_facts(),
            "words": self._get_third_party_words(),
            "with_annex": True,
        }

    def _get_rule_codes(self):
        """Return the codes of the rules that the pages of this kind may cite."""
        self.ensure_one()
        codes = {
            BAILIFF: ("small_claims", "recovery_costs", "small_claims_payment"),
            REFERRAL: ("amicable", "amicable_attempt", "suspension"),
        }
        return codes.get(self.kind, ())

    def _get_rules(self):
        """Return the citations by code, each article unbroken, noted when the page uses them."""
        citations = self._get_citations(*self._get_rule_codes())
        unbroken = {
            code: Markup(ARTICLE.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))
            for code, text in citations.items()
        }
        used = self.env.context.get("litige_used_rules")
        return unbroken if used is None else Cited(unbroken, used)

    def _get_third_party_words(self):
        """A third party reads of “the debtor”, never of “you”."""
        words = WORDS["fr"]
        return {
            **words,
            "balance": "Reste dû" if self.kind == REFERRAL else "Total dû",
            "disputed_row": "dont part contestée",
            "annex": {
                **words["annex"],
                "title": "Décompte des sommes dues au {date}",
                "attached": "pièce jointe au courrier {number}",
                "open_disputed": "dont part contestée",
                "interest_claimed": "Intérêts et pénalités",
                "legal_interest_claimed": "Intérêts au taux légal",
                "claimed": "Total dû",
            },
        }

    def _fill_rows(self, rows):
        """Leave out the rows nobody filled: what the law requires was asked for before."""
        return [(label, value) for label, value in rows if value]

    def _prints_interest(self):
        return super()._prints_interest() or self.kind in THIRD_PARTY_KINDS - {REFERRAL}

    # === FACTS === #

    def _get_exhibits(self):
        """Return the exhibits a third party receives, by number, without our lawyer's letters."""
        self.ensure_one()
        reader = {REFERRAL: "mediator", INSURER: "insurer"}.get(self.kind, "court")
        exhibits = self.case_id._get_exhibits(reader)
        # What a court receives is chosen by the rule of case files, whoever prints it.
        return exhibits - self.env["litige.bundle"]._get_default_excluded(self.case_id, reader)

    def _get_pieces(self):
        """Return (number, caption, day) of each exhibit, as the bundle numbers them."""
        numbers = self.case_id.exhibit_ids._get_ranks()
        return [
            (
                numbers[exhibit.id],
                typography.french_spaces(exhibit.name or exhibit.file_name or "–"),
                exhibit.date,
            )
            for exhibit in self._get_exhibits()
        ]

    def _get_piece_numbers(self):
        """Return the numbers of the exhibits by the code of their type."""
        numbers = self.case_id.exhibit_ids._get_ranks()
        found = {}
        for exhibit in self._get_exhibits():
            found.setdefault(exhibit.type_id.code, []).append(numbers[exhibit.id])
        return found

    def _get_notice_facts(self):
        """Return (day, what became of it) of each formal notice that took effect."""
        self.ensure_one()
        notices = self.case_id.letter_ids.filtered(
            lambda one: one.kind in NOTICE_KINDS and one.effective_date
        ).sorted(lambda one: (one.date, one.id))
        facts = []
        for notice in notices:
            sending = notice.delivery_ids.filtered("effective_date").sorted("effective_date")[:1]
            how = HOWS.get(sending.result, HOWS["received"])
            day = typography.long_date(sending.effective_date, "fr")
            facts.append((notice.date, how.format(day=day)))
        return facts

    def _get_contest_facts(self):
        """Return what the customer is known to answer: complaints and positions, oldest first.

        Loyalty: what is known of a contestation is disclosed, save what no judge may be shown.
        """
        self.ensure_one()
        case = self.case_id
        events = case._get_usable_events("court").filtered(
            lambda event: event.kind in ("complaint", "portal_contest") and event.summary
        )
        facts = [(event.occurred_on, " ".join(event.summary.split())[:300]) for event in events]
        if case.complaint_on and case.complaint_on not in [day for day, _text in facts]:
            facts.append((case.complaint_on, " ".join((case.description or "").split())[:300]))
        # What each side claims belongs to the assessment; a court is told of it all the same.
        theirs = case.sudo().position_ids.filtered(lambda one: one.side == "theirs")
        facts.sort(key=lambda fact: fact[0])
        known = {text for _day, text in facts}
        return facts + [(None, name) for name in theirs.mapped("name") if name not in known]

    def _get_references(self):
        """A third party has no account with us."""
        if self.kind not in THIRD_PARTY_KINDS:
            return super()._get_references()
        rows = (
            ("Nos références", self.name if self.name != "/" else ""),
            ("Dossier", self.case_id.name),
            (
                "Débiteur" if self.kind != REFERRAL else "Autre partie",
                self.commercial_partner_id.name,
            ),
            (
                "Votre interlocuteur",
                ", ".join(
                    filter(
                        None,
                        (
                            self.user_id.name,
                            (self.user_id.phone or self.company_id.phone or "").replace(
                                " ", typography.NBSP
                            ),
                        ),
                    )
                ),
            ),
        )
        return [(label, value) for label, value in rows if value]

    def _get_enclosure_lines(self):
        """The exhibits are listed in their own numbered list."""
        if self.kind not in THIRD_PARTY_KINDS:
            return super()._get_enclosure_lines()
        others = (line.strip() for line in (self.enclosures or "").splitlines())
        return [line for line in others if line]

    def _get_copied_moves(self):
        """The invoices are exhibits of the file that goes with it."""
        if self.kind in THIRD_PARTY_KINDS:
            return self.env["account.move"]
        return super()._get_copied_moves()

    def _get_mandate_text(self):
        """Return what the judicial officer is asked to do, in French."""
        self.ensure_one()
        rules = self._get_citations("small_claims")
        text = MANDATE_WORDS[self.mandate or "amicable"]
        return text.format(small_claims=rules["small_claims"]) if "{" in text else text

    # === WHAT IT STARTS === #

    def _prepare_letter_event(self):
        """Our moves towards a court are kept from the other side, who will be served."""
        values = super()._prepare_letter_event()
        if self.kind in QUIET_KINDS:
            values.update(confidential=True, confidential_ground="wish")
        return values

    def _note_confirmed(self):
        """A referral that leaves is the request to the conciliator: its delay runs."""
        result = super()._note_confirmed()
        today = fields.Date.context_today(self)
        for letter in self.filtered(lambda one: one.kind == REFERRAL and one.case_id.is_open):
            letter.case_id._take_proceeding(
                "conciliation",
                "requested",
                min(letter.date, today),
                letter._get_provider("conciliator"),
            )
        return result

    def _get_provider(self, role):
        """Return the third party that this letter is written to, when it is known in that role."""
        self.ensure_one()
        return self.env["litige.provider"].search(
            [("partner_id", "=", self.partner_id.id), ("role", "=", role)], limit=1
        )
