"""Who sees the assessment of a dispute: those who run it, and nobody else."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .assessment_common import AssessmentCommon

MODELS = ("litige.position", "litige.position.exhibit", "litige.opinion", "litige.estimate")
FIELDS = (
    "position_ids",
    "file_strength",
    "position_matrix",
    "opinion_ids",
    "estimate_ids",
    "estimate_verdict",
    "root_cause_id",
    "root_cause_note",
    "checklist",
    "invoices_checked_on",
)
GROUPS = {
    "manager": "litige_management.litige_management_group_manager",
    "user": "litige_management.litige_management_group_user",
    "resolver": "litige_management.litige_management_group_resolver",
    "accountant": "account.group_account_user",
    "auditor": "account.group_account_readonly",
    "billing": "account.group_account_invoice",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
RUN_DISPUTES = ("manager", "user")


class TestAssessmentAccess(AssessmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        cls.users = {
            role: cls._create_user(role, group, cls.company) for role, group in GROUPS.items()
        }
        cls.stranger = cls._create_user("stranger", GROUPS["manager"], cls.other_company)
        cls.case.resolver_id = cls.users["resolver"]
        position = cls._claim(cls.case, "livraison", (cls.quotation, "+"))
        cls.records = [
            position,
            position.link_ids,
            cls.env["litige.opinion"].create(
                {"case_id": cls.case.id, "lawyer_id": cls.customer.id, "conclusion": "Transiger"}
            ),
            cls.env["litige.estimate"].create({"case_id": cls.case.id, "chance": 50}),
        ]

    @classmethod
    def _create_user(cls, name, group, company):
        return new_test_user(
            cls.env,
            f"assessment_{name}",
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def test_every_role_on_every_model(self):
        for model in MODELS:
            for role, user in self.users.items():
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).browse().has_access(operation),
                            role in RUN_DISPUTES,
                        )

    def test_the_fields_of_the_case_are_for_those_who_run_it(self):
        for role, user in self.users.items():
            for name in FIELDS:
                with self.subTest(role=role, field=name):
                    case = self.case.with_user(user)
                    if role in RUN_DISPUTES:
                        case.read([name])
                    else:
                        with self.assertRaises(AccessError):
                            case.read([name])

    def test_another_company_sees_nothing(self):
        for record in self.records:
            self.assertFalse(self.env[record._name].with_user(self.stranger).search([]))
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).read(["case_id"])
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).unlink()

    def test_another_company_adds_nothing(self):
        with self.assertRaises(AccessError):
            self.env["litige.position"].with_user(self.stranger).create(
                {"case_id": self.case.id, "name": "Intrusion"}
            )

    def test_weighing_asks_for_the_right_to_write(self):
        position = self.records[0]
        for user in (self.users["resolver"], self.users["accountant"], self.stranger):
            with self.assertRaises(AccessError):
                position.with_user(user).action_weigh(self.quotation.id, "contradicts")

    def test_the_document_of_an_opinion_is_for_those_who_run_the_dispute(self):
        opinion = self.records[2]
        opinion.document = "QXZpcw=="
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", "litige.opinion"), ("res_field", "=", "document")])
        )
        self.assertTrue(attachment)
        for role, user in self.users.items():
            self.assertEqual(
                attachment.with_user(user).sudo(False).has_access("read"),
                role in RUN_DISPUTES,
                role,
            )
