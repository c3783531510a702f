"""What the records of disputes say of people, field by field.

One table, read by the erasure and by the export. A test compares it with all the models of the
addon: a new model that holds words, files or links to people stands here, or the test fails.

A field that says something of the customer, or of whoever dealt with them, is named in `erase`;
one that says nothing of anybody in `keep`: a number, a code, a fingerprint, the colleague who did
the work (who did what is kept). What the person may receive a copy of is named in `shown`.
"""

from typing import NamedTuple

# Where a field leads to a person, or to what names one.
PEOPLE = frozenset(
    (
        "res.partner",
        "res.users",
        "res.partner.bank",
        "account.move",
        "ir.attachment",
        "mail.message",
        "mail.activity",
    )
)
WORDS = frozenset(("char", "text", "html", "binary", "json"))
LINKS = frozenset(("many2one", "many2many"))


class Holding(NamedTuple):
    """What one model holds on people.

    :param case: path to the dispute, empty for what is about none: it goes by its age
    :param erase: what is emptied once nothing keeps it (a required link leads to nobody, then)
    :param keep: what says nothing of the customer
    :param shown: what the person receives; nothing: kept from them, and `secret` says why
    :param persons: paths to whom it is about; by default the customer of the dispute
    :param secret: code of the reason (`litige.personal.reader`)
    :param goes: the whole record goes: without the customer, nothing of it would be left
    """

    case: str = "case_id"
    erase: str = ""
    keep: str = ""
    shown: str = ""
    persons: str = ""
    secret: str = ""
    goes: bool = False

    def get_persons(self):
        """Return the paths to whom a record is about: one is enough."""
        if self.persons:
            return self.persons.split()
        return [f"{self.case}.partner_id"]


# What is delivered with the application, or says how the company works: about nobody's dispute.
# Third parties and insurers stand in their own catalogue, with their professional details.
CATALOGUES = frozenset(
    (
        "litige.bundle.progress",
        "litige.case.chain",
        "litige.case.stay",
        "litige.cause",
        "litige.cause.requirement",
        "litige.deadline.rule",
        "litige.erasure",
        "litige.erasure.line",
        "litige.exhibit.type",
        "litige.exit.check",
        "litige.exit.limit",
        "litige.insurance.policy",
        "litige.legal.parameter",
        "litige.legal.rate",
        "litige.legal.reference",
        "litige.letter.template",
        "litige.provider",
        "litige.reminder.level",
        "litige.reminder.run",
        "litige.remedy",
        "litige.remedy.step",
        "litige.retention.rule",
        "litige.root.cause",
        "litige.terms",
    )
)

ADVICE, OURS, MANY = "advice", "ours", "many"

