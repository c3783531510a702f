from odoo import fields, models

from .litige_case_portal_mixin import PORTAL_KINDS

# The entries that a customer sees: what the ledger says of their invoices, and their own words.
SHOWN_KINDS = (
    "invoice_issued",
    "invoice_due",
    "payment",
    "payment_reversed",
    "payment_pending",
    "credit",
    "credit_reversed",
    *PORTAL_KINDS,
)
# A letter that never reached them is not theirs to read here.
NOT_DELIVERED = ("wrong_address", "lost", "failed")
STORY_LIMIT = 80


class LitigeCasePortalPageMixin(models.AbstractModel):
    """What the customer's page shows: plain values chosen one by one, never a record.

    The page is written from these values alone. What is not named here cannot leak: notes,
    assessment, opinions, confidential entries, other customers.
    """

    _name = "litige.case.portal.page.mixin"
    _description = "Page of a Dispute on the Portal"

    def _get_portal_row(self):
        """Return one line of the customer's list."""
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.name,
            "company": self.company_id.name,
            "opened_on": self._portal_date(self.date_opened),
            "status": self._get_portal_status(),
            "open": self.currency_id.format(self.open_amount),
            "is_open": self.is_open,
        }

    def _get_portal_page(self):
        """Return everything that the page of this dispute shows."""
        self.ensure_one()
        ban = self._get_payment_ban()
        return {
            **self._get_portal_row(),
            "customer": self.partner_id.name,
            "currency": self.currency_id.name,
            "claimed": self.currency_id.format(self.claimed_amount),
            "contact": {
                "name": self.user_id.name or self.company_id.name,
                "email": self.company_id.email or "",
                "phone": self.company_id.phone or "",
            },
            "payment_ban": ban,
            "invoices": [
                self._get_portal_invoice(claim, ban)
                for claim in self.claim_ids.sorted(lambda one: (one.date_due, one.id))
            ],
            "letters": self._get_portal_letters(),
            "agreements": [
                settlement._get_portal_row()
                for settlement in self.settlement_ids
                if settlement.state in ("confirmed", "signed")
            ],
            "agreed_left": self._get_portal_agreed_left(),
            "story": self._get_portal_story(),
            "mediator": self._get_portal_mediator(),
            "offers": self._get_portal_offers(),
            "can_propose": self.is_open and not ban and not self.is_all_settled,
        }

    def _get_portal_agreed_left(self):
        """Return what the signed agreement leaves to pay, empty when none is being performed.

        The books keep the whole price until the discount is credited: it is not what is due.
        """
        signed = self.settlement_ids.filtered(
            lambda one: one.state == "signed" and not one.accelerated_on
        )
        last = signed.sorted(lambda one: (one.signed_on, one.id))[-1:]
        return last and self.currency_id.format(last.left_amount) or ""

    def _portal_date(self, day):
        return day and self.env["ir.qweb.field.date"].value_to_html(day, {})

    def _get_portal_status(self):
        """Return where the dispute stands, in words that announce nothing."""
        return {
            "identification": self.env._("We are looking into it"),
            "assessment": self.env._("We are looking into it"),
            "amicable": self.env._("We are looking for an agreement"),
            "judicial": self.env._("No agreement so far"),
            "execution": self.env._("Being carried out"),
            "closed": self.env._("Closed"),
        }[self.phase]

    def _get_portal_invoice(self, claim, ban):
        left = not self.currency_id.is_zero(claim.open_amount)
        return {
            "id": claim.id,
            "number": claim.move_id.name,
            "date": self._portal_date(claim.date_invoice),
            "due_on": self._portal_date(claim.date_due),
            "total": self.currency_id.format(claim.move_id.amount_total),
            "open": self.currency_id.format(claim.open_amount),
            "open_value": claim.open_amount,
            "contested": claim.open_disputed_amount
            and self.currency_id.format(claim.open_disputed_amount),
            "can_pay": left and not ban,
            "can_contest": left and claim.is_open and self.is_open,
        }

    # === WHAT WE SAY === #

    def _get_portal_sent_letters(self):
        """Return the letters that were written to this customer and sent to them."""
        self.ensure_one()
        letters = self.env["litige.letter"].search(
            [("case_id", "=", self.id), ("state", "=", "confirmed")], order="date desc, id desc"
        )
        return letters.filtered(
            lambda letter: (
                letter.partner_id.commercial_partner_id == self.partner_id
                and any(one.result not in NOT_DELIVERED for one in letter.delivery_ids)
            )
        )

    def _get_portal_letters(self):
        return [
            {
                "id": letter.id,
                "number": letter.name,
                "subject": letter.subject,
                "date": self._portal_date(letter.date),
            }
            for letter in self._get_portal_sent_letters()
        ]

    def _get_portal_story(self):
        """Return the entries that the customer sees, newest first."""
        labels = dict(self.env["litige.event"]._selection_kind())
        events = self.env["litige.event"].search(
            [
                ("case_id", "=", self.id),
                ("kind", "in", SHOWN_KINDS),
                ("corrected_event_id", "=", False),
            ],
            order="occurred_on desc, id desc",
            limit=STORY_LIMIT,
        )
        return [
            {
                "date": self._portal_date(event.occurred_on),
                "label": labels[event.kind],
                # Entries of the ledger are in the company's language: their label says enough.
                "text": event.summary,
                "amount": event.amount and self.currency_id.format(event.amount),
                "files": [file["name"] for file in (event.details or {}).get("files", ())],
                "is_theirs": event.kind in PORTAL_KINDS,
            }
            for event in events._filter_usable("customer")
        ]

    # === WHOM ELSE THEY MAY TURN TO === #

    def _get_portal_mediator(self):
        """Return the mediator's details for a consumer, None for anyone else.

        A consumer who has no usable name of ours is told their right all the same.
        """
        consumer = self.standing == "consumer" or (
            not self.standing and not self.partner_id.is_company
        )
        if not consumer or self.company_id.litige_mediation_excluded:
            return None
        mediator = self.company_id.litige_mediator_id
        today = fields.Date.context_today(self)
        if not mediator or not mediator._is_printable(today):
            return {"name": "", "address": "", "website": "", "referral": ""}
        website = mediator.website or ""
        address = mediator.partner_id._display_address(without_company=True)
        return {
            "name": mediator.partner_id.name,
            "address": "\n".join(line for line in address.splitlines() if line.strip()),
            "website": website if website.startswith(("http://", "https://")) else "",
            "referral": mediator.referral or "",
        }
