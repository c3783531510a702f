from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

MEDIATOR = "consumer_mediator"
# How long a look at the official list is relied on. Our choice: no text sets it.
LISTING_VALIDITY = relativedelta(years=1)


class LitigeProvider(models.Model):
    """A third party in disputes: one contact in one role, for one company or for all.

    A person in two roles has two records on the same contact. No mediator is ever a default: a
    company picks the one it has signed with, and `_get_warning` says what is wrong with it.
    """

    _name = "litige.provider"
    _inherits = {"res.partner": "partner_id"}
    _description = "Third Party in Disputes"
    _order = "role, name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact Record",
        required=True,
        ondelete="restrict",
        index=True,
        help="The contact itself: name, address, website.",
    )
    active = fields.Boolean(
        default=True,
        help="The mediators delivered with the application are archived: restore yours, and "
        "confirm it.",
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="The company that works with this third party. Empty: all of them.",
    )
    role = fields.Selection(
        [
            (MEDIATOR, "Consumer mediator"),
            ("mediator", "Mediator (by agreement)"),
            ("conciliator", "Conciliator (conciliateur de justice)"),
            ("association", "Consumer association"),
            ("lawyer", "Lawyer"),
            ("bailiff", "Judicial officer (commissaire de justice)"),
            ("insurer", "Legal-protection insurer"),
            ("court", "Court or tribunal"),
            ("expert", "Expert"),
        ],
        required=True,
        default=MEDIATOR,
        index=True,
        help="What this contact does in disputes. For another role, add another record.",
    )
    sector = fields.Char(
        help="The trades or matters covered: a consumer mediator is listed for some sectors only.",
    )
    territory = fields.Char(help="Where: a town, a court's district. Empty: the whole country.")
    referral = fields.Text(
        string="How to Refer",
        help="How a file is sent: online form, letter, what to join. Printed for the customer.",
    )
    cost = fields.Char(string="Cost to Us", help="What a file costs us: a fee, a subscription…")
    is_free_for_consumer = fields.Boolean(
        string="Free for the Consumer",
        compute="_compute_is_free_for_consumer",
        store=True,
        readonly=False,
        precompute=True,
        help="A consumer mediator always is.",
    )
    languages = fields.Char(help="In which languages a file may be handled.")
    # A consumer mediator and us
    contract_reference = fields.Char(
        string="Our Agreement",
        help="Reference of the agreement signed with this mediator.",
    )
    contract_from = fields.Date(string="Agreement Valid From")
    contract_to = fields.Date(string="Agreement Valid To", help="Empty: without a term.")
    contract_document = fields.Binary(
        string="Signed Agreement",
        attachment=True,
        groups="litige_management.litige_management_group_user",
        help="The agreement itself, as signed.",
    )
    contract_document_name = fields.Char()
    listing_status = fields.Selection(
        [("unknown", "Not checked"), ("listed", "Listed"), ("unlisted", "Not listed")],
        string="Official List",
        default="unknown",
        required=True,
        copy=False,
        help="Whether the official list of consumer mediators names it for your sector.",
    )
    listing_checked_on = fields.Date(string="List Checked On", copy=False)
    listing_checked_by_id = fields.Many2one(
        "res.users",
        string="List Checked By",
        copy=False,
        index="btree_not_null",
    )
    is_to_confirm = fields.Boolean(
        string="To Confirm",
        copy=False,
        help="These details come from public pages: compare them with the mediator's own before "
        "you use them.",
    )
    source = fields.Char(help="Where these details were read.")
    warning = fields.Text(compute="_compute_warning")
    is_ours = fields.Boolean(compute="_compute_is_ours")

    _role_uniq = models.UniqueIndex(
        "(partner_id, role, COALESCE(company_id, 0))",
        "This contact already has this role.",
    )
    _contract_dates_check = models.Constraint(
        "CHECK (contract_to >= contract_from)",
        "An agreement cannot end before it starts.",
    )

    # === COMPUTES === #

    @api.depends(
        "active",
        "role",
        "is_to_confirm",
        "contract_reference",
        "contract_from",
        "contract_to",
        "listing_status",
        "listing_checked_on",
        "name",
    )
    @api.depends_context("tz")
    def _compute_warning(self):
        today = fields.Date.context_today(self)
        for provider in self:
            # Nothing to warn of before the third party has a name.
            provider.warning = provider.name and provider._get_warning(today)

    @api.depends_context("company")
    def _compute_is_ours(self):
        """Whether the letters of the company name this one."""
        for provider in self:
            provider.is_ours = provider == self.env.company.litige_mediator_id

    @api.depends("role")
    def _compute_is_free_for_consumer(self):
        for provider in self:
            provider.is_free_for_consumer = provider.role in (MEDIATOR, "conciliator")

    @api.depends("name", "role")
    @api.depends_context("litige_name_only")
    def _compute_display_name(self):
        """A contact in two roles must not look like one record, but where one role is shown."""
        labels = dict(self._fields["role"]._description_selection(self.env))
        for provider in self:
            if self.env.context.get("litige_name_only"):
                provider.display_name = provider.name
                continue
            provider.display_name = f"{provider.name or ''} ({labels.get(provider.role, '')})"

    # === CONSTRAINTS === #

    @api.constrains("contract_reference", "contract_from", "contract_to", "company_id")
    def _check_contract_company(self):
        for provider in self:
            if not provider.company_id and (
                provider.contract_reference or provider.contract_from or provider.contract_to
            ):
                raise ValidationError(
                    self.env._(
                        "An agreement with %(mediator)s is signed by one company: say which.",
                        mediator=provider.name,
                    )
                )

    # === CRUD === #

    def write(self, vals):
        """Bring the contact back with its role."""
        done = super().write(vals)
        if vals.get("active"):
            # The contact was archived with the delivered record; its manager brings both back,
            # without needing rights on the whole address book.
            self.partner_id.sudo().filtered(lambda partner: not partner.active).active = True
        return done

    def copy_data(self, default=None):
        """Another role or company of the same contact, never a second contact."""
        return [
            {**vals, "partner_id": provider.partner_id.id}
            for provider, vals in zip(
                self,
                super().copy_data({**(default or {}), "partner_id": self[:1].partner_id.id}),
                strict=True,
            )
        ]

    @api.model
    def get_import_templates(self):
        """Offer a sample file on Odoo's import screen."""
        return [
            {
                "label": self.env._("Sample of third parties"),
                "template": "/litige_management/static/samples/third_parties.csv",
            }
        ]

    # === ACTIONS === #

    def action_pick(self):
        """Make this consumer mediator the company's: what is still missing is said on it.

        A delivered one is shared: with several companies, each gets its own role on the contact.
        """
        self.ensure_one()
        self.check_access("write")
        company, ours = self.env.company, self
        if not self.company_id and self.env["res.company"].sudo().search_count([], limit=2) > 1:
            ours = self.copy({"company_id": company.id, "is_to_confirm": self.is_to_confirm})
        ours.write({"company_id": company.id, "active": True})
        # Who keeps the list of third parties chooses the one that letters name, and nothing else.
        company.sudo().litige_mediator_id = ours
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": ours.id,
            "views": [(False, "form")],
        }

    def action_confirm_listing(self):
        """Note that the user has just found this mediator on the official list."""
        self.write(
            {
                "listing_status": "listed",
                "listing_checked_on": fields.Date.context_today(self),
                "listing_checked_by_id": self.env.uid,
                "is_to_confirm": False,
            }
        )

    def action_note_unlisted(self):
        """Note that the user has just looked and not found it."""
        self.write(
            {
                "listing_status": "unlisted",
                "listing_checked_on": fields.Date.context_today(self),
                "listing_checked_by_id": self.env.uid,
            }
        )

    @api.model
    def _get_mediators_action(self):
        """Show the consumer mediators, the archived ones that came with the application too."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "litige_management.litige_provider_action"
        )
        return {**action, "context": {"search_default_mediators": 1, "active_test": False}}

    # === WHAT MAY BE PRINTED === #

    def _is_printable(self, as_of):
        """Whether a document may name this third party on the day `as_of` without a warning."""
        return bool(self) and not self._get_warning(as_of)

    def _get_warning(self, as_of):
        """Return, in words, what forbids to rely on this third party on the day `as_of`.

        :return: one sentence per line, an empty string when nothing is wrong
        """
        self.ensure_one()
        warnings = []
        if not self.active:
            warnings.append(self.env._("%(name)s is archived.", name=self.name))
        if self.is_to_confirm:
            warnings.append(
                self.env._(
                    "The details of %(name)s come from public pages and nobody has confirmed them.",
                    name=self.name,
                )
            )
        if self.role == MEDIATOR:
            warnings += [self._get_contract_warning(as_of), self._get_listing_warning(as_of)]
        return "\n".join(filter(None, warnings))

    def _get_contract_warning(self, as_of):
        if not self.contract_reference or not self.contract_from:
            return self.env._(
                "No agreement with %(name)s is recorded: naming a mediator you have not signed "
                "with is forbidden.",
                name=self.name,
            )
        if as_of < self.contract_from:
            return self.env._(
                "The agreement with %(name)s only starts on %(date)s.",
                name=self.name,
                date=format_date(self.env, self.contract_from),
            )
        if self.contract_to and as_of > self.contract_to:
            return self.env._(
                "The agreement with %(name)s lapsed on %(date)s.",
                name=self.name,
                date=format_date(self.env, self.contract_to),
            )
        return None

    def _get_listing_warning(self, as_of):
        if self.listing_status == "unlisted":
            return self.env._(
                "%(name)s is not on the official list of consumer mediators.", name=self.name
            )
        if self.listing_status == "unknown" or not self.listing_checked_on:
            return self.env._(
                "Nobody has checked that %(name)s is on the official list for your sector.",
                name=self.name,
            )
        if as_of > self.listing_checked_on + LISTING_VALIDITY:
            return self.env._(
                "The official list was last checked for %(name)s on %(date)s: more than a year "
                "ago.",
                name=self.name,
                date=format_date(self.env, self.listing_checked_on),
            )
        return None
