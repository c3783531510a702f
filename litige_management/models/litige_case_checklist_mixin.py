from collections import defaultdict

from odoo import api, fields, models


class LitigeCaseChecklistMixin(models.AbstractModel):
    """What the file of a dispute still lacks, for its cause."""

    _name = "litige.case.checklist.mixin"
    _description = "Exhibits Expected in a Dispute"

    missing_exhibits = fields.Char(
        string="Missing",
        compute="_compute_missing_exhibits",
        help="What a file with this cause must contain, and does not.",
    )
    useful_exhibits = fields.Char(
        string="Would Help",
        compute="_compute_missing_exhibits",
        help="What would make a file with this cause stronger.",
    )

    @api.depends(
        "cause_id",
        "exhibit_ids.type_id",
        "exhibit_ids.state",
        "exhibit_ids.withdrawn_on",
        "exhibit_ids.is_confidential_binding",
    )
    @api.depends_context("lang")
    def _compute_missing_exhibits(self):
        missing = self._get_missing_exhibits()
        for case in self:
            required, useful = missing[case]
            case.missing_exhibits = ", ".join(one._in_words() for one in required)
            case.useful_exhibits = ", ".join(one._in_words() for one in useful)

    def _get_missing_exhibits(self):
        """Return what each file lacks: `{case: (required, useful)}`, in a few queries for all.

        Only what may be shown to a judge counts: kept, not withdrawn, not confidential for good.
        """
        Requirement = self.env["litige.cause.requirement"]
        expected = Requirement.search_fetch(
            [("cause_id", "in", self.cause_id.ids)], ["cause_id", "type_id", "level"]
        ).grouped("cause_id")
        # What exists is judged on the whole file, even by who does not see all of it.
        groups = (
            self.env["litige.exhibit"]
            .sudo()
            ._read_group(
                [
                    ("case_id", "in", self.ids),
                    ("state", "=", "kept"),
                    ("withdrawn_on", "=", False),
                    ("is_confidential_binding", "=", False),
                ],
                ["case_id", "type_id"],
            )
        )
        held = defaultdict(set)
        for case, kind in groups:
            held[case.id].add(kind.id)
        missing = {}
        for case in self:
            lacking = expected.get(case.cause_id._origin, Requirement).filtered(
                lambda one, ids=held[case._origin.id]: one.type_id.active and not one._is_met(ids)
            )
            required = lacking.filtered(lambda one: one.level == "required")
            missing[case] = required, lacking - required
        return missing

    def action_view_checklist(self):
        """Show what each expected exhibit must prove."""
        self.ensure_one()
        return self.cause_id.action_view_requirements()
