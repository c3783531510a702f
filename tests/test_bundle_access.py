"""Who may see and make case files: they hold the whole of a dispute."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .bundle_common import make_pdf
from .common import LitigeCommon

ROLES = {
    "manager": "litige_management.litige_management_group_manager",
    "user": "litige_management.litige_management_group_user",
    "resolver": "litige_management.litige_management_group_resolver",
    "accountant": "account.group_account_user",
    "billing": "account.group_account_invoice",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
MAKERS = ("manager", "user")


@tagged("standard", "post_install", "-at_install")
class TestBundleAccess(LitigeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.setup_other_company()["company"]
        cls.users = {
            role: new_test_user(
                cls.env,
                f"bundle_{role}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, group in ROLES.items()
        }
        cls.stranger = new_test_user(
            cls.env,
            "bundle_stranger",
            groups=ROLES["manager"],
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.case = cls._open_case(cls._create_overdue(), resolver_id=cls.users["resolver"].id)
        cls.case._add_exhibits([{"raw": make_pdf(), "file_name": "d.pdf", "name": "Devis"}])
        cls.bundle = cls.env["litige.bundle"]._request(cls.case, [{"audience": "court"}])
        cls.bundle.action_make_now()

    def test_only_users_of_disputes_read_case_files(self):
        for role, user in self.users.items():
            bundle = self.bundle.with_user(user)
            with self.subTest(role=role):
                self.assertEqual(bundle.has_access("read"), role in MAKERS)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(bundle.has_access(operation), operation)

    def test_only_users_of_disputes_make_them(self):
        for role, user in self.users.items():
            case = self.case.with_user(user)
            Bundle = self.env["litige.bundle"].with_user(user)
            with self.subTest(role=role):
                if role in MAKERS:
                    bundle = Bundle._request(case, [{"audience": "mediator"}])
                    self.assertEqual(bundle.user_id, user)
                    bundle.action_make_now()
                    self.assertEqual(bundle.state, "done", bundle.message)
                else:
                    with self.assertRaises(UserError):  # AccessError is one
                        Bundle._request(case, [{"audience": "mediator"}])
                    with self.assertRaises(AccessError):
                        self.env["litige.bundle.make"].with_user(user).create(
                            {"case_id": self.case.id}
                        )

    def test_buttons_are_not_doors_for_others(self):
        waiting = self.env["litige.bundle"]._request(self.case, [{"audience": "court"}])
        for user in (*(self.users[role] for role in ROLES if role not in MAKERS), self.stranger):
            for name in ("action_make_now", "action_cancel", "action_retry"):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    getattr(waiting.with_user(user), name)()
        self.assertEqual(waiting.state, "queued")

    def test_another_company_sees_nothing(self):
        Bundle = self.env["litige.bundle"].with_user(self.stranger)
        self.assertFalse(Bundle.search([]))
        with self.assertRaises(AccessError):
            Bundle.browse(self.bundle.id).read(["pdf_name"])
        with self.assertRaises(AccessError):
            Bundle._request(self.case.with_user(self.stranger), [{"audience": "court"}])

    def test_what_is_in_a_file_cannot_be_forged_through_the_dispute(self):
        case = self.case.with_user(self.users["user"])
        for command in (
            Command.update(self.bundle.id, {"pdf_hash": "0"}),
            Command.create({"audience": "court", "state": "done"}),
            Command.delete(self.bundle.id),
        ):
            with self.assertRaises(UserError):  # AccessError is one
                case.write({"bundle_ids": [command]})

    def test_files_are_downloaded_by_users_of_disputes_only(self):
        content = base64.b64decode(self.bundle.pdf_file)
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "litige.bundle"),
                    ("res_id", "=", self.bundle.id),
                    ("res_field", "=", "pdf_file"),
                ]
            )
        )
        routes = (
            f"/web/content/litige.bundle/{self.bundle.id}/pdf_file?download=1",
            f"/web/content/{attachment.id}?download=1",
        )
        for role in ("user", "accountant", "resolver", "portal", None):
            login = role and f"bundle_{role}"
            self.authenticate(login, login)
            for route in routes:
                answer = self.url_open(route)
                with self.subTest(role=role, route=route):
                    if role == "user":
                        self.assertEqual(answer.content, content)
                    else:
                        self.assertNotEqual(answer.status_code, 200)
                        self.assertNotIn(b"%PDF", answer.content)

    def test_screens_open_for_users_and_show_nothing_to_others(self):
        for role in MAKERS:
            user = self.users[role]
            self.env["litige.bundle"].with_user(user).get_views([(False, "list"), (False, "form")])
            arch = self.env["litige.case"].with_user(user).get_view(view_type="form")["arch"]
            self.assertIn("action_bundle", arch)
        for role in ("resolver", "accountant"):
            user = self.users[role]
            arch = self.env["litige.case"].with_user(user).get_view(view_type="form")["arch"]
            self.assertNotIn("bundle", arch, role)
