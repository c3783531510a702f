import re

from odoo import api, fields, models

from ..legal import typography
from .litige_ledger import OUR_BOOKS

# What the house does with a dispute tells its reader nothing about the dispute.
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
        "invoice_state",
        "bundle",
        "deadline",
        "exit",
        "exhibit",
        "insurance",
        *OUR_BOOKS,
    )
)
# What a person may word better on the first page of the mediator.
FIRST_PAGE = ("facts", "our_claims", "their_claims", "questions")
OPEN_READERS = frozenset(("mediator", "customer"))
LAWYERS = re.compile(r"\b(avocate?s?|consultation juridique|lawyers?|attorney)\b", re.IGNORECASE)
# What we did to be paid, or to agree: what an insurer wants to know before it steps in.
OUR_STEPS = frozenset(("letter", "mail", "email", "agreement"))
# What a file is when nobody said it: its name may then tell that a lawyer wrote it.
UNTYPED = frozenset(("other", "email", False))
LAWYER_TYPE = "lawyer_letter"
PRINTED = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff")


class LitigeBundleContentsMixin(models.AbstractModel):
    """What goes into the file of a dispute, by reader: exhibits, events, words."""

    _name = "litige.bundle.contents.mixin"
    _description = "Contents of a Case File"

    # === READERS === #

    def _get_readers(self):
        """Return whom the contents must be fit for, as confidentiality knows them."""
        self.ensure_one()
        return (self.audience, "customer") if self.is_other_side else (self.audience,)

    # === EXHIBITS === #

    @api.model
    def _get_default_excluded(self, case, audience):
        """Return the exhibits left out unless a person says otherwise.

        What passed between the company and its lawyer is a professional secret: nobody is handed
        it by default, least of all the other side.
        """
        return case._get_exhibits(audience).filtered(self._is_from_our_lawyer)

    @api.model
    def _is_from_our_lawyer(self, exhibit):
        """Whether it is a letter of our lawyer: its type says so, else its name if ours."""
        code = exhibit.type_id.code
        if code == LAWYER_TYPE:
            return True
        return code in UNTYPED and exhibit.side == "ours" and self._names_lawyer(exhibit)

    @api.model
    def _names_lawyer(self, exhibit):
        return bool(LAWYERS.search(f"{exhibit.name or ''} {exhibit.file_name or ''}"))

    def _get_exhibits(self):
        """Return the exhibits of the file, by number."""
        self.ensure_one()
        exhibits = self.case_id._get_exhibits(self.audience)
        for reader in self._get_readers():
            exhibits = exhibits._filter_usable(reader)
        return exhibits - self.excluded_exhibit_ids._origin

    def _get_numbers(self):
        """Return the number of each exhibit of the dispute, by id; they do not change by reader."""
        self.ensure_one()
        return self.case_id.exhibit_ids._get_ranks()

    # === EVENTS === #

    def _get_events(self):
        """Return the events printed in the chronology, oldest first."""
        self.ensure_one()
        events = self.case_id._get_usable_events(self.audience)
        for reader in self._get_readers():
            events = events._filter_usable(reader)
        return events.filtered(
            lambda event: event.kind not in HOUSEKEEPING and not self._is_note_to_oneself(event)
        )

    def _is_note_to_oneself(self, event):
        return self.case_id._is_note_to_oneself(event, self._get_readers())

    # === THE MEDIATOR'S FIRST PAGE === #

    @api.model
    def _propose_first_page(self, case):
        """Return the texts of the mediator's first page, by field."""
        positions = self._get_positions(case)
        return {
            "facts": self._propose_facts(case),
            "our_claims": "\n".join(positions["ours"]),
            "their_claims": "\n".join(positions["theirs"]),
            "questions": self._propose_questions(case, positions["theirs"]),
        }

    @api.model
    def _propose_facts(self, case):
        """Return the story of a dispute that both sides could agree with."""
        fmt = typography
        moves = case.claim_ids.move_id
        dates = sorted(moves.filtered("invoice_date").mapped("invoice_date"))
        if not dates:
            return ""
        currency, digits = case.currency_id.name, case.currency_id.decimal_places

        def money(value):
            return fmt.amount(value, currency, "fr", digits)

        one = len(moves) == 1
        when = (
            f"le {fmt.long_date(dates[0], 'fr')}"
            if dates[0] == dates[-1]
            else f"entre le {fmt.long_date(dates[0], 'fr')} et le {fmt.long_date(dates[-1], 'fr')}"
        )
        paid = sum(case.claim_ids.mapped("paid_amount"))
        lines = [
            f"{case.company_id.name} a adressé à {case.partner_id.name} "
            + (
                f"la facture {moves.name}, datée du {fmt.long_date(dates[0], 'fr')}, "
                if one
                else f"{len(moves)} factures, datées {when}, "
            )
            + ("sur laquelle " if one else "sur lesquelles ")
            + f"{money(case.claimed_amount)} restaient impayés à l’ouverture du dossier."
        ]
        if paid:
            lines.append(f"Depuis, {money(paid)} ont été payés.")
        if credited := self._get_credited_amount(case):
            lines.append(f"{money(credited)} ont été déduits par avoir ou remise.")
        if deducted := sum(case.claim_ids.mapped("written_off_amount")):
            lines.append(f"{money(deducted)} ne sont plus réclamés.")
        lines.append(f"Le solde impayé est de {money(case.open_amount)}.")
        if contested := self._get_contested_amount(case.claim_ids):
            lines.append(f"Le client conteste devoir {money(contested)}.")
        return " ".join(lines)

    @api.model
    def _get_contested_amount(self, claims):
        """Return what the customer contests of what remains due.

        Nothing when he only does not pay: a file that called it contested would give him the
        objection that he never raised.
        """
        contested = claims.filtered(lambda claim: not claim.case_id.cause_id.is_non_payment)
        return sum(contested.mapped("open_disputed_amount"))

    @api.model
    def _get_credited_amount(self, case):
        """Return what was taken off the invoices since the dispute opened, without a payment."""
        claims = case.claim_ids
        return sum(claims.mapped("conceded_amount")) + sum(claims.mapped("settled_amount"))

    @api.model
    def _propose_questions(self, case, answers):
        """Return the questions that stay open, one a line."""
        questions = []
        contested = self._get_contested_amount(case.claim_ids)
        if contested:
            questions.append("La somme contestée est-elle due, en tout ou en partie ?")
        questions += [
            f"« {name.strip().rstrip('.')} » : ce point est-il établi, et quelle suite lui donner ?"
            for name in answers
        ]
        if case.open_amount - contested > 0.005:
            part = "la partie non contestée de la somme" if contested else "la somme"
            questions.append(f"À quelles dates {part} peut-elle être payée ?")
        questions.append("Quel accord permettrait aux parties de mettre fin au différend ?")
        return "\n".join(questions)

    @api.model
    def _get_positions(self, case):
        """Return what each side claims, in its own words: `{"ours": [...], "theirs": [...]}`."""
        positions = {"ours": [], "theirs": []}
        for position in case.position_ids:
            positions[position.side].append(position.name)
        if not positions["theirs"]:
            events = case._get_usable_events("mediator")
            positions["theirs"] = [
                " ".join(event.summary.split()) for event in events if event.kind == "complaint"
            ][-3:]
        if not positions["ours"]:
            amount = typography.amount(
                case.open_amount, case.currency_id.name, "fr", case.currency_id.decimal_places
            )
            positions["ours"] = [f"Le paiement du solde de ses factures, soit {amount}."]
        return positions

    # === WHAT A PERSON IS TOLD BEFORE === #

    def _get_warnings(self):
        """Return what is left out and why, and what should be done first, in sentences."""
        self.ensure_one()
        return [*self._get_left_out_warnings(), *self._get_todo_warnings()]

    def _get_left_out_warnings(self):
        case = self.case_id
        kept = case.exhibit_ids.filtered(lambda one: one.state == "kept" and not one.withdrawn_on)
        ours = self._get_exhibits()
        binding = kept.filtered("is_confidential_binding")
        for_others = OPEN_READERS & set(self._get_readers())
        restricted = kept.filtered("restricted") - binding if for_others else kept.browse()
        wish = (kept.filtered("confidential") - binding) if for_others else kept.browse()
        wish -= restricted | ours
        counts = (
            (binding, self.env._("%(count)s confidential by law or by agreement: %(names)s")),
            (restricted, self.env._("%(count)s not for the other side: %(names)s")),
            (wish, self.env._("%(count)s that you keep confidential: %(names)s")),
            (
                self.excluded_exhibit_ids._origin & kept,
                self.env._("%(count)s that you left out: %(names)s"),
            ),
            (
                ours.filtered(lambda one: one.mimetype not in PRINTED),
                self.env._("%(count)s that cannot be printed, and only go into the ZIP: %(names)s"),
            ),
        )
        lines = [
            text % {"count": len(found), "names": self._list_names(found)}
            for found, text in counts
            if found
        ]
        reserved = ours.filtered(lambda one: one.restricted or one.confidential_ground == "wish")
        if reserved:
            lines.append(
                self.env._(
                    "%(count)s that you keep from the other side, and that go in all the same: "
                    "%(names)s",
                    count=len(reserved),
                    names=self._list_names(reserved),
                )
            )
        if lawyers := ours.filtered(lambda one: one.side == "theirs" and self._names_lawyer(one)):
            lines.append(
                self.env._(
                    "%(count)s that a lawyer of the customer may have written, and that go in: "
                    "%(names)s. A letter between lawyers is confidential unless it is marked "
                    "“officielle”.",
                    count=len(lawyers),
                    names=self._list_names(lawyers),
                )
            )
        if self.is_other_side and (restricted or wish):
            lines.append(
                self.env._(
                    "A judge relies only on what the other side received too: give it these "
                    "exhibits, with what is not for it blacked out, or leave them out of the "
                    "court's file."
                )
            )
        return lines

    def _get_todo_warnings(self):
        case = self.case_id
        lines = []
        usable = case._get_usable_events(self.audience)
        if notes := usable.filtered(self._is_note_to_oneself):
            lines.append(
                self.env._("Internal notes, out of the chronology: %(count)s.", count=len(notes))
            )
        if self.audience == "court" and (
            missing := case.company_id._litige_get_missing_identity(for_court=True)
        ):
            lines.append(
                self.env._(
                    "Our identity on the cover lacks: %(missing)s. A court asks for it: see the "
                    "settings.",
                    missing=", ".join(missing),
                )
            )
        if case.unfrozen_exhibit_count:
            lines.append(
                self.env._("The file is not frozen: the numbers of the exhibits may still change.")
            )
        if case.proposed_exhibit_count:
            lines.append(
                self.env._(
                    "%(count)s proposed exhibits are not accepted yet, and stay out.",
                    count=case.proposed_exhibit_count,
                )
            )
        nameless = self._get_exhibits().filtered(lambda one: not (one.name or "").strip())
        if nameless:
            lines.append(
                self.env._(
                    "%(count)s exhibits have no caption: their file name is printed.",
                    count=len(nameless),
                )
            )
        return lines

    @api.model
    def _list_names(self, exhibits, most=5):
        names = [one.display_name for one in exhibits[:most]]
        if len(exhibits) > most:
            names.append("…")
        return ", ".join(names)

    # === NAMES OF FILES === #

    def _get_file_stem(self):
        """Return the name of the files, without extension: plain letters for any system."""
        self.ensure_one()
        opinions = self.with_opinions and not self.is_other_side
        reader = {
            "mediator": "mediateur",
            # An opinion is for our lawyer's eyes: the file must not pass for that of the court.
            "court": "avocat-seul_CONFIDENTIEL" if opinions else "avocat-tribunal",
            "insurer": "assureur",
        }[self.audience]
        if self.is_other_side:
            reader += "_partie-adverse"
        day = fields.Date.context_today(self)
        return f"Dossier_{self.case_id.name.replace('/', '-')}_{reader}_{day:%Y-%m-%d}"
