from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..legal import strength

# Assessment is for those who run the dispute: neither accountants nor resolvers read it.
ASSESSMENT_GROUPS = "litige_management.litige_management_group_user"


class LitigeCaseAssessmentMixin(models.AbstractModel):
    """How good the file is: what each side claims, what proves it, what a lawyer thinks of it."""

    _name = "litige.case.assessment.mixin"
    _description = "Assessment of a Dispute"

    root_cause_id = fields.Many2one(
        "litige.root.cause",
        copy=False,
        ondelete="restrict",
        tracking=True,
        check_company=True,
        index="btree_not_null",
        groups=ASSESSMENT_GROUPS,
        help="What really made this dispute possible, once looked into: what to change so that the "
        "next one does not happen. It may differ from the reason the customer gives.",
    )
    root_cause_note = fields.Text(
        string="What Went Wrong",
        groups=ASSESSMENT_GROUPS,
        help="For us alone: where it went wrong, and what would have avoided it.",
    )
    position_ids = fields.One2many(
        "litige.position",
        "case_id",
        string="Positions",
        groups=ASSESSMENT_GROUPS,
    )
    file_strength = fields.Text(
        string="Strength of the File",
        compute="_compute_file_strength",
        groups=ASSESSMENT_GROUPS,
        help="What the positions come to, by the table of strengths: in words, never a score.",
    )
    position_matrix = fields.Json(
        compute="_compute_position_matrix",
        groups=ASSESSMENT_GROUPS,
    )
    opinion_ids = fields.One2many(
        "litige.opinion",
        "case_id",
        string="Lawyers' Opinions",
        groups=ASSESSMENT_GROUPS,
    )
    estimate_ids = fields.One2many(
        "litige.estimate",
        "case_id",
        string="Settle or Go On",
        groups=ASSESSMENT_GROUPS,
    )
    estimate_id = fields.Many2one(
        "litige.estimate",
        string="Last Estimate",
        compute="_compute_estimate_id",
        groups=ASSESSMENT_GROUPS,
    )
    estimate_verdict = fields.Text(compute="_compute_estimate_id", groups=ASSESSMENT_GROUPS)
    estimate_chart = fields.Json(compute="_compute_estimate_id", groups=ASSESSMENT_GROUPS)

    def _move_assessment_to(self, target, exhibits):
        """Bring what weighs this dispute into `target`, which it joins.

        :param exhibits: what stands for each exhibit in the file of `target` (`_follow_to`); what
            has nothing there, since it was withdrawn, no longer speaks for anything
        """
        # The merge was allowed; what only some may read follows whoever makes it.
        case = self.sudo().with_context(litige_merging=True)
        links = case.position_ids.link_ids
        links.filtered(lambda link: link.exhibit_id not in exhibits).unlink()
        case.position_ids.write({"case_id": target.id})
        case.opinion_ids.write({"case_id": target.id})
        case.estimate_ids.write({"case_id": target.id})
        for link in links.exists():
            # Its own weight stays: another exhibit would bring its own.
            link.write({"exhibit_id": exhibits[link.exhibit_id].id, "weight": link.weight})

    # === COMPUTES === #

    @api.depends("estimate_ids.date", "estimate_ids.verdict", "estimate_ids.chart")
    @api.depends_context("lang")
    def _compute_estimate_id(self):
        for case in self:
            last = case.estimate_ids.sorted(lambda one: (one.date, one.id))[-1:]
            case.estimate_id = last
            case.estimate_verdict = last.verdict
            case.estimate_chart = last.chart

    @api.depends("position_ids.side", "position_ids.strength", "position_ids.subject")
    @api.depends_context("lang")
    def _compute_file_strength(self):
        readings = self.position_ids._read_strength()  # of all the disputes at once
        for case in self:
            sides = {
                side: strength.read_side(
                    (position, readings[position])
                    for position in case.position_ids
                    if position.side == side
                )
                for side in (strength.OURS, strength.THEIRS)
            }
            case.file_strength = case._get_strength_sentence(**sides)

    def _get_strength_sentence(self, ours, theirs):
        """Say what both sides' positions come to, from two `legal.strength.SideReading`."""
        if not ours.total:
            return self.env._(
                "Nothing to weigh yet: write down what you claim, and what the customer says."
            )
        if ours.total == 1:
            first = (
                self.env._("Your claim is supported by a strong exhibit")
                if ours.strong
                else self.env._("Your claim is not supported by any strong exhibit that holds")
            )
        elif ours.strong == ours.total:
            first = self.env._(
                "Your %(total)s claims are all supported by strong exhibits", total=ours.total
            )
        elif not ours.strong:
            first = self.env._(
                "None of your %(total)s claims is supported by a strong exhibit that holds",
                total=ours.total,
            )
        else:
            first = self.env._(
                "%(strong)s of your %(total)s claims are supported by strong exhibits",
                strong=ours.strong,
                total=ours.total,
            )
        parts = [
            self.env._(
                "%(strength)s: %(positions)s", strength=label, positions=self._name_all(names)
            )
            for code, label in self._get_doubtful_labels()
            if (names := ours.of(code))
        ]
        sentence = "; ".join([first, *parts]) + "."
        return f"{sentence} {self._get_their_sentence(theirs)}"

    def _get_doubtful_labels(self):
        """Return what to look into among our own positions, the worst first."""
        return (
            (strength.REFUTED, self.env._("contradicted")),
            (strength.NOT_PROVEN, self.env._("not proven")),
            (strength.CONTESTED, self.env._("contested")),
            (strength.WEAK_CASE, self.env._("weak")),
        )

    def _get_their_sentence(self, theirs):
        if not theirs.total:
            return self.env._("What the customer would answer is not written down yet.")
        holding = theirs.of(strength.PROVEN, strength.SUPPORTED)
        if holding:
            return self.env._(
                "On their side, what holds: %(positions)s.", positions=self._name_all(holding)
            )
        open_ones = theirs.of(strength.CONTESTED, strength.WEAK_CASE)
        if open_ones:
            return self.env._(
                "On their side, open to discussion: %(positions)s.",
                positions=self._name_all(open_ones),
            )
        return self.env._("No exhibit counted here supports what the customer claims.")

    def _name_all(self, positions):
        return ", ".join(position.display_name for position in positions)

    # === THE TABLE === #

    @api.depends(
        "position_ids.name",
        "position_ids.subject",
        "position_ids.side",
        "position_ids.sequence",
        "position_ids.strength",
        "position_ids.link_ids.note",
        "exhibit_ids.state",
        "exhibit_ids.withdrawn_on",
        "exhibit_ids.label",
        "exhibit_ids.display_name",
        "exhibit_ids.is_confidential_binding",
    )
    @api.depends_context("lang")
    def _compute_position_matrix(self):
        labels = self._get_matrix_labels()
        # Of all the disputes at once: their loops below find it in memory.
        self.position_ids.mapped("strength")
        self.exhibit_ids.mapped("label")
        for case in self:
            exhibits = case.exhibit_ids.filtered(
                lambda exhibit: exhibit.id and exhibit.state == "kept" and not exhibit.withdrawn_on
            ).sorted(lambda exhibit: (not exhibit.number, exhibit.number, exhibit.sequence))
            usable = exhibits._filter_usable("court")
            case.position_matrix = {
                **labels,
                "exhibits": [
                    {
                        "id": exhibit.id,
                        "short": (exhibit.label or "?").split()[-1],
                        "label": exhibit.display_name,
                        "weight": exhibit.weight,
                        "usable": exhibit in usable,
                    }
                    for exhibit in exhibits
                ],
                "positions": [position._get_matrix_row() for position in case._get_matrix_rows()],
            }

    def _get_matrix_rows(self):
        """Return the saved positions, ours first."""
        return self.position_ids.filtered("id").sorted(lambda one: (one.side, one.sequence, one.id))

    @api.model
    def _get_matrix_labels(self):
        """Return the words of the table, in the user's language."""
        return {
            "sides": {"ours": self.env._("Our positions"), "theirs": self.env._("Their positions")},
            "choices": [
                {"value": "", "mark": "", "label": self.env._("No bearing")},
                {
                    "value": "supports:strong",
                    "mark": "✚✚✚",
                    "label": self.env._("Supports, strong"),
                },
                {"value": "supports:medium", "mark": "✚✚", "label": self.env._("Supports, medium")},
                {"value": "supports:weak", "mark": "✚", "label": self.env._("Supports, weak")},
                {
                    "value": "contradicts:strong",
                    "mark": "−−−",
                    "label": self.env._("Contradicts, strong"),
                },
                {
                    "value": "contradicts:medium",
                    "mark": "−−",
                    "label": self.env._("Contradicts, medium"),
                },
                {
                    "value": "contradicts:weak",
                    "mark": "−",
                    "label": self.env._("Contradicts, weak"),
                },
            ],
            "words": {
                "caption": self.env._("What each exhibit says of each position"),
                "position": self.env._("Position"),
                "strength": self.env._("Strength"),
                "unusable": self.env._("Not counted: no judge may be shown it"),
                "no_positions": self.env._(
                    "Write down what each side claims below: the table fills itself."
                ),
                "no_exhibits": self.env._(
                    "Add exhibits first: the table weighs them against each claim."
                ),
            },
        }

    # === BUTTONS === #

    def action_propose_positions(self):
        """Write down the positions that the dispute itself holds, without inventing any.

        :raise UserError: when it holds nothing new
        """
        self.ensure_one()
        self.check_access("write")
        known = set(self.position_ids.mapped("origin"))
        vals_list = [vals for vals in self._prepare_positions() if vals["origin"] not in known]
        if not vals_list:
            raise UserError(
                self.env._(
                    "Everything that this dispute holds is already among the positions. Add the "
                    "others yourself."
                )
            )
        self.env["litige.position"].create(vals_list)
        return True

    def _prepare_positions(self):
        """Return the positions that follow from the invoices and from what the customer says."""
        lang = self.company_id.partner_id.lang or self.env.lang  # they end up in the file
        case = self.with_context(lang=lang)
        vals_list = []
        if case.claim_ids:
            vals_list += [case._prepare_due_position(), case._prepare_performed_position()]
        said = (case.description or "").strip()
        if said:
            vals_list.append(case._prepare_customer_position(said))
        return [{"case_id": self.id, **vals} for vals in vals_list]

    def _prepare_due_position(self):
        invoices = [
            self.env._(
                "%(invoice)s of %(date)s, due on %(due)s: %(amount)s.",
                invoice=claim.move_id.name,
                date=format_date(self.env, claim.date_invoice),
                due=format_date(self.env, claim.date_due),
                amount=self.currency_id.format(claim.open_amount),
            )
            for claim in self.claim_ids
        ]
        names = ", ".join(self.claim_ids.move_id.mapped("name"))
        return {
            "side": strength.OURS,
            "sequence": 1,
            "origin": "due",
            "subject": self.env._("payment"),
            "name": self.env._(
                "%(amount)s is due on %(invoices)s.",
                amount=self.currency_id.format(self.open_amount),
                invoices=names,
            ),
            "argument": "\n".join(invoices),
            "amount": self.open_amount,
        }

    def _prepare_performed_position(self):
        return {
            "side": strength.OURS,
            "sequence": 2,
            "origin": "performed",
            "subject": self.env._("performance"),
            "name": self.env._("What was invoiced was delivered or done, as agreed."),
        }

    def _prepare_customer_position(self, said):
        first = said.splitlines()[0].strip()
        return {
            "side": strength.THEIRS,
            "sequence": 1,
            "origin": "description",
            "subject": self.cause_id.name,
            "name": first if len(first) <= 160 else f"{first[:159].rstrip()}…",
            "argument": said,
        }

    def action_new_estimate(self):
        """Compare settling with going on, starting from the last comparison."""
        self.ensure_one()
        return self._get_assessment_form("litige.estimate", self.env._("Settle or Go On?"))

    def action_new_opinion(self):
        """Record a lawyer's opinion."""
        self.ensure_one()
        return self._get_assessment_form("litige.opinion", self.env._("Lawyer's Opinion"))

    def action_new_position(self):
        """Write down what one side claims."""
        self.ensure_one()
        return self._get_assessment_form("litige.position", self.env._("Position"))

    def action_open_estimate(self):
        """Open the last comparison."""
        self.ensure_one()
        return {
            **self._get_assessment_form("litige.estimate", self.env._("Settle or Go On?")),
            "res_id": self.estimate_id.id,
        }

    def _get_assessment_form(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }
