"""The fixed words of letters, in each language: labels, and sentences that the facts choose.

They are data of the letter and not translations: a letter is never half in one language, whatever
languages are installed. Prose that a company may want to change is in `litige.letter.template`.
"""

from ..legal.admissibility import CONCILIATION, LAWSUIT, PAYMENT_ORDER
from ..legal.typography import NBSP

FRENCH = {
    "salutation": "Madame, Monsieur,",
    "colon": f"{NBSP}:",
    "object": f"Objet{NBSP}:",
    "our_reference": "Nos références",
    "case": "Dossier",
    "customer": "Votre compte",
    "customer_id": "Votre SIREN",
    "contract_label": "Contrat",
    "sending": {
        "registered": "Lettre recommandée avec avis de réception",
        "post": "",
        "email": "Par courrier électronique",
        "hand": "Remise en main propre contre décharge",
    },
    "number_label": f"n°{NBSP}",
    "number_blank": f"n°{NBSP}………………………………",
    "from_presentation": "de la première présentation de la présente lettre",
    "from_receipt": "de la réception de la présente lettre",
    "invoice": f"notre facture n°{NBSP}{{name}} du {{date}}",
    "invoices": "nos {count} factures désignées ci-après",
    "without_contract": "Nous avons exécuté les prestations ou livraisons que vous nous aviez "
    "commandées",
    "contract": "En exécution de notre contrat ({reference}), nous avons réalisé les prestations "
    "ou livraisons convenues",
    "contract_accepted": "En exécution de notre contrat ({reference}, accepté par vos soins le "
    "{date}), nous avons réalisé les prestations ou livraisons convenues",
    "no_reminder": "À ce jour",
    "reminder": "Malgré notre relance du {date}",
    "reminders": "Malgré nos relances des {dates}",
    "and": "et",
    "contract_rate": " au taux annuel de {rate} convenu entre nous ({rule})",
    "contract_rate_clause": " au taux annuel de {rate} stipulé à {clause} ({rule})",
    "annex_enclosure": "État des sommes dues au {date} (annexe)",
    "invoice_enclosure": f"Copie de la facture n°{NBSP}{{name}}",
    "enclosures": f"Pièces jointes{NBSP}:",
    "file": {
        "reminder": "Relance", "notice": "Mise en demeure", "statement": "État des sommes dues",
    },
    "invoice_col": "Facture",
    "date_col": "Date",
    "due_col": "Échéance",
    "total_col": "Montant TTC",
    "received_col": "Règlements et avoirs",
    "open_col": "Reste dû",
    "principal": "Principal restant dû",
    "interest": "Pénalités de retard arrêtées au {date}",
    "legal_interest": "Intérêts au taux légal arrêtés au {date}",
    "indemnity": "Indemnité forfaitaire pour frais de recouvrement ({count} × {amount})",
    "to_pay": "Somme à payer",
    "balance": "Reste dû",
    "contact": "Votre interlocuteur",
    "imputed_row": "Imputation des règlements sur les intérêts ({rule})",
    "disputed_row": "dont part contestée par vos soins",
    "undisputed_row": "dont part non contestée",
}

ENGLISH = {
    "salutation": "Dear Sir or Madam,",
    "colon": ":",
    "object": "Subject:",
    "our_reference": "Our reference",
    "case": "File",
    "customer": "Your account",
    "customer_id": "Your SIREN",
    "contract_label": "Contract",
    "sending": {
        "registered": "Registered letter with acknowledgment of receipt",
        "post": "",
        "email": "By e-mail",
        "hand": "Delivered by hand against a receipt",
    },
    "number_label": f"no.{NBSP}",
    "number_blank": f"no.{NBSP}………………………………",
    "from_presentation": "the first presentation of this letter",
    "from_receipt": "receipt of this letter",
    "invoice": "our invoice {name} dated {date}",
    "invoices": "our {count} invoices listed below",
    "without_contract": "We have performed the services or deliveries that you ordered",
    "contract": "Under our contract ({reference}), we have performed the agreed services or "
    "deliveries",
    "contract_accepted": "Under our contract ({reference}, accepted by you on {date}), we have "
    "performed the agreed services or deliveries",
    "no_reminder": "To date",
    "reminder": "Despite our reminder of {date}",
    "reminders": "Despite our reminders of {dates}",
    "and": "and",
    "contract_rate": " at the yearly rate of {rate} agreed between us ({rule})",
    "contract_rate_clause": " at the yearly rate of {rate} set by {clause} ({rule})",
    "annex_enclosure": "Statement of sums due as of {date} (annex)",
    "invoice_enclosure": "Copy of invoice {name}",
    "enclosures": "Enclosures:",
    "file": {
        "reminder": "Reminder", "notice": "Formal notice", "statement": "Statement of sums due",
    },
    "invoice_col": "Invoice",
    "date_col": "Date",
    "due_col": "Due date",
    "total_col": "Amount incl. VAT",
    "received_col": "Payments and credits",
    "open_col": "Balance",
    "principal": "Principal outstanding",
    "interest": "Late-payment penalties up to {date}",
    "legal_interest": "Interest at the legal rate up to {date}",
    "indemnity": "Fixed compensation for recovery costs ({count} × {amount})",
    "to_pay": "Amount to pay",
    "balance": "Balance due",
    "contact": "Your contact",
    "imputed_row": "Payments set against interest first ({rule})",
    "disputed_row": "of which disputed by you",
    "undisputed_row": "of which undisputed",
}

FRENCH["annex"] = {
    "title": "Annexe – État des sommes dues au {date}",
    "parties": f"Créancier{NBSP}: {{creditor}} – Débiteur{NBSP}: {{debtor}}",
    "attached": "annexe au courrier {number}",
    "invoice": f"Facture n°{NBSP}{{name}} du {{date}}",
    "origin": "Commande {reference}",
    "performed": "Exécution ou livraison le {date}",
    "amounts": "{net} HT + {tax} de TVA = {total} TTC",
    "date": "Date",
    "entry": "Opération",
    "amount": "Montant",
    "due": "Échéance",
    "not_due": "(à échoir, non comptée)",
    "payment": "Règlement",
    "credit_error": "Avoir (somme jamais due)",
    "credit_gesture": "Avoir (geste commercial)",
    "write_off": "Abandon",
    "split": "{interest} sur les intérêts, {principal} sur le principal",
    "accrued": "Intérêts courus",
    "settled": "Intérêts réglés",
    "remaining": "Intérêts restant dus",
    "open": "Reste dû en principal",
    "from": "Du",
    "to": "Au",
    "days": "Jours",
    "base": "Sur",
    "rate": "Taux annuel",
    "interest": "Intérêts",
    "interest_claimed": "Intérêts et pénalités réclamés",
    "interest_shown": "Intérêts et pénalités, pour mémoire, non réclamés ici",
    "interest_disputed": "Sur la part contestée, pour mémoire, non réclamés",
    "indemnity_claimed": "Indemnité forfaitaire pour frais de recouvrement",
    "indemnity_shown": "Indemnité forfaitaire, pour mémoire, non réclamée ici",
    "totals": "Récapitulatif",
    "principal": "Principal",
    "claimed": "Total réclamé",
    "imputation": "Les règlements partiels sont imputés d’abord sur les intérêts ({rule})"
    f"{NBSP}: solde de {{imputed}} en principal et intérêts, contre {{booked}} s’ils "
    "étaient imputés sur le principal, soit une différence de {difference}.",
    "rates": "Taux appliqués",
    "semester": {1: "1er semestre {year}", 2: "2e semestre {year}"},
    "points": f"{{value}}{NBSP}points",
    "part": {
        "ecb_mro": "taux de refinancement de la Banque centrale européenne en vigueur au "
        "{date}",
        "late_payment_margin": "majoration",
        "legal_interest_other": "taux de l’intérêt légal, {semester} ({rule})",
        "judgment_majoration": "majoration",
        "contract": "taux convenu au contrat",
    },
    "formula": "Chaque ligne se calcule ainsi : somme due × taux × nombre de jours ÷ {basis}, "
    "arrondie au centime ; le premier et le dernier jour sont comptés.",
    "indemnity_source": f"Indemnité forfaitaire pour frais de recouvrement{NBSP}: {{amount}} par "
    "facture en retard ({source}).",
}

