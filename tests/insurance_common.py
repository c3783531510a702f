"""Builders for the tests of legal-protection insurance."""

from odoo.tests import tagged

from .paper_common import PaperCommon


@tagged("standard", "post_install", "-at_install")
class InsuranceCommon(PaperCommon):
    """A company with one policy that covers unpaid invoices, and a dispute nobody declared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.insurer = cls._create_provider("insurer", "Juridica Protection")
        cls.policy = cls._create_policy()

    @classmethod
    def _create_policy(cls, **values):
        return cls.env["litige.insurance.policy"].create(
            {
                "provider_id": cls.insurer.id,
                "number": "PJ 304 118",
                "date_from": cls._day(900),
                "excludes_unpaid": "no",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _contest(cls, case=None, ago=1):
        """Note a written complaint of the customer."""
        (case or cls.case).complaint_on = cls._day(ago)

    @classmethod
    def _declare_loss(cls, case=None, ago=1):
        cls._contest(case, ago)
        return (case or cls.case)._note_losses()
