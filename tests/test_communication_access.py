"""Who logs and who reads exchanges and promises: each role, two companies, outsiders."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from .communication_common import CommunicationCommon

R, W, C, D = "read", "write", "create", "unlink"
RIGHTS = {
    "litige.communication": {
        "manager": {R, C},
        "user": {R, C},
        "resolver": {R, C},
        "accountant": {R},
    },
    "litige.promise": {"manager": {R}, "user": {R}, "resolver": {R}, "accountant": {R}},
}
GROUPS = {
    "manager": "litige_management.litige_management_group_manager",
    "user": "litige_management.litige_management_group_user",
    "resolver": "litige_management.litige_management_group_resolver",
    "accountant": "account.group_account_user",
    "billing": "account.group_account_invoice",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}


class TestCommunicationAccess(CommunicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._open_case(cls.move)
        cls.named = cls._open_case(cls._create_overdue(cls.consumer), resolver_id=cls.resolver.id)
        cls.open_one = cls._log(cls.named, promised=100.0)
        cls.secret = cls._log(
            cls.named, promised=50.0, confidential=True, confidential_ground="mediation"
        )

    def test_every_role_on_every_model(self):
        people = {
            role: new_test_user(
                self.env,
                f"matrix_{role}",
                groups=group,
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for role, group in GROUPS.items()
        }
        for model, rights in RIGHTS.items():
            for role, person in people.items():
                for operation in (R, W, C, D):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(person).browse().has_access(operation),
                            operation in rights.get(role, set()),
                        )

    def test_confidential_ones_are_for_users_only(self):
        elsewhere = self._log(self.case, promised=10.0)
        for user, seen in (
            (self.user, self.open_one | self.secret | elsewhere),
            (self.accountant, self.open_one | elsewhere),
            (self.resolver, self.open_one),
        ):
            found = self.env["litige.communication"].with_user(user).search([])
            self.assertEqual(found, seen, user.login)
            promises = self.env["litige.promise"].with_user(user).search([])
            self.assertEqual(promises.communication_id, seen, user.login)

    def test_a_resolver_logs_on_the_cases_where_they_are_named(self):
        action = self.named.with_user(self.resolver).action_log()
        with Form.from_action(self.env(user=self.resolver), action) as form:
            form.summary = "J'ai repris les portes."
            form.channel = "visit"
            form.has_promise = True
            self.assertEqual(form.promise_amount, 1200.0)
            form.promise_date = self._in_days(4)
        logged = self.named.communication_ids - self.open_one - self.secret
        self.assertEqual(logged.event_ids.author_id, self.resolver)
        self.assertEqual(logged.message_id.author_id, self.resolver.partner_id)
        for where in (self.case, self.consumer, self.move):
            with self.assertRaises(AccessError):
                self._log(where, user=self.resolver)
        with self.assertRaises(AccessError):
            self._log(
                self.named,
                user=self.resolver,
                confidential=True,
                confidential_ground="mediation",
            )

    def test_accountants_and_billing_log_nothing(self):
        billing = self._create_person("billing", "account.group_account_invoice")
        for user in (self.accountant, billing):
            with self.assertRaises(AccessError):
                self._log(self.move, user=user)

    def test_files_follow_the_exchange(self):
        file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        self._log(self.named, attachment_ids=[Command.set(file.ids)])
        hidden = self.env["ir.attachment"].create({"name": "b.txt", "raw": b"b"})
        self._log(
            self.named,
            attachment_ids=[Command.set(hidden.ids)],
            confidential=True,
            confidential_ground="lawyers",
        )
        portal = new_test_user(self.env, "comm_portal", groups="base.group_portal")
        self.assertEqual(file.with_user(self.resolver).raw, b"a")
        for user, unseen in (
            (self.resolver, hidden),
            (self.accountant, hidden),
            (portal, file),
        ):
            unseen.invalidate_recordset()
            with self.assertRaises(AccessError):
                unseen.with_user(user).read(["raw"])
            with self.assertRaises(UserError):  # nor adds one to what was logged
                self.env["ir.attachment"].with_user(user).create(
                    {
                        "name": "c.txt",
                        "raw": b"c",
                        "res_model": "litige.communication",
                        "res_id": unseen.res_id,
                    }
                )

    def test_nobody_takes_a_file_that_they_may_not_read(self):
        theirs = self.env["ir.attachment"].create({"name": "offre.pdf", "raw": b"x"})
        self._log(
            self.named,
            attachment_ids=[Command.set(theirs.ids)],
            confidential=True,
            confidential_ground="mediation",
        )
        with self.assertRaises(AccessError):
            self._log(self.named, user=self.resolver, attachment_ids=[Command.set(theirs.ids)])

    def test_another_company_sees_nothing_and_logs_nothing_here(self):
        stranger = self._create_person("stranger", GROUPS["manager"], company=self.other_company)
        for model in RIGHTS:
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self._log(self.case, user=stranger)
        with self.assertRaises(AccessError):
            self._log(self.customer, user=stranger, company_id=self.company.id)

    def test_screens_open_for_each_role(self):
        for user in (self.user, self.accountant, self.resolver):
            Form(self.open_one.with_user(user))
            Form(self.named.with_user(user))
            for xmlid in ("litige_communication_action", "litige_promise_action"):
                action = self.env.ref(f"litige_management.{xmlid}")
                for mode in action.view_mode.split(","):
                    self.env[action.res_model].with_user(user).get_view(view_type=mode)
        for user in (self.user, self.accountant):
            Form(self.consumer.with_user(user))
            Form(self.move.with_user(user))

    def test_the_form_tells_nobody_what_others_owe(self):
        spec = {"promise_amount": {}, "promise_scope": {}}
        form = self.env["litige.communication"].with_user(self.resolver)
        for where in (
            {"move_id": self.move.id},
            {"case_id": self.case.id},
            {"partner_id": self.customer.id},
            {"case_id": self.named.id, "move_id": self.move.id},
        ):
            with self.subTest(where=where):
                self.env.invalidate_all()
                found = form.onchange({**where, "has_promise": True}, ["has_promise"], spec)
                self.assertFalse(found["value"].get("promise_amount"))
                self.assertFalse(found["value"].get("promise_scope"))

    def test_no_accountant_gives_a_promise_other_invoices(self):
        promise = self._log(self.case, promised=10.0).promise_ids
        for command in (Command.clear(), Command.unlink(promise.id)):
            with self.assertRaisesRegex(UserError, "not changed by hand"):
                self.move.with_user(self.accountant).write({"litige_promise_ids": [command]})
        self.assertEqual(promise.move_ids, self.move)
