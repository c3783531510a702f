"""Who reads the exhibits of a dispute, on screen, by remote call and by the address of a file."""

import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .test_exhibit import PDF, ExhibitCommon

ROLES = {
    "manager": "litige_management.litige_management_group_manager",
    "user": "litige_management.litige_management_group_user",
    "resolver": "litige_management.litige_management_group_resolver",
    "accountant": "account.group_account_user",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
ALL, READ, NONE = {"read", "write", "create", "unlink"}, {"read"}, set()
RIGHTS = {
    "litige.exhibit": {"manager": ALL, "user": ALL, "resolver": READ, "accountant": READ},
    **dict.fromkeys(
        ("litige.exhibit.type", "litige.cause.requirement"),
        {
            "manager": ALL,
            "user": READ,
            "resolver": READ,
            "accountant": READ,
            "internal": READ,
        },
    ),
    **dict.fromkeys(
        ("litige.exhibit.collect", "litige.exhibit.collect.line", "litige.exhibit.withdraw"),
        {"manager": ALL, "user": ALL},
    ),
}


class ExhibitAccessCommon(ExhibitCommon):
    """Two disputes, one with a resolver; an open exhibit and a confidential one in each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        cls.users = {
            role: cls._create_person(f"exhibit_{role}", group, cls.company)
            for role, group in ROLES.items()
        }
        cls.stranger = cls._create_person("exhibit_stranger", ROLES["manager"], cls.other_company)
        cls.named = cls._open_case(
            cls._create_overdue(partner=cls.consumer), resolver_id=cls.users["resolver"].id
        )
        secret = {"confidential": True, "confidential_ground": "mediation"}
        cls.open_one = cls._add("Devis", case=cls.named)
        cls.secret = cls._add("Offre", case=cls.named, **secret)
        cls.foreign = cls._add("Contrat")

    @classmethod
    def _create_person(cls, login, group, company):
        return new_test_user(
            cls.env,
            login,
            groups=group,
            password=login,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _seen_by(self, user):
        return self.env["litige.exhibit"].with_user(user).search([])


@tagged("standard", "post_install", "-at_install")
class TestExhibitAccess(ExhibitAccessCommon):
    def test_every_role_on_every_model(self):
        for model, rights in RIGHTS.items():
            for role, user in self.users.items():
                for operation in ALL:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).browse().has_access(operation),
                            operation in rights.get(role, NONE),
                        )

    def test_each_sees_what_concerns_them(self):
        everything = self.open_one | self.secret | self.foreign
        self.assertEqual(self._seen_by(self.users["user"]), everything)
        self.assertEqual(self._seen_by(self.users["accountant"]), self.open_one | self.foreign)
        self.assertEqual(self._seen_by(self.users["resolver"]), self.open_one)
        self.assertFalse(self._seen_by(self.stranger))
        for role in ("internal", "portal", "public"):
            with self.assertRaises(AccessError):
                self._seen_by(self.users[role])

    def test_a_resolver_sees_the_true_number_of_what_they_see(self):
        self.secret.confidential_ground = "wish"
        last = self._add("Photo", case=self.named)
        self.assertEqual(last.with_user(self.users["resolver"]).label, "Exhibit 3")

    def test_a_resolver_changes_nothing(self):
        mine = self.open_one.with_user(self.users["resolver"])
        case = self.named.with_user(self.users["resolver"])
        for change in (
            lambda: mine.write({"name": "Autre"}),
            lambda: mine.unlink(),
            lambda: mine.action_accept() or mine._write_protected({"state": "kept"}),
            lambda: case._add_exhibits([self._spec("Intrus")]),
            lambda: case.add_exhibit_files([{"name": "a.pdf", "data": "JVBERi0="}]),
            lambda: case.action_freeze_file(),
            lambda: case.action_collect_exhibits(),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_a_user_of_disputes_does_everything_but_forge(self):
        case = self.named.with_user(self.users["user"])
        added = case._add_exhibits([self._spec("Photo")])
        case.action_freeze_file()
        self.assertEqual(added.number, 2)
        self.assertFalse(self.named._verify_chronology())

    def test_another_company_cannot_add_to_our_file(self):
        with self.assertRaises(AccessError):
            self.env["litige.exhibit"].with_user(self.stranger).create(
                {"case_id": self.named.id, "file": "JVBERi0=", "file_name": "a.pdf"}
            )

    def test_the_screens_open_for_all_who_have_them(self):
        for role in ("manager", "user", "resolver", "accountant"):
            for kind in ("form", "list", "kanban", "search"):
                self.env["litige.exhibit"].with_user(self.users[role]).get_view(view_type=kind)
            self.env.invalidate_all()  # each person has a request of their own
            case = self.named.with_user(self.users[role])
            spec = {"exhibit_ids": {"fields": {"label": {}, "name": {}, "type_id": {}}}}
            count = 2 if role in ("manager", "user") else 1
            self.assertEqual(len(case.web_read(spec)[0]["exhibit_ids"]), count, role)


@tagged("standard", "post_install", "-at_install")
class TestExhibitFiles(ExhibitAccessCommon, HttpCase):
    """The addresses of a file ask for the same rights as the exhibit."""

    def _get(self, exhibit, user):
        self.authenticate(user and user.login, user and user.login)
        by_field = self.url_open(f"/web/content/litige.exhibit/{exhibit.id}/file")
        attachment = exhibit.sudo()._get_file_attachments()[exhibit.sudo()]
        by_id = self.url_open(f"/web/content/{attachment.id}")
        found = {PDF in response.content for response in (by_field, by_id)}
        self.assertEqual(len(found), 1, "both addresses answer alike")
        return found.pop()

    def test_who_gets_the_file(self):
        for exhibit, readers in (
            (self.open_one, {"user", "accountant", "resolver"}),
            (self.secret, {"user"}),
            (self.foreign, {"user", "accountant"}),
        ):
            for role in ("user", "accountant", "resolver", "internal", "portal"):
                with self.subTest(exhibit=exhibit.name, role=role):
                    self.assertEqual(self._get(exhibit, self.users[role]), role in readers)
            self.assertFalse(self._get(exhibit, self.stranger))
            self.assertFalse(self._get(exhibit, None))

    def test_dropping_files_from_the_browser(self):
        login = self.users["user"].login
        self.authenticate(login, login)
        files = [
            {"name": "Bon de livraison 12.pdf", "data": "JVBERi0xLjQK"},
            {"name": "vide.pdf", "data": ""},
            {"name": "copie.pdf", "data": "JVBERi0xLjQK"},
        ]
        params = {"args": [[self.named.id], files], "kwargs": {}}
        response = self.url_open(
            "/web/dataset/call_kw/litige.case/add_exhibit_files",
            data=json.dumps(
                {
                    "params": {"model": "litige.case", "method": "add_exhibit_files", **params},
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()["result"]
        self.assertEqual(response["added"], 1)
        self.assertEqual(len(response["refused"]), 2)
        self.assertIn("vide.pdf", response["refused"][0])
        self.assertIn("copie.pdf", response["refused"][1])
        added = self.named.exhibit_ids[-1]
        self.assertEqual((added.name, added.type_id.code), ("Bon de livraison 12", "delivery"))
