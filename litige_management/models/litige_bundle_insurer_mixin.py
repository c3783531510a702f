from odoo import models

from .litige_bundle_contents_mixin import OUR_STEPS


class LitigeBundleInsurerMixin(models.AbstractModel):
    """The first page of a file for the legal-protection insurer."""

    _name = "litige.bundle.insurer.mixin"
    _description = "Insurer's Page of a Case File"

    def _get_insurer_values(self):
        """Return what an insurer asks for first: since when it is contested, and what was done."""
        events = self._get_events()
        # What was noted at the opening does not say when the customer complained.
        complaint = events.filtered(
            lambda event: (
                event.kind == "complaint" and not (event.details or {}).get("noted_at_opening")
            )
        )[:1]
        steps = events.filtered(
            lambda event: event.kind in OUR_STEPS and event.direction in ("out", "internal")
        )
        claim = self._get_insurance_claim()
        return {"first_complaint": complaint, "steps_taken": steps, "insurance_claim": claim}

    def _get_insurance_claim(self):
        """Return the claim that the file goes with: the last one declared, else the first due."""
        claims = self.case_id.insurance_claim_ids.filtered(lambda one: one.state != "dropped")
        declared = claims.filtered("declared_on").sorted("declared_on")
        return declared[-1:] or claims.sorted("declare_by")[:1]
