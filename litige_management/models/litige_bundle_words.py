"""The French words of case files: they are the documents' own, whoever asks for them."""

from ..legal.debts import (
    CREDIT_ERROR,
    CREDIT_GESTURE,
    DISPUTED,
    PAYMENT,
    SHOWN,
    UNDISPUTED,
    WRITE_OFF,
)
from ..pdf import bundle as pdf_bundle
from ..pdf.workbook import Table

TITLES = {
    "mediator": "Dossier remis au médiateur",
    "court": "Dossier de pièces",
    "insurer": "Dossier remis à l’assureur de protection juridique",
}
# A mediator takes no side: that the business is owed anything is what the parties differ on.
US = {
    "mediator": {
        "the": "l’entreprise",
        "title": "L’entreprise",
        "of": "de l’entreprise",
        "itself": "l’entreprise elle-même",
    },
    "others": {
        "the": "le créancier",
        "title": "Le créancier",
        "of": "du créancier",
        "itself": "le créancier lui-même",
    },
}
STANDINGS = {
    "consumer": "Particulier consommateur",
    "non_professional": "Personne morale non professionnelle",
    "merchant": "Société commerciale ou commerçant",
    "artisan": "Artisan",
    "professional": "Professionnel",
    "farmer": "Exploitant agricole",
    "public": "Personne publique",
}
REASONS = {
    pdf_bundle.EMPTY: "le fichier reçu est vide",
    pdf_bundle.PASSWORD: "le fichier est protégé par un mot de passe",
    pdf_bundle.DAMAGED: "le fichier est endommagé",
    pdf_bundle.NOT_PDF: "le fichier n’est pas un PDF, malgré son nom",
    pdf_bundle.TOO_LONG: "le document compte trop de pages",
    pdf_bundle.TOO_LARGE: "l’image est trop grande",
    pdf_bundle.FORMAT: "son format ne s’imprime pas",
}
SHORT_REASONS = {
    pdf_bundle.EMPTY: "fichier vide",
    pdf_bundle.PASSWORD: "protégé par un mot de passe",
    pdf_bundle.DAMAGED: "fichier endommagé",
    pdf_bundle.NOT_PDF: "n’est pas un PDF",
    pdf_bundle.TOO_LONG: "trop de pages",
    pdf_bundle.TOO_LARGE: "image trop grande",
    pdf_bundle.FORMAT: "format non imprimable",
}
MOVEMENTS = {
    PAYMENT: "Paiement",
    CREDIT_ERROR: "Avoir (erreur ou non-conformité)",
    CREDIT_GESTURE: "Avoir (geste commercial)",
    WRITE_OFF: "Somme déduite, non réclamée",
}
PARTS = {DISPUTED: "contestée", UNDISPUTED: "non contestée"}


def make_tables(lines, case, contested):
    """Return the sheets of the workbook: invoices, payments, lines of interest.

    :param contested: function that returns what the customer contests of an invoice
    :param lines: those of the statement of what is due; without one, the invoices alone are listed
    """
    moves = {move.id: move for move in case.claim_ids.move_id}
    claims = case.claim_ids
    # What is only shown must not read as asked for.
    shown = " (pour mémoire, non réclamés)" if lines and lines[0].mode == SHOWN else ""
    known = {int(line.debt.key): line for line in lines}
    return [
        Table(
            "Factures",
            (
                ("Facture", "text", 20),
                ("Date", "date", 12),
                ("Échéance", "date", 12),
                ("Montant TTC", "amount", 14),
                ("Réclamé à l’ouverture", "amount", 14),
                ("Payé depuis", "amount", 14),
                ("Avoirs et remises", "amount", 14),
                ("Autres déductions", "amount", 14),
                ("Solde impayé", "amount", 14),
                ("Dont contesté", "amount", 14),
                (f"Intérêts et pénalités{shown}", "amount", 14),
                ("Sur la part contestée, pour mémoire", "amount", 14),
                (f"Indemnité de recouvrement{shown}", "amount", 14),
                ("Devise", "text", 8),
            ),
            [
                (
                    claim.move_id.name,
                    claim.move_id.invoice_date,
                    claim.move_id.invoice_date_due,
                    claim.move_id.amount_total,
                    claim.claimed_amount,
                    claim.paid_amount,
                    claim.conceded_amount + claim.settled_amount,
                    claim.written_off_amount,
                    claim.open_amount,
                    contested(claim),
                    _sum_interest(known.get(claim.move_id.id), UNDISPUTED),
                    _sum_interest(known.get(claim.move_id.id), DISPUTED),
                    _get_indemnity(known.get(claim.move_id.id)),
                    claim.currency_id.name,
                )
                for claim in claims
            ],
            total=(3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        ),
        Table(
            "Paiements et avoirs",
            (
                ("Facture", "text", 20),
                ("Date", "date", 12),
                ("Nature", "text", 30),
                ("Référence", "text", 30),
                ("Montant", "amount", 14),
            ),
            [
                (
                    moves[int(line.debt.key)].name,
                    movement.dated_on,
                    MOVEMENTS.get(movement.kind, movement.kind),
                    movement.reference,
                    movement.amount,
                )
                for line in lines
                for movement in line.debt.movements
            ],
            total=(4,),
        ),
        Table(
            "Intérêts",
            (
                ("Facture", "text", 20),
                ("Du", "date", 12),
                ("Au", "date", 12),
                ("Jours", "integer", 8),
                ("Base", "amount", 14),
                ("Part", "text", 14),
                ("Taux annuel", "percent", 12),
                ("Intérêts", "amount", 14),
            ),
            [
                (
                    moves[int(line.debt.key)].name,
                    segment.date_from,
                    segment.date_to,
                    segment.days,
                    segment.principal,
                    PARTS.get(segment.part, segment.part),
                    segment.rate.percent,
                    segment.interest,
                )
                for line in lines
                for segment in _get_segments(line)
            ],
            total=(7,),
        ),
    ]


def _get_segments(line):
    """Return the lines of interest as the statement prints them."""
    return line.imputation.segments if line.imputation else line.segments


def _sum_interest(line, part):
    if not line:
        return None
    return sum(segment.interest for segment in _get_segments(line) if segment.part == part)


def _get_indemnity(line):
    return line.indemnity_total if line else None
