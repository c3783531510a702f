"""What becomes final in the file of a dispute, and what its chronology says of it."""

from odoo import fields, models
from odoo.exceptions import UserError


class LitigeExhibitFreezeMixin(models.AbstractModel):
    _name = "litige.exhibit.freeze.mixin"
    _description = "Freezing of Exhibits"

    # === FREEZING === #

    def _check_freezable(self):
        """Raise in words unless these exhibits can be frozen."""
        nameless = self.filtered(lambda exhibit: not (exhibit.name or "").strip())
        if nameless:
            raise UserError(
                self.env._(
                    "Give these exhibits a caption first: %(exhibits)s.",
                    exhibits=", ".join(
                        f"{exhibit.label} ({exhibit.file_name})" for exhibit in nameless
                    ),
                )
            )
        altered = self._verify()
        if altered:
            raise UserError(
                self.env._(
                    "These files are missing or are no longer those that were added: "
                    "%(exhibits)s. Remove them and add them again.",
                    exhibits=", ".join(altered.mapped("display_name")),
                )
            )

    def _freeze(self):
        """Give these exhibits of one dispute their final numbers, in their order."""
        # The next number counts what this person may not see.
        frozen = self.sudo().search(
            [("case_id", "=", self.case_id.id), ("number", ">", 0)], order="number desc", limit=1
        )
        now = fields.Datetime.now()
        # The user's right to write on the dispute was checked; nobody may write a number.
        sealed = self.sudo().with_context(litige_freezing=True)
        for number, exhibit in enumerate(sealed, frozen.number + 1):
            exhibit.write({"number": number, "frozen_on": now, "sequence": number})
        sealed._place_proposed_last()
        groups = self.grouped(lambda one: tuple(one._get_event_readers().values()))
        # What is not for every reader is said apart.
        self.env["litige.case"]._append_events([one._say_frozen() for one in groups.values()])

    def _say_frozen(self):
        """Return the event of the freezing of exhibits that have the same readers."""
        exhibits = self._in_company_language()
        labels = ", ".join(exhibit.label for exhibit in exhibits)
        return {
            "case_id": self.case_id.id,
            "kind": "exhibits_frozen",
            "summary": exhibits[0].env._("Frozen: %(exhibits)s", exhibits=labels),
            "details": {
                "exhibits": [
                    {
                        **exhibit._get_event_details(),
                        "label": exhibit.label,
                        "caption": exhibit.name,
                        "type": exhibit.type_id.name,
                    }
                    for exhibit in exhibits
                ]
            },
            **exhibits[0]._get_event_readers(),
        }

    def _place_proposed_last(self):
        """Keep what is not frozen yet after what is, as the lists show it."""
        case, last = self.case_id, max(self.mapped("number"))
        others = self.search([("case_id", "=", case.id), ("frozen_on", "=", False)])
        for rank, exhibit in enumerate(others, last + 1):
            exhibit.sequence = rank

    def _withdraw(self, reason):
        """Take a frozen exhibit out of the files to come; it keeps its number.

        :raise UserError: when it is not frozen (correct or remove it), or withdrawn already
        """
        self.ensure_one()
        if not self.frozen_on:
            raise UserError(
                self.env._("It is not frozen yet: correct it, or remove it from the file.")
            )
        if self.withdrawn_on:
            raise UserError(self.env._("%(exhibit)s is withdrawn already.", exhibit=self.label))
        self._write_protected(
            {"withdrawn_on": fields.Date.context_today(self), "withdrawn_reason": reason}
        )
        self._note(
            lambda one: one.env._(
                "Withdrawn: %(label)s, %(exhibit)s. %(reason)s",
                label=one.label,
                exhibit=one._in_words(),
                reason=reason,
            )
        )

    # === JOINING ANOTHER DISPUTE === #

    def _follow_to(self, case):
        """Bring the exhibits of a merged dispute into the file of `case`.

        What is not frozen moves. What is frozen was communicated under its number: it stays where
        it was, and the other file receives a copy. What that file holds already is left behind.

        :return: what stands for each of them in the file of `case`: `{exhibit: exhibit}`
        """
        # The merge was allowed; confidential exhibits follow whoever makes it.
        everything = self.sudo().filtered(lambda one: not one.withdrawn_on)
        held = set(
            case.sudo().exhibit_ids.filtered(lambda e: not e.withdrawn_on).mapped("file_hash")
        )
        coming = everything.filtered(lambda one: one.file_hash not in held)
        moving = coming.filtered(lambda one: not one.frozen_on)
        places = [{"case_id": case.id} for _one in moving]
        self._place_last(places)
        for exhibit, place in zip(moving, places, strict=True):
            exhibit.with_context(litige_freezing=True).write(place)
        moving.filtered(lambda one: one.state == "kept")._note_added()
        # Who may merge the disputes may not see every exhibit of both.
        case.sudo()._add_exhibits([one._to_spec() for one in coming - moving])
        there = everything.search([("case_id", "=", case.id), ("withdrawn_on", "=", False)])
        homes = {one.file_hash: one for one in there}
        return {one: homes[one.file_hash] for one in everything}

    def _to_spec(self):
        """Return what `litige.case._add_exhibits` wants to make a copy."""
        self.ensure_one()
        names = (
            "file_name",
            "name",
            "date",
            "side",
            "weight",
            "note",
            "confidential",
            "confidential_ground",
            "produced_in_mediation",
            "restricted",
            "restricted_reason",
        )
        return {
            "raw": self._get_raw(),
            "type_id": self.type_id.id,
            "source": self,
            **{name: self[name] for name in names},
        }

    def _reattach_on_uninstall(self):
        """Leave a copy of each file on an invoice of its dispute, or on its customer."""
        attachments = self._get_file_attachments()
        # Uninstalling is an administrator's act; the copies are plain attachments.
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": exhibit.file_name,
                    # What is confidential is left to administrators.
                    "res_model": not exhibit.confidential and owner._name,
                    "res_id": 0 if exhibit.confidential else owner.id,
                    "raw": attachment.raw,
                    "mimetype": exhibit.mimetype,
                }
                for exhibit, attachment in attachments.items()
                for owner in [exhibit.case_id.claim_ids.move_id[:1] or exhibit.case_id.partner_id]
            ]
        )

    # === CHRONOLOGY === #

    def _note_added(self):
        """Write in the chronology that the exhibits joined the file."""
        events = self._note(lambda one: one.env._("Added: %(exhibit)s", exhibit=one._in_words()))
        for exhibit, event in zip(self, events, strict=True):
            # The entry is the machine's to set.
            exhibit.sudo().with_context(litige_freezing=True).event_id = event

    def _note_replaced(self):
        self._note(lambda one: one.env._("File replaced: %(exhibit)s", exhibit=one._in_words()))

    def _note_removed(self):
        self._note(lambda one: one.env._("Removed: %(exhibit)s", exhibit=one._in_words()))

    def _in_words(self):
        """Return the exhibit in words: its type and its caption, or its file's name."""
        self.ensure_one()
        return f"{self.type_id.name} – {self.name or self.file_name}"

    def _note(self, get_summary, **values):
        """Append one event for each exhibit, in the language of its company."""
        return self.env["litige.case"]._append_events(
            [
                {
                    "case_id": exhibit.case_id.id,
                    "kind": "exhibit",
                    "summary": get_summary(exhibit),
                    "details": exhibit._get_event_details(),
                    **exhibit._get_event_readers(),
                    "res_model": exhibit._name,
                    "res_id": exhibit.id,
                    **values,
                }
                for exhibit in self._in_company_language()
            ]
        )

    def _get_event_readers(self):
        """Return who may read what the chronology says of the exhibit: whoever may read it."""
        secret = self.confidential and not self._is_original()
        return {
            "confidential": secret,
            "confidential_ground": secret and self.confidential_ground,
        }

    def _get_event_details(self):
        self.ensure_one()
        details = {"file": self.file_name, "sha256": self.file_hash}
        return {**details, "number": self.number} if self.number else details

    def _in_company_language(self):
        """Return the exhibits, in order, in the language that their company writes in."""
        return [
            exhibit.with_context(lang=exhibit.company_id.partner_id.lang or self.env.lang)
            for exhibit in self
        ]
