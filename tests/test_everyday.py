"""Whoever has no right on disputes works in Odoo as before, disputed or not."""

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from .common import LitigeCommon


@tagged("standard", "post_install", "-at_install")
class TestEveryday(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue()
        cls.case = cls._open_case(cls.move)
        cls.case._write_letter("reminder")
        cls.customer.write(
            {
                "litige_insolvency_kind": "redressement",
                "litige_insolvency_date": cls.today,
                "litige_registered_email_on": cls.today,
            }
        )
        cls.env.flush_all()

    def _as(self, groups):
        user = new_test_user(
            self.env,
            "everyday",
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.env.invalidate_all()
        return self.move.with_user(user), self.customer.with_user(user)

    # === WHO KEEPS THE BOOKS === #

    def test_billing_duplicates_an_invoice_and_not_what_was_said_of_it(self):
        move, _customer = self._as("account.group_account_invoice")
        copied = move.copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.sudo().litige_letter_ids)
        self.assertTrue(move.sudo().litige_letter_ids)

    def test_billing_makes_a_credit_note(self):
        move, _customer = self._as("account.group_account_invoice")
        wizard = (
            self.env["account.move.reversal"]
            .with_user(move.env.user)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "reason": "Erreur"})
        )
        refund = move.browse(wizard.refund_moves()["res_id"])
        self.assertEqual((refund.move_type, refund.amount_total), ("out_refund", 1200))

    # === WHO KEEPS THE CONTACTS === #

    def test_a_salesperson_duplicates_a_contact_and_not_its_troubles(self):
        _move, customer = self._as("base.group_user,base.group_partner_manager")
        copied = customer.copy().sudo()
        self.assertFalse(copied.litige_insolvency_kind)
        self.assertFalse(copied.litige_registered_email_on)
        self.assertEqual(customer.sudo().litige_insolvency_kind, "redressement")

    def test_a_salesperson_adds_and_moves_contacts_of_a_customer(self):
        _move, customer = self._as("base.group_user,base.group_partner_manager")
        contact = customer.create({"name": "Paul Dubreuil", "parent_id": customer.id})
        self.assertEqual(contact.sudo().litige_insolvency_kind, "redressement")
        contact.parent_id = False
        contact.write({"parent_id": customer.id, "email": "paul@example.com"})
        customer.write({"name": "SARL Dubreuil et fils", "vat": False})

    # === EVERY FIELD WE ADD === #

    def test_nothing_that_some_may_not_read_is_copied_with_a_record(self):
        """Odoo reads what it copies with the rights of whoever copies."""
        everyone = {"base.group_user"}
        models = ("account.move", "account.move.line", "res.partner", "product.template")
        for model in models:
            for name, field in self.env[model]._fields.items():
                if name.startswith("litige_") and field.copy and isinstance(field, fields.Field):
                    with self.subTest(field=f"{model}.{name}"):
                        self.assertIn(field.groups, (None, *everyone))