HOLDINGS = {
    "litige.case": Holding(
        case="id",
        erase="partner_id contact_id sender_partner_id sender_email description outcome_reason"
        " root_cause_note",
        keep="name phase_before_closing user_id resolver_id",
        shown="name date_opened cause_id standing description phase date_closed outcome"
        " claimed_amount open_amount",
        persons="partner_id contact_id sender_partner_id",
    ),
    "litige.claim": Holding(
        erase="move_id partner_id limitation_override_reason hold_reason due_snapshot baseline"
        " previous_no_followup",
        keep="hold_user_id",
        shown="move_id date_invoice date_due opening_amount disputed_amount paid_amount"
        " conceded_amount settled_amount open_amount notice_date limitation_date",
    ),
    "litige.event": Holding(
        erase="summary parties details ledger_key amount content salt partner_id message_id"
        " attachment_id",
        keep="author_id res_model content_hash chain_hash",
        shown="occurred_on kind direction summary amount standing recorded_at",
    ),
    "litige.communication": Holding(
        erase="summary partner_id contact_id move_id attachment_ids message_id",
        keep="user_id",
        shown="occurred_at channel direction summary standing is_complaint",
        persons="partner_id contact_id",
    ),
    "litige.promise": Holding(
        case="communication_id.case_id",
        erase="partner_id move_ids baseline cancel_reason",
        keep="user_id",
        shown="date_made amount date_promised state date_kept",
        persons="communication_id.partner_id communication_id.contact_id",
    ),
    "litige.letter": Holding(
        erase="partner_id commercial_partner_id move_ids document_file document_name"
        " document_error statement_json default_json registered_number contract_reference subject"
        " opening closing enclosures fallback_court securities",
        keep="name document_hash user_id",
        shown="name date subject state document_file",
        persons="partner_id",
    ),
    "litige.letter.check": Holding(
        case="letter_id.case_id", erase="message", keep="user_id", secret=OURS
    ),
    "litige.delivery": Holding(
        case="letter_id.case_id",
        erase="number receipt receipt_name override_reason message_id noted_facts",
        shown="channel date_posted date_presented date_received result effective_date number",
        persons="letter_id.partner_id",
    ),
    "litige.exhibit": Holding(
        erase="file file_name name note restricted_reason withdrawn_reason",
        keep="mimetype file_hash source_model",
        shown="name date side file",
    ),
    "litige.offer": Holding(erase="partner_id note answer_note", shown="date amount state"),
    "litige.offer.line": Holding(case="offer_id.case_id", erase="description", shown="description"),
    "litige.settlement": Holding(
        erase="partner_id document_file document_name document_error signed_file signed_name"
        " title_court title_file title_file_name our_identity customer_identity facts our_position"
        " their_position our_concessions their_concessions cancel_reason bank_id reserved_items"
        " pending_suit jurisdiction execution_baseline",
        keep="name document_hash signed_hash title_hash user_id",
        shown="name kind state signed_on customer_identity facts their_position"
        " their_concessions document_file signed_file",
    ),
    "litige.settlement.line": Holding(case="settlement_id.case_id"),
    "litige.settlement.signatory": Holding(
        case="settlement_id.case_id",
        erase="name quality power birth_place birth_date email phone signed_at scan scan_name",
        keep="scan_hash",
        shown="name quality birth_date birth_place email phone is_signed",
    ),
    "litige.signature": Holding(
        case="settlement_id.case_id",
        erase="mention_words mention_figures email full_name image consent ip user_agent evidence"
        " session_hash code_hash user_id",
        keep="image_hash document_hash evidence_hash",
        shown="full_name email signed_at ip user_agent mention_words mention_figures consent",
    ),
    "litige.commitment": Holding(
        case="settlement_id.case_id",
        erase="description proof proof_file proof_file_name credit_note_id",
        shown="party kind description amount date_due state",
    ),
    "litige.portal.access": Holding(
        erase="partner_id email last_ip token_hash",
        shown="email expires_on revoked_on last_used_at use_count last_ip",
        persons="partner_id",
    ),
    "litige.mail.aside": Holding(
        erase="email_from subject message_id error file file_name",
        shown="date email_from subject",
    ),
    "litige.proceeding": Holding(
        erase="reference note",
        keep="user_id",
        shown="remedy_id date_start state outcome ended_on reference",
    ),
    "litige.proceeding.step": Holding(
        case="proceeding_id.case_id", erase="note", shown="type_id date"
    ),
    "litige.award": Holding(
        case="step_id.proceeding_id.case_id",
        erase="note",
        shown="date granted_amount enforceable_on",
    ),
    "litige.award.instalment": Holding(case="award_id.step_id.proceeding_id.case_id"),
    "litige.limitation.event": Holding(
        erase="note lost_reason cancel_reason", shown="kind date ended_on lost_on"
    ),
    "litige.deadline": Holding(
        erase="name override_reason activity_id", keep="key basis user_id", secret=OURS
    ),
    # What we think of the file, and what those who advise us think of it.
    "litige.position": Holding(erase="subject name argument", keep="origin", secret=ADVICE),
    "litige.position.exhibit": Holding(case="position_id.case_id", erase="note", secret=ADVICE),
    "litige.opinion": Holding(
        erase="lawyer_id question conclusion document document_name",
        keep="document_hash",
        secret=ADVICE,
    ),
    "litige.estimate": Holding(erase="note", secret=ADVICE),
    "litige.insurance.claim": Holding(
        erase="loss_reason reference refusal_reason circumstances opposing_lawyer note",
        secret=ADVICE,
    ),
    "litige.cost": Holding(erase="name note move_id", secret=OURS),
    "litige.exit": Holding(
        erase="invoice_id reason explanation vat_mention credit_lines move_id",
        keep="requested_by_id decided_by_id",
        secret=OURS,
    ),
    "litige.bundle": Holding(
        erase="facts our_claims their_claims questions message error_detail pdf_file pdf_name"
        " zip_file zip_name left_out",
        keep="pdf_hash zip_hash head_hash user_id",
        secret=MANY,
    ),
    # Before any dispute.
    "litige.reminder": Holding(
        case="",
        erase="partner_id contact_id email error document_file document_name document_error mail_id"
        " mail_message_id",
        keep="document_hash user_id",
        shown="date level_id channel state email amount document_file",
        persons="partner_id contact_id",
        goes=True,
    ),
    "litige.reminder.line": Holding(
        case="",
        erase="move_id move_name",
        shown="date move_name date_due amount",
        persons="reminder_id.partner_id reminder_id.contact_id",
        goes=True,
    ),
    "litige.contact.outcome": Holding(
        case="",
        erase="partner_id",
        keep="user_id",
        shown="occurred_at outcome",
        persons="partner_id",
        goes=True,
    ),
    "litige.account.statement": Holding(
        case="",
        erase="partner_id contact_id printed_summary document_file document_name document_error",
        keep="document_hash",
        shown="date_from date_to document_file",
        persons="partner_id contact_id",
        goes=True,
    ),
    "litige.clarity": Holding(
        case="",
        erase="partner_id move_id note",
        keep="checked_by_id",
        secret=OURS,
        persons="partner_id",
        goes=True,
    ),
    # A seal of fingerprints: it names nobody.
    "litige.timestamp": Holding(
        keep="head_hash nonce request_file answer token provider serial policy", secret=OURS
    ),
}

# What our fields on the records of others say of people: the customer's own record keeps it.
CORE = {
    "res.partner": "litige_insolvency_publication litige_insolvency_agent_id litige_legal_form"
    " litige_registered_email_proof",
}
