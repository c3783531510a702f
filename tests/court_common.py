"""Builders for the tests of proceedings in court: a payment order between merchants."""

from datetime import date

from odoo import Command, fields
from odoo.tools import format_date

from .amicable_common import AmicableCommon

DAY = fields.Date.to_date


class CourtCommon(AmicableCommon):
    """A dispute between merchants, with fixed dates: the law depends on them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.litige_standing = "merchant"
        cls.case.claim_ids._write_protected({"notice_date": date(2026, 8, 20)})

    @classmethod
    def _file(cls, code="payment_order", day="2026-09-01", case=None, **values):
        """Start a way in court on `day`, nothing recorded yet."""
        return cls.env["litige.proceeding"].create(
            {
                "case_id": (case or cls.case).id,
                "remedy_id": cls._remedy(code).id,
                "date_start": DAY(day),
                **values,
            }
        )

    @classmethod
    def _take(cls, proceeding, code, day, **values):
        """Record one step of a proceeding on `day`."""
        kind = proceeding.remedy_id.step_ids.filtered(lambda one: one.code == code)
        award = values.pop("award", None)
        if award is not None:
            values["award_ids"] = [Command.create(award)]
        return cls.env["litige.proceeding.step"].create(
            {"proceeding_id": proceeding.id, "type_id": kind.id, "date": DAY(day), **values}
        )

    @classmethod
    def _grant(cls, proceeding, day="2026-09-15", code="granted", **award):
        """Record an order or a judgment that grants the principal, unless said otherwise."""
        principal = proceeding.case_id.open_amount
        return cls._take(
            proceeding,
            code,
            day,
            award={"claimed_principal": principal, "granted_principal": principal, **award},
        )

    @classmethod
    def _order_served(cls, service="person", order="2026-09-15", served="2026-09-18", **award):
        """Return a payment order granted and served."""
        proceeding = cls._file(day="2026-07-20" if order < "2026-09" else "2026-09-01")
        cls._take(proceeding, "filed", proceeding.date_start)
        cls._grant(proceeding, order, **award)
        cls._take(proceeding, "served", served, service=service)
        return proceeding

    def _said(self, day):
        """Return a day as the screens write it."""
        return format_date(self.env, day)

    def _deadlines(self, proceeding):
        """Return the deadlines of a proceeding: name → (last day, state)."""
        return {one.name: (str(one.date), one.state) for one in proceeding.deadline_ids}
