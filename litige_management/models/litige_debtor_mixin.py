"""Who a customer is before a court, and how they agreed to be written to."""

from odoo import fields, models

from ..legal import typography

READERS = "account.group_account_invoice,account.group_account_readonly"


class LitigeDebtorMixin(models.AbstractModel):
    _name = "litige.debtor.mixin"
    _description = "Debtor before a Court"

    litige_legal_form = fields.Char(
        string="Legal Form",
        groups="base.group_user",
        help="SARL, SAS, SCI, association… as the register says: a court asks for it.",
    )
    litige_registered_email_on = fields.Date(
        string="Agreed to Registered E-Mails On",
        copy=False,
        groups=READERS,
        help="The day this customer agreed to receive registered letters by e-mail. A consumer "
        "who has not agreed may ignore them.",
    )
    litige_registered_email_proof = fields.Char(
        string="Where They Agreed",
        copy=False,
        groups=READERS,
        help="The document or message in which they agreed.",
    )

    def _litige_get_debtor_rows(self, company):
        """Return (label, value) of what a request says of a debtor (art. 57 CPC), in French."""
        self.ensure_one()
        partner = self.commercial_partner_id
        address = ", ".join(partner._litige_get_address_lines(company)[1:])
        contact = " – ".join(
            filter(None, ((partner.phone or "").replace(" ", typography.NBSP), partner.email))
        )
        if not partner.is_company:
            return [
                ("Nom et prénoms", partner.name),
                ("Domicile", address),
                ("Téléphone, courriel", contact),
            ]
        number = typography.siren(partner.company_registry)
        return [
            ("Dénomination", partner.name),
            ("Forme", partner.litige_legal_form),
            ("Siège social", address),
            ("Immatriculation", f"SIREN{typography.NBSP}{number}" if number else ""),
            ("Téléphone, courriel", contact),
        ]

    def _litige_get_missing_debtor(self):
        """Return in words what a court asks for of this debtor and nobody entered."""
        self.ensure_one()
        partner = self.commercial_partner_id
        facts = [
            (
                partner._litige_has_postal_address(),
                self.env._("registered office") if partner.is_company else self.env._("domicile"),
            )
        ]
        if partner.is_company:
            facts.append((partner.litige_legal_form, self.env._("legal form")))
        return [label for known, label in facts if not known]
