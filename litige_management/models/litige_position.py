from odoo import api, fields, models

from ..legal import strength

STRENGTHS = [
    (strength.PROVEN, "Well supported"),
    (strength.SUPPORTED, "Supported"),
    (strength.WEAK_CASE, "Weak"),
    (strength.CONTESTED, "Contested"),
    (strength.NOT_PROVEN, "Not proven"),
    (strength.REFUTED, "Contradicted"),
]


class LitigePosition(models.Model):
    """What one party claims, and which exhibits speak for and against it."""

    _name = "litige.position"
    _inherit = ["litige.assessed.mixin", "litige.case.part.mixin"]
    _description = "Position of a Party"
    _order = "side, sequence, id"  # ours before theirs

    case_id = fields.Many2one(ondelete="cascade")
    side = fields.Selection(
        [("ours", "Ours"), ("theirs", "Theirs")],
        required=True,
        default="ours",
        help="Who claims it: we, or the customer. Write theirs as fairly as yours.",
    )
    sequence = fields.Integer(default=10)
    subject = fields.Char(
        string="In a Word",
        help="One or two words for tables: “delivery”, “price”…",
    )
    name = fields.Char(
        string="What Is Claimed",
        required=True,
        help="In one sentence, as its author would say it: “The work was finished on 3 March”.",
    )
    argument = fields.Text(
        string="Why",
        help="The reasons that its author gives, or would give.",
    )
    amount = fields.Monetary(help="The amount that depends on it, when one does.")
    origin = fields.Char(
        readonly=True,
        copy=False,
        help="What in the dispute it was proposed from: it is not proposed again.",
    )
    link_ids = fields.One2many("litige.position.exhibit", "position_id", string="Exhibits")
    strength = fields.Selection(
        STRENGTHS,
        compute="_compute_strength",
        help="Read from a fixed table: the best exhibit that supports it, against the best "
        "exhibit that says the opposite. Who claims must prove.",
    )
    strength_reason = fields.Text(
        string="Reason",
        compute="_compute_strength",
        help="Which exhibits decide, and how.",
    )

    # === COMPUTES === #

    @api.depends(
        "link_ids.stance",
        "link_ids.weight",
        "link_ids.is_usable",
        "link_ids.exhibit_id.label",
    )
    @api.depends_context("lang")
    def _compute_strength(self):
        readings = self._read_strength()
        for position in self:
            reading = readings[position]
            position.strength = reading.strength
            position.strength_reason = position._explain(reading)

    def _read_strength(self):
        """Return how well each position is proven, as `legal.strength.Reading`."""
        return {
            position: strength.read(
                strength.Link(link.stance, link.weight, link.exhibit_id, link.is_usable)
                for link in position.link_ids
            )
            for position in self
        }

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for position in self:
            position.display_name = position.subject or position.name

    # === WORDS === #

    def _explain(self, reading):
        """Say in words what decided the strength of one position."""
        lines = [self._get_rule_sentence(reading)]
        if reading.supporting:
            lines.append(
                self.env._("For: %(exhibits)s.", exhibits=self._name_best(reading.supporting))
            )
        if reading.contradicting:
            lines.append(
                self.env._(
                    "Against: %(exhibits)s.", exhibits=self._name_best(reading.contradicting)
                )
            )
        if reading.ignored:
            lines.append(
                self.env._(
                    "Not counted, since no judge may be shown it or it is not kept in the file: "
                    "%(exhibits)s.",
                    exhibits=self._name_best(reading.ignored),
                )
            )
        return " ".join(lines)

    def _name_best(self, exhibits):
        return ", ".join(
            exhibit.label or exhibit.name or exhibit.file_name or "?" for exhibit in exhibits
        )

    @api.model
    def _get_rule_sentence(self, reading):
        """Return the line of the table that applied, in words."""
        support, against = reading.support, reading.against
        is_strong = support is strength.Weight.STRONG
        if reading.strength == strength.PROVEN:
            return self.env._(
                "A strong exhibit supports it, and nothing of weight says the opposite."
            )
        if reading.strength == strength.SUPPORTED:
            if is_strong:
                return self.env._(
                    "A strong exhibit supports it, but a medium one says the opposite."
                )
            return self.env._(
                "A medium exhibit supports it, and nothing of weight says the opposite."
            )
        if reading.strength == strength.WEAK_CASE:
            return self.env._("Only a weak exhibit supports it.")
        if reading.strength == strength.CONTESTED:
            return self.env._("Exhibits of the same weight say one thing and its opposite.")
        if reading.strength == strength.NOT_PROVEN:
            return self.env._("No exhibit supports it: who claims must prove.")
        if support:
            return self.env._("A stronger exhibit says the opposite.")
        if against:
            return self.env._("No exhibit supports it, and one says the opposite.")
        return ""

    def _get_matrix_row(self):
        """Return this position as a row of the table of exhibits."""
        self.ensure_one()
        labels = dict(self._fields["strength"]._description_selection(self.env))
        return {
            "id": self.id,
            "side": self.side,
            "subject": self.display_name,
            "name": self.name,
            "strength": self.strength,
            "strength_label": labels[self.strength],
            "reason": self.strength_reason,
            "cells": {
                str(link.exhibit_id.id): {
                    "value": f"{link.stance}:{link.weight}",
                    "usable": link.is_usable,
                    "note": link.note or "",
                }
                for link in self.link_ids
            },
        }

    # === BUTTONS === #

    def action_weigh(self, exhibit_id, stance=None, weight=None):
        """Say what one exhibit says of this position (a cell of the table).

        :param stance: `supports`, `contradicts`, or nothing to say that it has no bearing
        :param weight: `strong`, `medium` or `weak` (default: the exhibit's own)
        """
        self.ensure_one()
        self.check_access("write")
        link = self.link_ids.filtered(lambda link: link.exhibit_id.id == exhibit_id)
        if not stance:
            link.unlink()
            return True
        values = {"stance": stance, **({"weight": weight} if weight else {})}
        if link:
            link.write(values)
        else:
            self.env["litige.position.exhibit"].create(
                {"position_id": self.id, "exhibit_id": exhibit_id, **values}
            )
        return True
