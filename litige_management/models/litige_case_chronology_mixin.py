import textwrap

from odoo import api, fields, models
from odoo.tools import format_date

from ..legal import chain
from .litige_event import HOUSEKEEPING


class LitigeCaseChronologyMixin(models.AbstractModel):
    """What is read from the chronology of a dispute: the whole, or what may leave the house."""

    _name = "litige.case.chronology.mixin"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Dispute Chronology"

    story_event_ids = fields.One2many(
        "litige.event",
        "case_id",
        string="What Happened",
        domain=[("kind", "not in", HOUSEKEEPING)],
        help="Exchanges, letters, money and decisions, without how the file is kept.",
    )
    timestamp_ids = fields.One2many("litige.timestamp", "case_id", string="Timestamps")
    chronology_head = fields.Char(
        string="Fingerprint",
        compute="_compute_chronology_seal",
        help="Depends on every entry and on their order: it is printed on the files.",
    )
    chronology_length = fields.Integer(
        string="Entries",
        compute="_compute_chronology_seal",
    )
    chronology_fault = fields.Text(
        string="First Broken Link",
        compute="_compute_chronology_seal",
        help="The first entry that is not as it was written. Empty: all are.",
    )

    @api.depends("event_ids")
    def _compute_chronology_seal(self):
        for case in self:
            remembered = case._origin._read_chain()[1]
            broken = case._origin._verify_chronology()
            case.chronology_head = remembered.head
            case.chronology_length = remembered.length
            case.chronology_fault = broken and case._origin._describe_break(broken)

    # === READING === #

    def _get_usable_events(self, audience):
        """Return the events of the case that may be handed to `audience`, oldest first.

        What is confidential by law or by a written agreement is left out, for everyone.

        :param audience: see `litige.confidential.mixin`
        """
        self.ensure_one()
        return (
            self.env["litige.event"]
            .search([("case_id", "in", self._with_merged().ids)], order="occurred_on, id")
            ._filter_usable(audience)
        )

    def _with_merged(self):
        """Return these cases and those that were merged into them: their past is one."""
        found = last = self
        while last:
            last = self.search([("merged_into_id", "in", last.ids)]) - found
            found |= last
        return found

    def _get_final(self):
        """Return the case that this one ended up in: itself, unless it was merged."""
        self.ensure_one()
        case = self
        while case.merged_into_id:
            case = case.merged_into_id
        return case

    def _get_chain_head(self):
        """Return the head hash of the case's chronology."""
        self.ensure_one()
        # The head is no secret, but only managers may list the chains.
        chain = self.env["litige.case.chain"].sudo().search([("case_id", "=", self.id)])
        return chain.head

    # === WRITING === #

    def action_add_note(self):
        """Write down by hand what happened, or what one side says."""
        self.ensure_one()
        return {
            **self._get_note_action(),
            "context": {"default_case_id": self.id, "default_kind": "note"},
        }

    def _get_note_action(self):
        """Return the action that opens the form of a new entry in a dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to the Chronology"),
            "res_model": "litige.event",
            "views": [
                (self.env.ref("litige_management.litige_event_view_form_add").id, "form"),
            ],
            "target": "new",
        }

    # === CHECKING === #

    def _read_chain(self):
        """Return all events of the case in the order they were written, and the chain's head."""
        self.ensure_one()
        # Verifying reads the salts, and entries that not everybody may see.
        events = self.env["litige.event"].sudo().search([("case_id", "=", self.id)], order="rank")
        return events, self.env["litige.case.chain"].sudo().search([("case_id", "=", self.id)])

    def _verify_chronology(self):
        """Return None when the chain of events is intact, else its first `Break`.

        Also compares each entry's columns with the content that was sealed (reason ``columns``),
        and the chain with the heads that were timestamped (reason ``timestamp``).
        """
        events, remembered = self._read_chain()
        links = [
            chain.Link(
                event.rank,
                event.content or None,
                event.salt or None,
                event.content_hash,
                event.chain_hash,
            )
            for event in events
        ]
        breaks = [chain.verify(links, remembered.head, remembered.length)]
        breaks += [
            chain.Break(event.rank, "columns") for event in events if event._get_altered_fields()
        ][:1]
        seals = {event.rank: event.chain_hash for event in events}
        # What somebody else dated cannot be rewritten, even by who controls the database.
        breaks += [
            chain.Break(stamp.length, "timestamp")
            for stamp in self.sudo().timestamp_ids.sorted("length")
            if stamp.state == "valid" and seals.get(stamp.length) != stamp.head_hash
        ][:1]
        found = [found for found in breaks if found]
        return min(found, key=lambda found: found.rank, default=None)

    def _describe_break(self, broken):
        """Say in words which entry does not fit, and what is wrong with it."""
        event = self._read_chain()[0].filtered(lambda event: event.rank == broken.rank)[:1]
        names = {
            "rank": broken.rank,
            "before": broken.rank - 1,
            "date": format_date(self.env, event.occurred_on) if event else "",
            "summary": self._shorten(event),
            "fields": ", ".join(self._get_field_labels(event)),
        }
        return self._get_break_texts()[broken.reason] % names

    def _shorten(self, event):
        """Return the first words of an entry, for who may read it."""
        if not event or not event.with_user(self.env.user).has_access("read"):
            return "…"
        return textwrap.shorten(event.summary or "", 80, placeholder="…")

    def _get_field_labels(self, event):
        names = event and event._get_altered_fields()
        return [event._fields[name].get_description(self.env)["string"] for name in names]

    def _get_break_texts(self):
        """Return what each reason of a `Break` means, in words."""
        return {
            "missing": self.env._("Entry %(rank)s is missing: it was deleted."),
            "added": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”) was added without being sealed."
            ),
            "altered": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”): its sealed content was changed."
            ),
            "columns": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”) no longer says what was sealed: "
                "%(fields)s."
            ),
            "reordered": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”) does not follow entry %(before)s: the "
                "order was changed."
            ),
            "resealed": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”) was rewritten together with its seal: "
                "it does not follow entry %(before)s."
            ),
            "head": self.env._(
                "Entry %(rank)s of %(date)s (“%(summary)s”) is not the last one that was written: "
                "the end of the chronology was replaced."
            ),
            "timestamp": self.env._(
                "The entries up to %(rank)s are not those that were timestamped: the chronology "
                "was rewritten."
            ),
        }

    def action_request_timestamp(self):
        """Make the request that a provider of timestamps takes, and show it."""
        stamp = self.env["litige.timestamp"]._prepare(self)
        return stamp._get_dialog()

    def action_verify_chronology(self):
        """Check the chronology now, and show what was found and what it proves."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the Chronology"),
            "res_model": "litige.case",
            "res_id": self.id,
            "views": [
                (self.env.ref("litige_management.litige_case_view_form_seal").id, "form"),
            ],
            "target": "new",
        }
