"""The dispute address in the settings, answers to letters, and who handles what was set aside."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.mail.tests.common import MailCommon

from .gateway_common import EmailWriter, GatewayCommon
from .letter_common import LetterCommon
from .test_access import ROLES

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


class TestAddress(GatewayCommon):
    def _save(self, **values):
        self.env["res.config.settings"].with_company(self.company).create(values).execute()

    def test_address_is_chosen_renamed_and_removed_in_the_settings(self):
        alias = self.company.litige_alias_id
        self.assertEqual(self.company.litige_alias_email, self.address)
        self._save(litige_alias_name="contentieux")
        self.assertEqual(self.company.litige_alias_id, alias)
        self.assertTrue(self.company.litige_alias_email.startswith("contentieux@"))
        self._save(litige_alias_name=False)
        self.assertFalse(self.company.litige_alias_id or alias.exists())
        self.assertFalse(self.company.litige_alias_email)

    def test_address_leads_to_its_own_company_for_everyone(self):
        alias = self.company.litige_alias_id
        self.assertEqual(alias.alias_model_id.model, "litige.case")
        self.assertEqual(alias.alias_contact, "everyone")
        self.assertIn(str(self.company.id), alias.alias_defaults)

    def test_two_companies_cannot_share_an_address(self):
        other = self.setup_other_company()["company"]
        other.alias_domain_id = self.mail_alias_domain
        with self.assertRaises(UserError):
            other.litige_alias_name = "litiges"

    def test_address_follows_the_domain_of_the_company(self):
        domain = self.env["mail.alias.domain"].create({"name": "lacombe.example"})
        self.company.alias_domain_id = domain
        self.assertEqual(self.company.litige_alias_email, "litiges@lacombe.example")

    def test_settings_say_in_words_that_a_domain_comes_first(self):
        arch = self.env["res.config.settings"].get_views([(False, "form")])["views"]["form"]
        self.assertIn("Choose an alias domain first", arch["arch"])

    def test_new_dispute_goes_to_who_the_settings_name(self):
        user = new_test_user(
            self.env,
            "litige_taker",
            groups=GROUPS["user"],
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.company.litige_alias_user_id = user
        case = self._receive(self._mail(From="x@nulle-part.example"))
        self.assertEqual(case.user_id, user)
        self.assertIn(user.partner_id, case.message_ids.notified_partner_ids)

    # === SET ASIDE === #

    def test_rights_on_what_was_set_aside(self):
        users = {
            role: new_test_user(
                self.env,
                f"aside_{role}",
                groups=GROUPS[role],
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            for role in ROLES
        }
        for role, user in users.items():
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(role=role, operation=operation):
                    allowed = role in ("manager", "user") and operation in ("read", "write")
                    model = self.env["litige.mail.aside"].with_user(user)
                    self.assertEqual(model.has_access(operation), allowed)
            wizard = self.env["litige.case.sender"].with_user(user)
            self.assertEqual(wizard.has_access("create"), role in ("manager", "user"))

    def test_another_company_does_not_see_what_was_set_aside(self):
        self._receive(self._mail(From="x@nulle-part.example", Auto_Submitted="auto-replied"))
        aside = self._asides()
        other = self.setup_other_company()["company"]
        stranger = new_test_user(
            self.env,
            "aside_stranger",
            groups=GROUPS["manager"],
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(aside.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            aside.with_user(stranger).read(["file"])

    def test_what_was_set_aside_stays_as_it_came(self):
        self._receive(self._mail(From="x@nulle-part.example", Auto_Submitted="auto-replied"))
        aside = self._asides()
        user = new_test_user(
            self.env,
            "aside_forger",
            groups=GROUPS["user"],
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for values in ({"file": False}, {"email_from": "compta@dubreuil.example"}, {"subject": ""}):
            with self.assertRaisesRegex(UserError, "stays as it came"):
                aside.with_user(user).write(values)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", aside._name), ("res_field", "=", "file")]
        )
        with self.assertRaises(UserError):
            file.with_user(user).raw = b"From: compta@dubreuil.example"
        aside.with_user(user).case_id = self.case
        aside.with_user(user).action_put_in_case()
        self.assertFalse(aside.active)

    def test_screens_open_for_each_reader(self):
        for role in ("user", "resolver", "accountant"):
            user = new_test_user(
                self.env, f"screen_{role}", groups=GROUPS[role], company_id=self.company.id
            )
            arch = self.Case.with_user(user).get_views([(False, "form"), (False, "search")])
            form = arch["views"]["form"]["arch"]
            self.assertIn("Nobody has checked who wrote it", form)
            self.assertEqual("action_identify_sender" in form, role == "user")
            self.assertIn("unverified_sender", arch["views"]["search"]["arch"])


class TestAnswersToLetters(EmailWriter, LetterCommon, MailCommon):
    """What the customer answers to a letter sent by e-mail belongs to its dispute."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.alias_domain_id = cls.mail_alias_domain
        cls.company.litige_alias_name = "litiges"
        cls.address = cls.company.litige_alias_email
        cls.customer.email = "compta@dubreuil.example"
        cls.letter = cls._confirm(cls._write_letter("reminder"))
        action = cls.letter.action_send_email()
        cls.composer = cls.env["mail.compose.message"].with_context(**action["context"])

    def _send_and_answer(self, **headers):
        with self.mock_mail_gateway():
            self.composer.create({})._action_send_mail()
            [sent] = self._mails
            self.sent = sent
            self.env["mail.thread"].message_process(
                None,
                self._mail(
                    From="compta@dubreuil.example",
                    References=sent["message_id"],
                    Subject=f"Re: {sent['subject']}",
                    **headers,
                ),
            )
        return self.case.event_ids.filtered(lambda event: event.kind == "email")

    def test_answer_lands_in_the_dispute_of_the_letter(self):
        event = self._send_and_answer()
        self.assertEqual((event.direction, event.standing), ("in", "theirs"))
        self.assertIn(self.address, self.sent["reply_to"])

    def test_answer_to_the_catchall_too(self):
        self.assertTrue(self._send_and_answer(To=self.mail_alias_domain.catchall_email))

    def test_absence_is_a_note(self):
        self.assertFalse(self._send_and_answer(Auto_Submitted="auto-replied"))
        self.assertIn("incomplète", self.case.message_ids[0].body)
