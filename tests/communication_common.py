"""Builders for the tests of what is logged and promised."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from .common import LitigeCommon


class CommunicationCommon(LitigeCommon):
    """A customer with one overdue invoice; people of each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        cls.comptable = cls._create_customer(
            "Luc Faure", is_company=False, parent_id=cls.customer.id, email="luc@example.com"
        )
        cls.move = cls._create_overdue(amount=1200.0)
        cls.user = cls._create_person("user", "litige_management.litige_management_group_user")
        cls.resolver = cls._create_person(
            "resolver", "litige_management.litige_management_group_resolver"
        )
        cls.accountant = cls._create_person("accountant", "account.group_account_user")

    @classmethod
    def _create_person(cls, name, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"comm_{name}",
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _log(cls, where=None, user=None, promised=None, by=None, **values):
        """Log an exchange on a case, an invoice or a customer; `promised` an amount `by` a day."""
        names = {
            "litige.case": "case_id",
            "account.move": "move_id",
            "res.partner": "partner_id",
        }
        if where is not None:
            values[names[where._name]] = where.id
        if promised:
            values.update(
                has_promise=True,
                promise_amount=promised,
                promise_date=by or cls.today + timedelta(days=10),
            )
        model = cls.env["litige.communication"]
        return (model.with_user(user) if user else model).create(
            {"summary": "Le virement part jeudi.", **values}
        )

    @classmethod
    def _ago(cls, **delta):
        return fields.Datetime.now() - timedelta(**delta)

    @classmethod
    def _in_days(cls, days):
        return cls.today + timedelta(days=days)
