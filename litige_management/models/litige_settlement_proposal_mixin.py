from odoo import api, fields, models
from odoo.fields import Command

from ..legal import deeds, typography

CURE_DAYS = 15  # between professionals: a custom, not a legal rule


class LitigeSettlementProposalMixin(models.AbstractModel):
    """What a new agreement proposes from the file. Its prose is French: the agreement is."""

    _name = "litige.settlement.proposal.mixin"
    _description = "Proposal of an Agreement"

    our_identity = fields.Text(
        string="Our Legal Identity",
        help="How the agreement names the company: form, capital, registration, seat.",
    )
    customer_identity = fields.Text(
        string="The Customer's Legal Identity",
        help="The exact legal name, registration and seat of a company; the civil name and the "
        "address of a person.",
    )
    facts = fields.Text(
        help="The story of the dispute, as both sides can accept to read it.",
    )
    our_position = fields.Text(
        string="What We Claim",
        compute="_compute_positions",
        store=True,
        readonly=False,
        precompute=True,
    )
    their_position = fields.Text(
        string="What the Customer Answers",
        compute="_compute_positions",
        store=True,
        readonly=False,
        precompute=True,
    )
    our_concessions = fields.Text(
        help="What we give up beside the discount, which prints itself. One concession a line.",
    )
    their_concessions = fields.Text(
        help="What the customer gives up. Paying what nobody disputes is not a concession. One "
        "concession a line.",
    )

    # === BY KIND === #

    @api.depends("kind", "case_id.standing")
    def _compute_kind_terms(self):
        # Never on a final text, even when somebody corrects the dispute later.
        for settlement in self.filtered(lambda one: one.state == "draft"):
            plan = settlement.kind != "transaction"
            protected = settlement.is_protected
            settlement.charges_fate = "none" if protected else "reserved" if plan else "waived"
            settlement.cure_days = settlement._get_min_cure_days() if protected else CURE_DAYS
            # A consumer stays free to tell a mediator, an association or an authority.
            settlement.is_confidential = not plan and not protected
            settlement.reserved_items = False if plan else settlement._propose_reserved_items()

    def _propose_reserved_items(self):
        """Return what the waiver leaves: never the very defect that the agreement settles."""
        if self.is_protected:
            guarantees = (
                "la garantie légale de conformité, la garantie des vices cachés et les autres "
                "garanties légales et contractuelles"
            )
        else:
            guarantees = (
                "les garanties légales et contractuelles, y compris la garantie des vices cachés,"
            )
        return (
            f"{guarantees} attachées aux biens et prestations facturés, pour les défauts étrangers "
            "au différend exposé en préambule\n"
            "l’exécution du présent protocole"
        )

    @api.depends("kind", "case_id")
    def _compute_positions(self):
        for settlement in self.filtered(lambda one: one.state == "draft"):
            case = settlement.case_id
            settlement.our_position = settlement._propose_our_position()
            if settlement.kind == "plan":
                settlement.their_position = (
                    "Le Client a fait connaître qu’il ne pouvait régler cette somme en une seule "
                    "fois et a sollicité des délais de paiement."
                )
            elif case.description:
                settlement.their_position = f"Le Client fait valoir : « {case.description} »."
            else:
                settlement.their_position = False

    def _propose_our_position(self):
        case = self.case_id
        figures = typography.amount(
            self._to_decimal(sum(case.claim_ids.mapped("open_amount"))),
            case.currency_id.name or "EUR",
            "fr",
        )
        invoices = "des factures désignées" if len(case.claim_ids) > 1 else "de la facture désignée"
        claim = (
            f"le paiement du solde {invoices} à l’article 1, soit {figures} toutes taxes comprises"
        )
        if self.kind == "plan":
            return f"Le Créancier réclame {claim}."
        return f"Le Créancier soutient avoir exécuté ses obligations et réclame {claim}."

    # === FROM THE FILE === #

    @api.model
    def default_get(self, fields_list):
        """Propose an agreement from the dispute it is opened on."""
        values = super().default_get(fields_list)
        case = self.env["litige.case"].browse(values.get("case_id"))
        if case:
            proposal = self._prepare_proposal(case)
            values.update(
                {
                    name: value
                    for name, value in proposal.items()
                    if name in fields_list and not values.get(name)
                }
            )
        return values

    @api.model
    def _prepare_proposal(self, case):
        """Return the values proposed for a new agreement on `case`."""
        company = case.company_id
        return {
            "line_ids": [
                Command.create({"claim_id": claim.id, "due_amount": claim.open_amount})
                for claim in case.claim_ids.sorted(lambda claim: (claim.date_due, claim.id))
                if not claim.currency_id.is_zero(claim.open_amount)
            ],
            "signatory_ids": [
                Command.create(self._prepare_our_signatory(company)),
                Command.create(self._prepare_customer_signatory(case)),
            ],
            "bank_id": company.partner_id.bank_ids.filtered(
                lambda bank: bank.company_id in (company, company.browse())
            )[:1].id,
            "our_identity": self._propose_our_identity(company),
            "customer_identity": self._propose_customer_identity(case),
            "facts": self._propose_facts(case),
        }

    @api.model
    def _prepare_our_signatory(self, company):
        return {
            "party": "us",
            "name": company.litige_signatory_name,
            "quality": company.litige_signatory_quality,
            "email": company.email,
            "phone": company.phone,
        }

    @api.model
    def _prepare_customer_signatory(self, case):
        partner = case.partner_id
        person = partner if not partner.is_company else case.contact_id
        return {
            "party": "customer",
            "name": person.name,
            "quality": partner.is_company and person.function,
            "email": person.email or partner.email,
            "phone": person.phone or partner.phone,
        }

    @api.model
    def _propose_our_identity(self, company):
        partner = company.partner_id
        number = typography.siren(company.company_registry or partner.company_registry)
        address = self._format_address(partner)
        if company.litige_is_ei:
            parts = [f"{company.name}, entrepreneur individuel (EI)"]
            seat = "dont l’établissement est situé"
        else:
            parts = [deeds.with_company(company.name)]
            seat = "dont le siège social est situé"
            form = company.litige_legal_form or ""
            if form.replace(".", "").upper() == deeds.legal_form(company.name):
                form = ""  # the name says it
            if company.litige_share_capital:
                capital = typography.amount(
                    company.litige_share_capital, company.currency_id.name, "fr", 0
                )
                form = f"{form} au capital de {capital}".strip()
            parts += [form] if form else []
        if number and company.litige_rcs_city:
            parts.append(
                f"immatriculée au RCS de {company.litige_rcs_city} sous le n° {number}"
                if not company.litige_is_ei
                else f"RCS {company.litige_rcs_city} {number}"
            )
        elif number:
            parts.append(f"SIREN {number}")
        return ", ".join([*parts, f"{seat} {address}"])

    @api.model
    def _propose_customer_identity(self, case):
        partner = case.partner_id
        address = self._format_address(partner)
        if not partner.is_company:
            return f"{partner.name}, demeurant {address}"
        number = typography.siren(partner.company_registry)
        unnamed = case.standing in ("non_professional", "public")
        name = partner.name if unnamed else deeds.with_company(partner.name)
        registered = f", SIREN {number}" if number else ""
        return f"{name}{registered}, dont le siège est situé {address}"

    @api.model
    def _format_address(self, partner):
        town = " ".join(filter(None, (partner.zip, partner.city)))
        country = (
            partner.country_id.code != "FR" and partner.country_id.with_context(lang="fr_FR").name
        )
        return ", ".join(filter(None, (partner.street, partner.street2, town, country)))

    @api.model
    def _propose_facts(self, case):
        claims = case.claim_ids
        many = len(claims) > 1
        facts = [
            "Le Créancier a fourni au Client des biens ou prestations qui ont donné lieu à "
            + (
                "l’émission des factures désignées à l’article 1, restées impayées, en tout ou "
                "partie, à leur échéance."
                if many
                else "l’émission de la facture désignée à l’article 1, restée impayée, en tout ou "
                "partie, à son échéance."
            )
        ]
        noticed = list(filter(None, claims.mapped("notice_date")))
        if noticed:
            day = typography.long_date(min(noticed), "fr")
            facts.append(f"Le Client a été mis en demeure de payer, avec effet au {day}.")
        return "\n".join(facts)
