from odoo import fields, models
from odoo.exceptions import UserError


class LitigeSettlementCourseMixin(models.AbstractModel):
    """From a draft to two signatures: each step writes the chronology of the dispute."""

    _name = "litige.settlement.course.mixin"
    _description = "Course of an Agreement"

    # === STEPS === #

    def action_confirm(self):
        """Check the agreement, freeze its text and its PDF. The text is final afterwards."""
        self._check_confirmable()
        failures = self._freeze_documents()
        if failures:
            raise UserError("\n".join(failures.values()))
        self._set_baseline()
        self._write_protected({"state": "confirmed"})
        self._log_agreement(
            lambda one: self.env._(
                "%(kind)s %(agreement)s ready to sign",
                kind=one._get_kind_label(),
                agreement=one.name,
            ),
        )

    def action_sign(self):
        """Note that both sides have signed, and bring the dispute to execution."""
        for settlement in self:
            settlement._check_signatures()
            settlement._write_protected(
                {
                    "state": "signed",
                    "signed_on": max(settlement.signatory_ids.mapped("signed_on")),
                    "execution_state": "pending",
                }
            )
        self._log_agreement(
            lambda one: self.env._(
                "%(kind)s %(agreement)s signed by both sides",
                kind=one._get_kind_label(),
                agreement=one.name,
            ),
            occurred_on="signed_on",
        )
        self.case_id._on_agreement_signed()
        self._refresh_execution()

    def action_cancel(self):
        """Ask why the agreement is given up before its signature."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel the Agreement"),
            "res_model": "litige.settlement.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_id": self.id},
        }

    def _cancel(self, reason):
        """Give the agreement up before its signature, with a reason."""
        self._write_protected({"state": "cancelled", "cancel_reason": reason})
        self._log_agreement(
            lambda one: self.env._(
                "%(kind)s %(agreement)s given up before its signature: %(reason)s",
                kind=one._get_kind_label(),
                agreement=one.name,
                reason=reason,
            ),
        )

    def action_new_version(self):
        """Start again from this agreement, as a new draft."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "litige.settlement",
            "view_mode": "form",
            "res_id": self.copy().id,
        }

    def action_spread(self):
        """Open the generator of instalments."""
        self.ensure_one()
        self._check_draft()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spread in Instalments"),
            "res_model": "litige.settlement.instalments",
            "view_mode": "form",
            "target": "new",
            "context": {"default_settlement_id": self.id},
        }

    # === SIGNATURES === #

    def _is_fully_signed(self):
        """Whether every signatory of both sides has signed."""
        self.ensure_one()
        return {"us", "customer"} <= set(self.signatory_ids.mapped("party")) and all(
            self.signatory_ids.mapped("is_signed")
        )

    def _check_signatures(self):
        """Raise who has not signed, or a date that cannot be."""
        self.ensure_one()
        if self.state != "confirmed":
            raise UserError(self.env._("Confirm the agreement first: its text is not final."))
        today = fields.Date.context_today(self)
        frozen_on = fields.Date.context_today(self, self.document_frozen_at)
        for signatory in self.signatory_ids:
            if not signatory.is_signed:
                raise UserError(
                    self.env._(
                        "Note the day %(signatory)s signed and attach the signed copy.",
                        signatory=signatory.name,
                    )
                )
            if not frozen_on <= signatory.signed_on <= today:
                raise UserError(
                    self.env._(
                        "%(signatory)s cannot have signed before the text was final, nor in the "
                        "future.",
                        signatory=signatory.name,
                    )
                )
        if not self._is_fully_signed():
            raise UserError(self.env._("Both sides must have signed."))

    # === CHRONOLOGY === #

    def _get_kind_label(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _log_agreement(self, get_summary, occurred_on=None):
        """Append one event per agreement, with its content as values."""
        self.case_id._append_events(
            [
                {
                    "case_id": settlement.case_id.id,
                    "kind": "agreement",
                    "occurred_on": (
                        settlement[occurred_on] if occurred_on else fields.Date.context_today(self)
                    ),
                    "parties": ", ".join(filter(None, settlement.signatory_ids.mapped("name"))),
                    "summary": get_summary(settlement),
                    "amount": settlement.settled_amount,
                    "details": settlement._get_event_details(),
                    "res_model": "litige.settlement",
                    "res_id": settlement.id,
                }
                for settlement in self
            ]
        )

    def _get_event_details(self):
        """Return what the agreement says, as plain values, for the chronology."""
        self.ensure_one()
        return {
            "agreement": self.name,
            "kind": self.kind,
            "state": self.state,
            "document_sha256": self.document_hash or None,
            "currency": self.currency_id.name,
            "due": self._to_text(self.principal_amount),
            "discount": self._to_text(self.waived_amount),
            "to_pay": self._to_text(self.settled_amount),
            "invoices": [
                {
                    "number": line.move_name,
                    "due": self._to_text(line.due_amount),
                    "discount": self._to_text(line.waived_amount),
                }
                for line in self.line_ids
            ],
            "instalments": [
                {"date": fields.Date.to_string(line.date_due), "amount": self._to_text(line.amount)}
                for line in self._get_instalments()
            ],
            "signatures": [
                {
                    "party": one.party,
                    "name": one.name,
                    "method": one.method,
                    "date": fields.Date.to_string(one.signed_on),
                    "scan_sha256": one.scan_hash,
                }
                for one in self.signatory_ids
                if one.is_signed
            ],
        }

    def _to_text(self, amount):
        return str(self._to_decimal(amount))

    # === AFTER US === #

    def _reattach_on_uninstall(self):
        """Leave the agreements, and all that was signed or decided of them, on the customers."""
        self._reattach_frozen(lambda settlement: settlement.partner_id)
        # Uninstalling is an administrator's act; the copies are plain attachments.
        self.env["ir.attachment"].sudo().create(
            [
                {**values, "res_model": "res.partner", "res_id": settlement.partner_id.id}
                for settlement in self
                for values in settlement._get_files_to_leave()
            ]
        )

    def _get_files_to_leave(self):
        """Return the values of the attachments that outlive the application, the deed apart."""
        self.ensure_one()
        return [
            {
                "name": " ".join([self.name.replace("/", "-"), one.scan_name or one.name]),
                "datas": one.scan,
            }
            for one in self.signatory_ids
            if one.scan
        ]

    # === ANOTHER DISPUTE === #

    def _follow_to(self, case):
        """Follow the invoices to the dispute that takes them over."""
        self._write_protected({"case_id": case.id})
