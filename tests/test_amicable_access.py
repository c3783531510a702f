"""Who sees proceedings and deadlines; what is confidential in them; two companies, outsiders."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .amicable_common import AmicableCommon

R, W, C, D = "read", "write", "create", "unlink"
CATALOGUE = {"manager": {R, W, C, D}, **dict.fromkeys(("user", "resolver", "accountant"), {R})}
CATALOGUE |= dict.fromkeys(("billing", "internal"), {R})
FILE = {"manager": {R, W, C}, "user": {R, W, C}}
RIGHTS = {
    "litige.remedy": CATALOGUE,
    "litige.remedy.step": CATALOGUE,
    "litige.deadline.rule": CATALOGUE,
    "litige.proceeding": FILE,
    "litige.proceeding.step": FILE,
    "litige.deadline": FILE,
    "litige.limitation.event": FILE,
    "litige.limitation.record": {"manager": {R, W, C, D}, "user": {R, W, C, D}},
    "litige.claim.limitation": {"manager": {R, W, C, D}, "user": {R, W, C, D}},
    "litige.proceeding.end": {"manager": {R, W, C, D}, "user": {R, W, C, D}},
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


class TestAmicableAccess(AmicableCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            role: new_test_user(
                cls.env,
                f"amicable_{role}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, group in GROUPS.items()
        }
        cls.conciliation = cls._start(
            cls.consumer_case, "conciliation", provider_id=cls.conciliator.id
        )

    def test_every_role_on_every_model(self):
        for model, rights in RIGHTS.items():
            for role, person in self.people.items():
                for operation in (R, W, C, D):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(person).browse().has_access(operation),
                            operation in rights.get(role, set()),
                        )

    def test_another_company_sees_nothing(self):
        self._step(self.conciliation, "proposed", 10)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "amicable_stranger",
            groups=GROUPS["manager"],
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.consumer_case.claim_ids._add_limitation_event("enforcement", self._day(3))
        for model in (
            "litige.proceeding",
            "litige.proceeding.step",
            "litige.deadline",
            "litige.limitation.event",
        ):
            self.assertTrue(self.env[model].search([("case_id", "in", self.consumer_case.ids)]))
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.consumer_case.with_user(stranger).get_limitation_panel()
        with self.assertRaises(AccessError):
            self.conciliation.with_user(stranger).read(["note"])

    def test_a_user_goes_through_it_with_their_own_rights(self):
        user = self.people["user"]
        case = self.consumer_case.with_user(user)
        self.assertTrue(case.remedy_cards["cards"])
        action = case.with_context(litige_remedy="negotiation").action_start_proceeding()
        form = Form(self.env["litige.proceeding"].with_user(user).with_context(action["context"]))
        talks = form.save()
        self.assertEqual(talks.remedy_id.code, "negotiation")
        step = talks.remedy_id.step_ids[:1]
        talks.step_ids = [Command.create({"type_id": step.id})]
        self.assertEqual(talks.deadline_ids.state, "running")
        talks.deadline_ids.action_met()
        talks._end("failure", self.today, "ours", ("note.txt", b"ended"))
        self.assertTrue(talks.certificate_id)

    def test_resolver_and_accountant_read_the_dispute_without_its_amicable_tab(self):
        self.consumer_case.sudo().resolver_id = self.people["resolver"]
        for role in ("resolver", "accountant"):
            case = self.consumer_case.with_user(self.people[role])
            view = case.get_view(self.env.ref("litige_management.litige_case_view_form").id, "form")
            self.assertNotIn("remedy_cards", view["arch"])
            with self.assertRaises(AccessError):
                case.read(["proceeding_ids"])

    # === CONFIDENTIAL BY DEFAULT === #

    def test_what_belongs_to_a_conciliation_is_confidential_by_default(self):
        [inside, original] = self.consumer_case._add_exhibits(
            [
                {
                    "raw": b"a",
                    "file_name": "a.txt",
                    "name": "A",
                    "proceeding_id": self.conciliation.id,
                },
                {
                    "raw": b"b",
                    "file_name": "b.txt",
                    "name": "B",
                    "proceeding_id": self.conciliation.id,
                    "produced_in_mediation": True,
                },
            ]
        )
        self.assertTrue(inside.is_confidential_binding)
        usable = self.consumer_case._get_exhibits("court")
        self.assertNotIn(inside, usable)
        self.assertIn(original, usable)

    def test_an_exchange_in_it_is_confidential_unless_said_otherwise(self):
        values = {
            "case_id": self.consumer_case.id,
            "partner_id": self.consumer.id,
            "proceeding_id": self.conciliation.id,
            "channel": "meeting",
            "summary": "They offered 900.",
        }
        meeting = self.env["litige.communication"].create(values)
        self.assertEqual((meeting.confidential, meeting.confidential_ground), (True, "mediation"))
        self.assertTrue(meeting.event_ids.is_confidential_binding)
        public = self.env["litige.communication"].create(
            {**values, "confidential": False, "confidential_ground": False}
        )
        self.assertFalse(public.confidential)

    def test_the_form_of_an_exchange_starts_confidential(self):
        action = self.conciliation.with_user(self.people["user"]).action_log()
        with Form.from_action(self.env(user=self.people["user"]), action) as form:
            self.assertTrue(form.confidential)
            self.assertEqual(form.confidential_ground, "mediation")
            form.summary = "They offered 900."
        [meeting] = self.conciliation.communication_ids
        self.assertTrue(meeting.event_ids.is_confidential_binding)

    def test_talks_without_a_third_party_are_not_confidential_by_law(self):
        talks = self._start(self.consumer_case, "negotiation")
        call = self.env["litige.communication"].create(
            {
                "case_id": self.consumer_case.id,
                "partner_id": self.consumer.id,
                "proceeding_id": talks.id,
                "summary": "They offered 900.",
            }
        )
        self.assertFalse(call.confidential)

    def test_mail_with_the_conciliator_is_confidential_and_never_in_the_disputes_thread(self):
        before = self.consumer_case.message_ids
        self.conciliation.message_post(
            body="SECRET offer",
            subject="Our file",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.conciliator.partner_id.ids,
        )
        [event] = self.consumer_case.event_ids.filtered(lambda one: one.kind == "email")
        self.assertTrue(event.is_confidential_binding)
        self.assertIn("SECRET offer", event.summary)
        self.assertEqual(self.consumer_case.message_ids, before)
        for audience in ("court", "mediator", "customer", "insurer"):
            self.assertNotIn(event, self.consumer_case._get_usable_events(audience))

    def test_the_conciliators_answer_joins_the_proceeding_and_stays_confidential(self):
        sent = self.conciliation.message_post(
            body="Our file",
            subject="Our file",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.conciliator.partner_id.ids,
        )
        raw = (
            f"From: {self.conciliator.email}\nTo: catchall@example.com\nSubject: Re: Our file\n"
            f"Message-Id: <answer-1@conciliateur.example>\nIn-Reply-To: {sent.message_id}\n"
            "Content-Type: text/plain; charset=utf-8\n\nI propose 900 euros.\n"
        )
        self.env["mail.thread"].message_process(False, raw.encode())
        self.assertIn("900 euros", self.conciliation.message_ids[0].body)
        [answer] = self.consumer_case.event_ids.filtered(
            lambda one: one.kind == "email" and one.direction == "in"
        )
        self.assertTrue(answer.is_confidential_binding)
        self.assertNotIn("900", " ".join(self.consumer_case.message_ids.mapped("body")))
