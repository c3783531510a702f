from odoo import models

from ..legal import chain


class LitigeCaseChronologyMixin(models.AbstractModel):
    """What is read from the chronology of a dispute: the whole, or what may leave the house."""

    _name = "litige.case.chronology.mixin"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Dispute Chronology"

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

    # === CHRONOLOGY === #

    def _verify_chronology(self):
        """Return None when the chain of events is intact, else the first `Break`.

        Also compares each entry's columns with the content that was sealed.
        """
        self.ensure_one()
        # Verifying reads the salts, which nobody else needs.
        events = self.env["litige.event"].sudo().search([("case_id", "=", self.id)], order="rank")
        heads = self.env["litige.case.chain"].sudo().search([("case_id", "=", self.id)])
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
        broken = chain.verify(links, heads.head, heads.length)
        altered = next((event for event in events if event._is_altered()), None)
        if altered and (not broken or altered.rank < broken.rank):
            return chain.Break(altered.rank, "altered")
        return broken

    def action_verify_chronology(self):
        """Say whether the chronology is as it was written."""
        self.ensure_one()
        broken = self._verify_chronology()
        message = (
            self.env._("Entry %(rank)s is not as it was written, or is missing.", rank=broken.rank)
            if broken
            else self.env._(
                "Nothing was altered since it was written. This alone does not prove the dates: "
                "only a qualified timestamp does."
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Chronology of %(case)s", case=self.name),
                "message": message,
                "type": "danger" if broken else "success",
                "sticky": bool(broken),
            },
        }
