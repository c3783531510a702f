"""Who may do what: each role, each model, each operation; walls between companies."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import LitigeCommon

R, W, C, D = "read", "write", "create", "unlink"
ROLES = ("manager", "user", "resolver", "accountant", "billing", "internal", "portal", "public")

# What each role may do on each model, record rules aside. Nobody else, nothing else.
RIGHTS = {
    "litige.case": {"manager": {R, W, C}, "user": {R, W, C}, "resolver": {R}, "accountant": {R}},
    "litige.claim": {"manager": {R}, "user": {R}, "resolver": {R}, "accountant": {R}},
    "litige.event": {"manager": {R, C}, "user": {R, C}, "resolver": {R}, "accountant": {R}},
    "litige.case.chain": {"manager": {R}},
    "litige.cause": {
        "manager": {R, W, C, D},
        "user": {R},
        "resolver": {R},
        "accountant": {R},
        "billing": {R},
        "internal": {R},
    },
}
# Little forms for people who keep the books, whatever they may do with disputes.
ACCOUNTING_FORMS = {"litige.invoice.change": ("accountant", "billing")}


@tagged("standard", "post_install", "-at_install")
class TestAccess(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        groups = {
            "manager": "litige_management.litige_management_group_manager",
            "user": "litige_management.litige_management_group_user",
            "resolver": "litige_management.litige_management_group_resolver",
            "accountant": "account.group_account_user",
            "billing": "account.group_account_invoice",
            "internal": "base.group_user",
            "portal": "base.group_portal",
            "public": "base.group_public",
        }
        cls.users = {
            role: new_test_user(
                cls.env,
                f"litige_{role}",
                groups=group,
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for role, group in groups.items()
        }
        cls.stranger = new_test_user(
            cls.env,
            "litige_stranger",
            groups="litige_management.litige_management_group_manager",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.case = cls._open_case(cls._create_overdue())
        cls.named = cls._open_case(
            cls._create_overdue(partner=cls.consumer), resolver_id=cls.users["resolver"].id
        )
        cls.secret = cls.env["litige.event"].create(
            {
                "case_id": cls.named.id,
                "kind": "note",
                "summary": "Offre faite en médiation",
                "confidential": True,
                "confidential_ground": "mediation",
            }
        )

    # === THE MATRIX === #

    def test_every_role_on_every_model(self):
        for model, rights in RIGHTS.items():
            for role in ROLES:
                allowed = rights.get(role, set())
                for operation in (R, W, C, D):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model]
                            .with_user(self.users[role])
                            .browse()
                            .has_access(operation),
                            operation in allowed,
                        )

    def test_every_model_of_the_addon_is_in_the_matrix_or_a_form(self):
        models = self.env["ir.model"].search([("model", "=like", "litige.%")])
        persistent = {
            model.model
            for model in models
            if not model.transient and not self.env[model.model]._abstract
        }
        self.assertLessEqual(set(RIGHTS), persistent)
        for model in models.filtered("transient"):
            for role in ("resolver", "accountant", "billing", "internal", "portal", "public"):
                if role in ACCOUNTING_FORMS.get(model.model, ()):
                    continue
                self.assertFalse(
                    self.env[model.model].with_user(self.users[role]).browse().has_access(C),
                    f"{role} opens {model.model}",
                )

    # === RECORD BY RECORD === #

    def test_resolver_sees_the_cases_where_they_are_named_and_no_other(self):
        Case = self.env["litige.case"].with_user(self.users["resolver"])
        self.assertEqual(Case.search([]), self.named)
        self.assertEqual(
            self.env["litige.claim"].with_user(self.users["resolver"]).search([]),
            self.named.claim_ids,
        )
        with self.assertRaises(AccessError):
            self.case.with_user(self.users["resolver"]).read(["name"])

    def test_resolver_comments_but_does_not_change(self):
        case = self.named.with_user(self.users["resolver"])
        message = case.message_post(body="La pièce a été remplacée", message_type="comment")
        self.assertEqual(message.author_id, self.users["resolver"].partner_id)
        for change in (
            lambda: case.write({"description": "Autre"}),
            lambda: case.action_close_mistake(),
            lambda: case.with_context(litige_phase="amicable").action_set_phase(),
            lambda: case.claim_ids._release_hold(),
        ):
            with self.assertRaises(AccessError):
                change()
        self.assertEqual(self.named.phase, "identification")
        self.assertTrue(self.named.claim_ids.is_held)

    def test_confidential_entries_are_for_users_only(self):
        Event = self.env["litige.event"]
        for role, sees in (
            ("manager", True),
            ("user", True),
            ("resolver", False),
            ("accountant", False),
        ):
            found = Event.with_user(self.users[role]).search([("id", "=", self.secret.id)])
            self.assertEqual(bool(found), sees, role)

    def test_salts_are_for_administrators_of_the_system(self):
        with self.assertRaises(AccessError):
            self.secret.with_user(self.users["user"]).read(["salt"])

    # === COMPANIES === #

    def test_another_company_sees_nothing(self):
        for model in ("litige.case", "litige.claim", "litige.event"):
            self.assertFalse(self.env[model].with_user(self.stranger).search([]), model)
        for record in (self.case, self.case.claim_ids, self.case.event_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.stranger).read(["display_name"])

    def test_branch_is_a_company_of_its_own(self):
        branch = self.env["res.company"].create(
            {
                "name": "Agence de Nantes",
                "parent_id": self.company.id,
            }
        )
        user = new_test_user(
            self.env,
            "litige_branch",
            groups="litige_management.litige_management_group_user",
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        self.assertFalse(self.env["litige.case"].with_user(user).search([]))
        self.assertTrue(self.env["litige.cause"].with_user(user).search([]), "causes are shared")
        self.assertTrue(branch._litige_next_numbers(1), "it counts its own disputes")

    def test_cause_of_a_company_is_seen_by_its_branches_only(self):
        cause = self.env["litige.cause"].create({"name": "Maison", "company_id": self.company.id})
        self.assertIn(cause, self.env["litige.cause"].with_user(self.users["user"]).search([]))
        self.assertNotIn(cause, self.env["litige.cause"].with_user(self.stranger).search([]))

    def test_invoice_of_another_company_cannot_enter_a_case(self):
        with self.assertRaises(UserError):
            self.env["litige.claim"].sudo().create(
                {
                    "case_id": self.case.id,
                    "move_id": self.init_invoice(
                        "out_invoice",
                        partner=self.customer,
                        amounts=[10],
                        company=self.other_company,
                        post=True,
                    ).id,
                    "currency_id": self.case.currency_id.id,
                }
            )

    # === THOSE WHO HAVE NO RIGHT ON DISPUTES === #

    def test_billing_sees_that_an_invoice_is_in_dispute_and_no_more(self):
        move = self.case.claim_ids.move_id.with_user(self.users["billing"])
        self.assertEqual(move.litige_state, "disputed")
        self.assertEqual(move.litige_case_name, self.case.name)
        self.assertEqual(move.litige_held_amount, 1200)
        with self.assertRaises(AccessError):
            move.litige_claim_ids.read(["open_amount"])
        with self.assertRaises(AccessError):
            move.action_litige_open()

    def test_portal_customer_still_sees_the_invoice_and_may_pay(self):
        self.users["portal"].partner_id.parent_id = self.customer
        move = self.case.claim_ids.move_id.with_user(self.users["portal"])
        self.assertTrue(move.has_access("read"))
        self.assertIn(move, self.env["account.move"].with_user(self.users["portal"]).search([]))
        with self.assertRaises(AccessError):
            self.env["litige.case"].with_user(self.users["portal"]).search([])

    # === FORGERY === #

    def test_forms_and_remote_calls_cannot_write_what_the_code_writes(self):
        case = self.case.with_user(self.users["manager"])
        for values in (
            {"phase": "closed"},
            {"outcome": "paid"},
            {"partner_id": self.consumer.id},
            {"name": "LIT/1"},
            {"company_id": self.other_company.id},
        ):
            with self.assertRaises(UserError):
                case.write(values)
        for values in (
            {"open_amount": 0},
            {"is_held": False},
            {"notice_date": self.today},
            {"disputed_amount": 1},
            {"case_id": self.named.id},
        ):
            with self.assertRaises(AccessError):
                case.claim_ids.write(values)
            with self.assertRaises(AccessError):
                case.write({"claim_ids": [Command.update(case.claim_ids.id, values)]})

    def test_portal_customer_reads_nothing_of_our_file(self):
        self.users["portal"].partner_id.parent_id = self.customer
        move = self.case.claim_ids.move_id.with_user(self.users["portal"])
        for name in ("litige_state", "litige_case_name", "litige_held_amount", "litige_notice"):
            with self.assertRaises(AccessError):
                move.read([name])
        with self.assertRaises(AccessError):
            move.search([("litige_state", "=", "disputed")])

    def test_amounts_of_a_case_cannot_be_forged_to_close_it_as_paid(self):
        case = self.case.with_user(self.users["user"])
        for values in ({"is_all_settled": True}, {"open_amount": 0}, {"hold_review_date": False}):
            with self.assertRaises(UserError):
                case.write(values)

    def test_people_outside_the_company_never_follow_a_dispute(self):
        self.case.message_subscribe(self.customer.ids)
        self.case.message_post(body="Note interne", partner_ids=self.customer.ids)
        self.assertNotIn(self.customer, self.case.message_partner_ids)
        self.assertNotIn(self.customer, self.case.message_ids.notified_partner_ids)
        self.assertFalse(self.case._message_get_suggested_recipients())
        for role in ("user_id", "resolver_id"):
            with self.assertRaises(UserError):
                self.case[role] = self.users["portal"]

    def test_defaults_of_the_context_do_not_open_a_closed_case(self):
        case = (
            self.env["litige.case"]
            .with_user(self.users["user"])
            .with_context(default_phase="closed", default_outcome="judgment_won")
            .create({"partner_id": self.customer.id, "cause_id": self.non_payment.id})
        )
        self.assertEqual((case.phase, case.outcome), ("identification", False))

    def test_created_case_starts_at_the_beginning(self):
        case = (
            self.env["litige.case"]
            .with_user(self.users["user"])
            .create(
                {
                    "partner_id": self.customer.id,
                    "cause_id": self.non_payment.id,
                    "phase": "execution",
                    "outcome": "paid",
                    "name": "LIT/forged",
                }
            )
        )
        self.assertEqual((case.phase, case.outcome), ("identification", False))
        self.assertNotEqual(case.name, "LIT/forged")
