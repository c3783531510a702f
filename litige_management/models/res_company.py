from odoo import api, fields, models
from odoo.tools import SQL

from .litige_case import STANDINGS

CASE, LETTER, SETTLEMENT = "litige.case", "litige.letter", "litige.settlement"
SEQUENCE_PREFIXES = {CASE: "LIT", LETTER: "COU", SETTLEMENT: "PRO"}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "litige.sender.mixin",
        "litige.creditor.mixin",
        "litige.calendar.mixin",
    ]

    litige_standing = fields.Selection(
        STANDINGS,
        string="Our Standing",
        help="What the company itself is: it decides the court.",
    )
    litige_hold_days = fields.Integer(
        string="Review of Holds (days)",
        default=30,
        help="A new hold is to be reviewed after this number of days.",
    )
    litige_penalty_rate = fields.Float(
        string="Contractual Late-Payment Rate (%)",
        digits=(6, 3),
        help="The yearly rate written in your terms of sale, in per cent. Zero: the legal rate.",
    )
    litige_penalty_clause = fields.Char(
        string="Clause of the Contractual Rate",
        help="Where that rate is written, as letters print it: “l’article 8 de nos conditions "
        "générales de vente”.",
    )
    litige_timestamp_url = fields.Char(
        string="Provider of Timestamps",
        groups="base.group_erp_manager",  # the address may hold a password
        help="The address (RFC 3161) to which requests for timestamps are sent. Empty: nothing is "
        "sent; the request is downloaded and the answer is added by hand.",
    )
    litige_interest_mode = fields.Selection(
        [
            ("shown", "Shown, not claimed"),
            ("claimed", "Shown and claimed"),
            ("claimed_first", "Claimed, and paid first by any partial payment"),
        ],
        string="Late-Payment Interest",
        default="shown",
        required=True,
        help="Shown: the letters say what the law would let you claim, and claim the principal. "
        "Interest that is not claimed absorbs no payment.",
    )
    litige_notice_days_professional = fields.Integer(
        string="Notice to Professionals (days)",
        default=8,
        help="Days given by a formal notice to a professional. A custom, not a legal rule.",
    )
    litige_notice_days_consumer = fields.Integer(
        string="Notice to Consumers (days)",
        default=15,
        help="Days given by a formal notice to a consumer. A custom, not a legal rule.",
    )
    litige_bank_entry_days = fields.Integer(
        string="Books Up to Date (days)",
        default=7,
        help="A letter warns when the last bank entry is older than this number of days.",
    )
    # The sender's identity on letters
    litige_is_ei = fields.Boolean(
        string="Individual Entrepreneur (EI)",
        help="The law wants “EI” beside the name of an individual entrepreneur.",
    )
    litige_legal_form = fields.Char(
        string="Legal Form",
        help="SARL, SAS, SA… as it must appear on letters.",
    )
    litige_share_capital = fields.Monetary(string="Share Capital")
    litige_rcs_city = fields.Char(
        string="RCS City",
        help="The town of the trade register, as in “RCS Lyon”.",
    )
    litige_signatory_name = fields.Char(
        string="Signatory",
        help="Who signs the letters.",
    )
    litige_signatory_quality = fields.Char(
        string="Quality of the Signatory",
        help="Gérant, présidente, responsable du recouvrement dûment habilité…",
    )
    litige_mediator_id = fields.Many2one(
        "litige.provider",
        string="Consumer Mediator",
        domain="[('role', '=', 'consumer_mediator')]",
        help="The mediator you have signed with, if you sell to consumers.",
    )
    litige_mediation_excluded = fields.Boolean(
        string="Outside Consumer Mediation",
        help="Health services and public higher education are outside consumer mediation: no "
        "mediator is named, and none is asked for.",
    )
    litige_mediator_warning = fields.Text(compute="_compute_litige_mediator_warning")
    litige_has_no_policy = fields.Boolean(
        string="No Legal-Protection Insurance",
        help="Nobody is asked about it any more.",
    )
    litige_instalment_days_before = fields.Integer(
        string="E-Mail Before an Instalment (days)",
        help="An e-mail this many days before each instalment of a signed agreement. 0: none.",
    )
    litige_instalment_days_after = fields.Integer(
        string="E-Mail After an Instalment (days)",
        help="An e-mail this many days after an instalment that did not come. 0: none.",
    )
    litige_portal_enabled = fields.Boolean(
        string="Customer Portal of Disputes",
        default=True,
        help="Customers who were given a link see their dispute, answer and sign on the portal. "
        "Switched off, every link is closed at once.",
    )
    litige_portal_days = fields.Integer(
        string="Validity of Links (days)",
        default=30,
        help="A link sent to a customer stops working after this number of days.",
    )
    litige_signing_user_id = fields.Many2one(
        "res.users",
        string="Signs Agreements",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="The only person who may sign agreements here for the company: the legal "
        "representative, or who holds their written delegation.",
    )

    _litige_portal_days_check = models.Constraint(
        "CHECK (litige_portal_days > 0)", "A link is valid for at least one day."
    )

    @api.depends("litige_mediator_id.warning", "litige_mediation_excluded")
    def _compute_litige_mediator_warning(self):
        """Say on the settings what any document that would name the mediator is told."""
        for company in self:
            mediator = company.litige_mediator_id
            if company.litige_mediation_excluded:
                company.litige_mediator_warning = False
            elif mediator:
                company.litige_mediator_warning = mediator.warning
            else:
                company.litige_mediator_warning = self.env._(
                    "No mediator is chosen. If you sell to consumers, sign with one of the "
                    "official list for your sector and record it here. Where a mediator covers a "
                    "whole sector, consumers may always turn to it."
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Give each new company its own numbers of disputes."""
        companies = super().create(vals_list)
        companies._litige_create_sequence()
        return companies

    def _litige_create_sequence(self):
        """Create the sequences of numbers that each company does not have yet."""
        # Setting a company up is not a matter of rights on sequences.
        Sequence = self.env["ir.sequence"].sudo()
        existing = {
            (sequence.company_id.id, sequence.code)
            for sequence in Sequence.search(
                [
                    ("code", "in", list(SEQUENCE_PREFIXES)),
                    ("company_id", "in", self.ids),
                ]
            )
        }
        labels = {
            CASE: self.env._("Disputes"),
            LETTER: self.env._("Letters"),
            SETTLEMENT: self.env._("Agreements"),
        }
        Sequence.create(
            [
                {
                    "name": f"{labels[code]} – {company.name}",
                    "code": code,
                    "prefix": f"{prefix}/%(year)s/",
                    "padding": 5,
                    "company_id": company.id,
                }
                for company in self
                for code, prefix in SEQUENCE_PREFIXES.items()
                if (company.id, code) not in existing
            ]
        )

    def _litige_next_numbers(self, count, code=CASE):
        """Return the next `count` numbers of the company, drawn at once.

        :param code: what is numbered: `litige.case`, `litige.letter` or `litige.settlement`
        """
        self.ensure_one()
        # Users of disputes draw numbers without any right on the sequence.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [
                    ("code", "=", code),
                    ("company_id", "=", self.id),
                ],
                limit=1,
            )
        )
        if not sequence:
            self._litige_create_sequence()
            return self._litige_next_numbers(count, code)
        if sequence.use_date_range or sequence.implementation != "standard":
            return [sequence.next_by_id() for _number in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in rows]
