from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("reminder", "Amicable reminder"),
    ("notice", "Formal notice"),
    ("statement", "Statement of sums due"),
    ("mediation_info", "Information on consumer mediation"),
    ("negotiation", "Proposal of negotiation"),
    ("conciliation", "Proposal of conciliation"),
    ("mediation", "Proposal of mediation"),
    ("complaint_answer", "Answer to a complaint"),
    ("neutral_summary", "Summary for the mediator"),
    ("default", "Notice of default on an agreement"),
    ("second_notice", "Second formal notice"),
    ("bailiff", "File for the judicial officer"),
    ("conciliator_referral", "Referral to the conciliator"),
    ("insolvency_claim", "Declaration of claim in insolvency"),
    ("payment_order", "Request for a payment order"),
    ("preparation", "Preparation sheet of a lawsuit"),
    ("insurer_claim", "Declaration to the legal-protection insurer"),
]
# What puts the customer in default: each takes effect on the invoices it lists.
NOTICE_KINDS = frozenset(("notice", "second_notice"))
# Written to somebody else about the customer, and in French.
THIRD_PARTY_KINDS = frozenset(
    (
        "bailiff",
        "conciliator_referral",
        "insolvency_claim",
        "payment_order",
        "preparation",
        "insurer_claim",
    )
)
# Letters of the amicable track: they claim nothing, and are written in French.
AMICABLE_KINDS = frozenset(
    (
        "mediation_info",
        "negotiation",
        "conciliation",
        "mediation",
        "complaint_answer",
        "neutral_summary",
    )
)
AUDIENCES = [
    ("any", "Anyone"),
    ("professional", "Professionals"),
    ("consumer", "Consumers and non-professionals"),
]
LANGUAGES = [("fr", "French"), ("en", "English")]
PROSE_FIELDS = ("subject", "opening", "demand", "closing")


class LitigeLetterTemplate(models.Model):
    """The prose of a letter, in one language. Figures and tables are set around it by the letter.

    It is data and no translation: each language has its own template, so that a change of the
    French text never leaves an English one behind unseen. Placeholders read fields of the letter
    (see `litige.letter.mail_allowed_qweb_expressions`), nothing else.
    """

    _name = "litige.letter.template"
    _inherit = "mail.render.mixin"
    _description = "Letter Template"
    _order = "sequence, code, language, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(
        required=True,
        help="Same code: same letter, in another language or of another period.",
    )
    kind = fields.Selection(KINDS, required=True, default="reminder")
    audience = fields.Selection(
        AUDIENCES,
        required=True,
        default="any",
        help="Who may receive this letter: the law is not the same for consumers.",
    )
    language = fields.Selection(
        LANGUAGES,
        string="Language of the Letter",
        required=True,
        default="fr",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: for all companies.",
    )
    date_from = fields.Date(help="The first day this text is up to date with the law.")
    date_to = fields.Date(help="The last day this text is up to date with the law.")
    subject = fields.Char(required=True)
    opening = fields.Html(
        required=True,
        sanitize=False,
        render_engine="qweb",
        string="Before the Table",
        help="What is printed before the table of sums: the facts.",
    )
    demand = fields.Html(
        sanitize=False,
        render_engine="qweb",
        help="What is asked, printed below the table. It cannot be changed on a letter: it is what "
        "gives a formal notice its effect.",
    )
    closing = fields.Html(
        required=True,
        sanitize=False,
        render_engine="qweb",
        string="Before the Signature",
        help="What is printed before the signature.",
    )

    _validity_check = models.Constraint(
        "CHECK (date_to >= date_from)",
        "A text cannot end before it starts.",
    )

    def _compute_render_model(self):
        self.render_model = "litige.letter"

    @api.constrains(*PROSE_FIELDS)
    def _check_placeholders(self):
        """A placeholder that reads anything but the letter's own words is refused at once."""
        for template in self:
            for name in PROSE_FIELDS:
                if self._has_unsafe_expression_template_qweb(template[name], "litige.letter"):
                    raise ValidationError(
                        self.env._(
                            "“%(template)s” reads something else than the words of a letter. "
                            "Allowed: %(allowed)s.",
                            template=template.name,
                            allowed=", ".join(
                                self.env["litige.letter"].mail_allowed_qweb_expressions()
                            ),
                        )
                    )

    @api.model
    def _find(self, kind, audience, language, company, day):
        """Return the template of a letter: the company's own first, then the shared one.

        :raise UserError: there is none, in words
        """
        domain = Domain(
            [
                ("kind", "=", kind),
                ("language", "=", language),
                ("audience", "in", ("any", audience)),
                ("company_id", "in", (False, company.id)),
                "|",
                ("date_from", "=", False),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
            ]
        )
        found = self.search(domain)
        if not found:
            labels = {
                name: dict(self._fields[name]._description_selection(self.env))
                for name in ("kind", "language", "audience")
            }
            raise UserError(
                self.env._(
                    "There is no text for this letter: %(kind)s, %(audience)s, %(language)s. Add "
                    "one to the letter templates.",
                    kind=labels["kind"][kind],
                    audience=labels["audience"][audience],
                    language=labels["language"][language],
                )
            )
        return found.sorted(lambda template: (not template.company_id, template.audience == "any"))[
            :1
        ]

    def _render_prose(self, name, letters):
        """Return the text of one field for each letter, by letter id."""
        self.ensure_one()
        return self._render_template(
            self[name],
            "litige.letter",
            letters.ids,
            engine="qweb",
        )