ENGLISH["annex"] = {
    "title": "Annex – Statement of sums due as of {date}",
    "parties": "Creditor: {creditor} – Debtor: {debtor}",
    "attached": "annexed to letter {number}",
    "invoice": "Invoice {name} dated {date}",
    "origin": "Order {reference}",
    "performed": "Performed or delivered on {date}",
    "amounts": "{net} net + {tax} VAT = {total} incl. VAT",
    "date": "Date",
    "entry": "Entry",
    "amount": "Amount",
    "due": "Due date",
    "not_due": "(not yet due, not counted)",
    "payment": "Payment",
    "credit_error": "Credit note (never due)",
    "credit_gesture": "Credit note (commercial gesture)",
    "write_off": "Written off",
    "split": "{interest} against interest, {principal} against the principal",
    "accrued": "Interest accrued",
    "settled": "Interest paid",
    "remaining": "Interest outstanding",
    "open": "Principal outstanding",
    "from": "From",
    "to": "To",
    "days": "Days",
    "base": "On",
    "rate": "Yearly rate",
    "interest": "Interest",
    "interest_claimed": "Interest and penalties claimed",
    "interest_shown": "Interest and penalties, for information, not claimed here",
    "interest_disputed": "On the disputed part, for information, not claimed",
    "indemnity_claimed": "Fixed compensation for recovery costs",
    "indemnity_shown": "Fixed compensation, for information, not claimed here",
    "totals": "Summary",
    "principal": "Principal",
    "claimed": "Total claimed",
    "imputation": "Partial payments are set against interest first ({rule}): "
    "balance of {imputed} in principal and interest, against {booked} if they were set "
    "against the principal, a difference of {difference}.",
    "rates": "Rates applied",
    "semester": {1: "First half of {year}", 2: "Second half of {year}"},
    "points": "{value} points",
    "part": {
        "ecb_mro": "refinancing rate of the European Central Bank in force on {date}",
        "late_payment_margin": "increase",
        "legal_interest_other": "French legal interest rate, {semester} ({rule})",
        "judgment_majoration": "increase",
        "contract": "contractual rate",
    },
    "formula": "Each line is: sum due × rate × number of days ÷ {basis}, rounded to the cent; the "
    "first and the last day are counted.",
    "indemnity_source": "Fixed compensation for recovery costs: {amount} per late invoice "
    "({source}).",
}

WORDS = {"fr": FRENCH, "en": ENGLISH}

# By way and whether it is open for the undisputed part only. Nothing else may be announced.
FOLLOW_UPS = {
    "fr": {
        (CONCILIATION, False): "nous vous proposons de rechercher un accord devant un conciliateur "
        "de justice, dont l’intervention est gratuite (www.conciliateurs.fr) ({article})",
        (PAYMENT_ORDER, False): "solliciter du juge une ordonnance d’injonction de payer "
        "({article})",
        (PAYMENT_ORDER, True): "solliciter du juge une ordonnance d’injonction de payer pour la "
        "part non contestée ({article})",
        (LAWSUIT, False): "saisir la juridiction compétente d’une demande en paiement",
    },
    "en": {
        (CONCILIATION, False): "we propose that you meet us before a court conciliator "
        "(conciliateur de justice), whose services are free of charge (www.conciliateurs.fr) "
        "({article})",
        (PAYMENT_ORDER, False): "to apply for a court order to pay (injonction de payer, "
        "{article})",
        (PAYMENT_ORDER, True): "to apply for a court order to pay the undisputed part (injonction "
        "de payer, {article})",
        (LAWSUIT, False): "to bring the matter before the competent court",
    },
}
