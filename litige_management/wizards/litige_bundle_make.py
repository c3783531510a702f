from odoo import api, fields, models

from ..models.litige_bundle import AUDIENCES
from ..models.litige_bundle_contents_mixin import FIRST_PAGE


class LitigeBundleMake(models.TransientModel):
    """For whom a case file is made, with what goes in and what stays out."""

    _name = "litige.bundle.make"
    _description = "Make a Case File"

    case_id = fields.Many2one("litige.case", required=True, readonly=True, ondelete="cascade")
    audience = fields.Selection(
        AUDIENCES,
        string="For",
        required=True,
        default="mediator",
        help="It decides what stays out, and which page comes first.",
    )
    with_zip = fields.Boolean(
        string="With a ZIP of the Originals",
        default=True,
        help="The same PDF, the files as they were received, the sums in a workbook, and the "
        "fingerprint of each file.",
    )
    other_side_copies = fields.Integer(
        string="Copies for the Other Side",
        help="One for each defendant. They leave out what is not for the other side: bank details, "
        "data of third parties.",
    )
    with_opinions = fields.Boolean(
        string="Put the Lawyer's Opinions in the ZIP",
        help="For your own lawyer only: an opinion is a professional secret, and has no place "
        "before a judge.",
    )
    excluded_exhibit_ids = fields.Many2many(
        "litige.exhibit",
        "litige_bundle_make_excluded_rel",
        string="Leave Out",
        compute="_compute_proposals",
        store=True,
        readonly=False,
        domain="[('case_id', '=', case_id), ('state', '=', 'kept')]",
        help="Exhibits that do not go into this file. The letters of our lawyer are left out "
        "by their type, or by their name when they have none, unless you remove them from this "
        "list.",
    )
    facts = fields.Text(
        string="Facts, in Neutral Words",
        compute="_compute_proposals",
        store=True,
        readonly=False,
        help="Printed on the mediator's first page. Both sides should be able to agree with them.",
    )
    our_claims = fields.Text(
        string="What We Ask",
        compute="_compute_proposals",
        store=True,
        readonly=False,
        help="Printed on the mediator's first page, one point a line.",
    )
    their_claims = fields.Text(
        string="What the Customer Answers",
        compute="_compute_proposals",
        store=True,
        readonly=False,
        help="Printed on the mediator's first page, one point a line. Keep the customer's points "
        "as fair as yours.",
    )
    questions = fields.Text(
        string="Questions to Settle",
        compute="_compute_proposals",
        store=True,
        readonly=False,
        help="Printed on the mediator's first page, one a line.",
    )
    included = fields.Text(string="Goes In", compute="_compute_summary")
    warnings = fields.Text(string="Left Out, or to Know", compute="_compute_summary")
    other_side_warnings = fields.Text(string="Left Out of the Copies", compute="_compute_summary")

    @api.depends("case_id", "audience")
    def _compute_proposals(self):
        Bundle = self.env["litige.bundle"]
        for wizard in self:
            case = wizard.case_id
            mediator = wizard.audience == "mediator"
            wizard.excluded_exhibit_ids = Bundle._get_default_excluded(case, wizard.audience)
            page = Bundle._propose_first_page(case) if mediator else {}
            for name in FIRST_PAGE:
                wizard[name] = page.get(name, False)

    @api.depends("case_id", "audience", "excluded_exhibit_ids", "other_side_copies")
    def _compute_summary(self):
        for wizard in self:
            # Never saved: it only tells what would be in it.
            bundle = self.env["litige.bundle"].new(wizard._prepare_bundle())
            exhibits, events = bundle._get_exhibits(), bundle._get_events()
            wizard.included = self.env._(
                "%(exhibits)s exhibits, %(events)s entries of the chronology, the statement of "
                "sums due, the numbered list of exhibits.",
                exhibits=len(exhibits),
                events=len(events),
            )
            wizard.warnings = "\n".join(bundle._get_warnings())
            wizard.other_side_warnings = False
            if wizard._has_copies():
                copy = self.env["litige.bundle"].new(wizard._prepare_copy())
                known = set(bundle._get_warnings())
                wizard.other_side_warnings = "\n".join(
                    line for line in copy._get_warnings() if line not in known
                )

    def _has_copies(self):
        # What a mediator receives, the other side may read already; an insurer is nobody's court.
        return self.audience == "court" and self.other_side_copies > 0

    def _prepare_bundle(self):
        """Return the values of the file asked for."""
        self.ensure_one()
        return {
            "case_id": self.case_id.id,
            "audience": self.audience,
            "with_zip": self.with_zip,
            "with_opinions": self.with_opinions and self.audience == "court",
            "excluded_exhibit_ids": [fields.Command.set(self.excluded_exhibit_ids.ids)],
            **{name: self[name] for name in FIRST_PAGE if self.audience == "mediator"},
        }

    def _prepare_copy(self):
        """Return the values of what the other side receives of it."""
        return {
            **self._prepare_bundle(),
            "is_other_side": True,
            "copies": self.other_side_copies,
            "with_opinions": False,
        }

    def action_make(self):
        """Have the file made in the background, and show how far it is."""
        self.ensure_one()
        vals_list = [self._prepare_bundle()]
        if self._has_copies():
            vals_list.append(self._prepare_copy())
        bundles = self.env["litige.bundle"]._request(self.case_id, vals_list)
        if len(bundles) > 1:
            return self.case_id.action_view_bundles()
        return bundles._get_records_action()
