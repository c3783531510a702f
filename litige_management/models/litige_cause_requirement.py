from odoo import fields, models


class LitigeCauseRequirement(models.Model):
    """What a dispute of one cause must, or should, be able to show."""

    _name = "litige.cause.requirement"
    _description = "Exhibit Expected for a Cause"
    _order = "cause_id, sequence, id"
    _rec_name = "type_id"

    cause_id = fields.Many2one("litige.cause", required=True, ondelete="cascade", index=True)
    type_id = fields.Many2one("litige.exhibit.type", required=True, ondelete="cascade")
    alternative_ids = fields.Many2many(
        "litige.exhibit.type",
        "litige_cause_requirement_type_rel",
        "requirement_id",
        "type_id",
        string="Or Instead",
        help="Types that prove the same thing: one of them is enough.",
    )
    level = fields.Selection(
        [("required", "Required"), ("useful", "Useful")],
        required=True,
        default="useful",
        help="Required: without it the file does not stand. Useful: it makes it stronger.",
    )
    sequence = fields.Integer(default=10)
    hint = fields.Text(
        string="What It Must Show",
        translate=True,
        help="What it proves, and what to look for.",
    )

    _type_uniq = models.UniqueIndex(
        "(cause_id, type_id)",
        "This type of exhibit is already on the checklist of this cause.",
    )

    def _is_met(self, type_ids):
        """Whether one of these types of exhibits (ids) proves it."""
        self.ensure_one()
        return bool({self.type_id.id, *self.alternative_ids.ids} & type_ids)

    def _in_words(self):
        """Return what is expected, as it reads within a sentence."""
        self.ensure_one()
        first, *others = (_lower(kind.name) for kind in self.type_id | self.alternative_ids)
        if not others:
            return first
        return self.env._("%(exhibit)s (or %(others)s)", exhibit=first, others=", ".join(others))


def _lower(name):
    """Return a name as it reads within a sentence; acronyms stay as they are."""
    return name if name[:2].isupper() and name[:2].isalpha() else name[:1].lower() + name[1:]
