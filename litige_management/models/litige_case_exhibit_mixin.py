import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class LitigeCaseExhibitMixin(models.AbstractModel):
    """The exhibits of a dispute: added, read, frozen, checked again."""

    _name = "litige.case.exhibit.mixin"
    _description = "Exhibits of a Dispute"

    exhibit_ids = fields.One2many("litige.exhibit", "case_id", string="Exhibits")
    exhibit_count = fields.Integer(compute="_compute_exhibit_count")
    proposed_exhibit_count = fields.Integer(
        string="Exhibits to Accept", compute="_compute_exhibit_count"
    )
    unfrozen_exhibit_count = fields.Integer(
        string="Exhibits to Freeze", compute="_compute_exhibit_count"
    )
    file_frozen_on = fields.Datetime(
        string="File Frozen",
        compute="_compute_exhibit_count",
        help="When exhibits were last given their final numbers.",
    )

    @api.depends(
        "exhibit_ids.state", "exhibit_ids.frozen_on", "exhibit_ids.is_confidential_binding"
    )
    @api.depends_context("uid")
    def _compute_exhibit_count(self):
        groups = {
            case.id: values
            for case, *values in self.env["litige.exhibit"]._read_group(
                [("case_id", "in", self.ids)],
                ["case_id"],
                ["__count", "state:array_agg", "frozen_on:max"],
            )
        }
        unfrozen = {
            case.id: count
            for case, count in self.env["litige.exhibit"]._read_group(
                [("case_id", "in", self.ids), *self._get_freezable_domain()],
                ["case_id"],
                ["__count"],
            )
        }
        for case in self:
            count, states, last = groups.get(case._origin.id) or (0, [], False)
            case.exhibit_count = count
            case.proposed_exhibit_count = states.count("proposed")
            case.unfrozen_exhibit_count = unfrozen.get(case._origin.id, 0)
            case.file_frozen_on = last

    @api.model
    def _get_freezable_domain(self):
        """Return which exhibits freezing gives a number: those that may be produced."""
        return [
            ("state", "=", "kept"),
            ("frozen_on", "=", False),
            ("is_confidential_binding", "=", False),
        ]

    # === ADDING === #

    def _add_exhibits(self, specs, state="kept", duplicates="refuse"):
        """Add files to one dispute, in a constant number of queries.

        :param specs: dicts with `raw` (bytes) and `file_name`; optionally `type` (code), `name`,
            `date`, `side`, `source` (record it comes from), `weight`, `note`, `confidential`,
            `confidential_ground`, `restricted`, `restricted_reason`, `produced_in_mediation`
        :param state: `kept`, or `proposed` when a person must accept them first
        :param duplicates: `refuse` raises in words for a file that the dispute has; `skip` leaves
            it out
        :return: the new exhibits
        :raise UserError: for an empty file, and for the same file twice when refused
        """
        self.ensure_one()
        Exhibit, Type = self.env["litige.exhibit"], self.env["litige.exhibit.type"]
        types, guess = Type._get_by_code(), Type._guesser()
        vals_list = []
        for spec in specs:
            vals = self._prepare_exhibit(spec, types, state)
            Exhibit._seal_file(vals)
            vals.setdefault("type_id", guess(vals["file_name"], vals["mimetype"]).id)
            vals.setdefault("name", Type._propose_caption(vals["file_name"]))
            vals_list.append(vals)
        if duplicates == "skip":
            twins = Exhibit._find_duplicates([(self.id, vals) for vals in vals_list])
            vals_list = [vals for rank, vals in enumerate(vals_list) if rank not in twins]
        return Exhibit.create(vals_list)

    def add_exhibit_files(self, files):
        """Add the files dropped on a dispute: one exhibit each, its type and caption guessed.

        :param files: dicts with `name` and `data` (base64)
        :return: `{"added": count, "refused": [why, in words]}`; one bad file stops no other
        """
        self.ensure_one()
        self.check_access("write")
        Exhibit, Type = self.env["litige.exhibit"], self.env["litige.exhibit.type"]
        guess = Type._guesser()
        vals_list, refused = [], []
        for file in files:
            vals = {"case_id": self.id, "file": file.get("data"), "file_name": file.get("name")}
            try:
                Exhibit._seal_file(vals)
            except UserError as error:
                refused.append(error.args[0])
                continue
            vals["type_id"] = guess(vals["file_name"], vals["mimetype"]).id
            vals["name"] = Type._propose_caption(vals["file_name"])
            vals_list.append(vals)
        twins = Exhibit._find_duplicates([(self.id, vals) for vals in vals_list])
        refused += [
            Exhibit._get_duplicate_message(vals_list[rank]["file_name"], twin)
            for rank, twin in twins.items()
        ]
        added = Exhibit.create([vals for rank, vals in enumerate(vals_list) if rank not in twins])
        return {"added": len(added), "refused": refused}

    def _prepare_exhibit(self, spec, types, state):
        """Return the values of the exhibit that `spec` describes (see `_add_exhibits`)."""
        spec = dict(spec)
        source = spec.pop("source", None)
        code = spec.pop("type", None)
        vals = {
            "case_id": self.id,
            "state": state,
            "file": base64.b64encode(spec.pop("raw") or b""),
            **spec,
        }
        if source:
            vals.update(source_model=source._name, source_id=source.id)
        if code in types:
            vals["type_id"] = types[code].id
        return vals

    # === READING === #

    def _get_exhibits(self, audience):
        """Return the exhibits of one dispute that may be handed to `audience`, by number.

        Proposed and withdrawn ones are left out, those whose confidentiality binds too, and what
        is not for the other side when it receives them.

        :param audience: one of `litige.confidential.mixin`'s
        """
        self.ensure_one()
        exhibits = self.env["litige.exhibit"].search(
            [
                ("case_id", "=", self.id),
                ("state", "=", "kept"),
                ("withdrawn_on", "=", False),
            ]
        )
        return exhibits._filter_usable(audience)

    def action_view_exhibits(self):
        """Show the exhibits with their previews."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "litige_management.litige_exhibit_action"
            ),
            "domain": [("case_id", "=", self.id)],
            "context": {"default_case_id": self.id},
        }

    # === FREEZING === #

    def action_freeze_file(self):
        """Fix the numbers of the exhibits: irreversible, later ones continue the numbering."""
        self.ensure_one()
        self.check_access("write")
        exhibits = self.env["litige.exhibit"].search(
            [("case_id", "=", self.id), *self._get_freezable_domain()]
        )
        if not exhibits:
            raise UserError(self.env._("Every exhibit is frozen already: add others first."))
        exhibits._check_freezable()
        exhibits._freeze()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_accept_exhibits(self):
        """Keep all the exhibits that were proposed."""
        return self.exhibit_ids.action_accept()

    def action_check_files(self):
        """Say whether every file is still the one that was added."""
        self.ensure_one()
        exhibits = self.env["litige.exhibit"].search([("case_id", "=", self.id)])
        altered = exhibits.filtered(lambda one: not one.case_id.erased_on)._verify()
        message = (
            self.env._(
                "No longer the file that was added, or missing: %(exhibits)s.",
                exhibits=", ".join(altered.mapped("display_name")),
            )
            if altered
            else self.env._(
                "%(count)s files checked: each is the one that was added.", count=len(exhibits)
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Files of %(case)s", case=self.name),
                "message": message,
                "type": "danger" if altered else "success",
                "sticky": bool(altered),
            },
        }
