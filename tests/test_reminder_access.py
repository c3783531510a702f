"""Who may see and set the reminders, and of which company."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.litige_management.legal.dunning import REASONS

from .reminder_common import ReminderCommon


class TestReminderAccess(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._create_overdue(days=10)
        cls.reminder = cls.env["litige.reminder"]._make(
            cls.company, cls.today, cls.env["litige.reminder.plan"]._plan(cls.company).planned
        )

    def _user(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login=login,
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def test_user_of_disputes_reads_and_plans_and_sets_nothing(self):
        user = self._user("user", "litige_management.litige_management_group_user")
        self.assertEqual(self.reminder.with_user(user).line_ids.move_name, self.move.name)
        self.assertTrue(self.reminder.with_user(user).mail_id)
        plan = self.env["litige.reminder.plan"].with_user(user)._plan(self.company)
        self.assertTrue(plan.skipped)
        self.assertEqual(self.move.with_user(user).litige_reminder_count, 1)
        for records, values in (
            (self.reminder, {"state": "sent"}),
            (self.reminder.line_ids, {"amount": 1.0}),
            (self.first, {"days": 1}),
        ):
            with self.assertRaises(AccessError):
                records.with_user(user).write(values)
        with self.assertRaises(AccessError):
            self.first.with_user(user).action_switch_off()
        with self.assertRaises(AccessError):
            self.env["litige.reminder.preview"].with_user(user).create({}).action_send()

    def test_nobody_writes_reminders_by_hand_nor_deletes_them(self):
        manager = self._user("manager", "litige_management.litige_management_group_manager")
        reminder = self.reminder.with_user(manager)
        for act in (
            lambda: reminder.write({"state": "cancelled"}),
            lambda: reminder.unlink(),
            lambda: reminder.line_ids.unlink(),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(UserError):
            self.reminder.sudo().unlink()
        with self.assertRaises(UserError):
            self.first.with_user(manager).unlink()

    def test_manager_sets_and_switches_the_levels(self):
        manager = self._user("manager", "litige_management.litige_management_group_manager")
        levels = self.levels.with_user(manager)
        levels.action_switch_off()
        self.assertFalse(any(self.levels.mapped("is_on")))
        action = levels[0].action_switch_on()
        switch = self.env["litige.reminder.switch"].with_user(manager).browse(action["res_id"])
        self.assertEqual(switch.planned_count + switch.skipped_count, 1)
        switch.action_switch_on()
        self.assertTrue(all(self.levels.mapped("is_on")))

    def test_other_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Autre société"})
        user = self._user("other", "litige_management.litige_management_group_manager", company)
        as_other = self.env["litige.reminder"].with_user(user)
        self.assertFalse(as_other.search([]))
        self.assertEqual(
            self.env["litige.reminder.level"].with_user(user).search([]).company_id, company
        )
        for records in (self.reminder, self.reminder.line_ids, self.first):
            with self.assertRaises(AccessError):
                records.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            self.env["litige.reminder.plan"].with_user(user)._plan(self.company)

    def test_level_of_another_company_cannot_be_written(self):
        company = self.env["res.company"].create({"name": "Autre société"})
        with self.assertRaises(UserError):
            self.first.company_id = company

    def test_portal_reads_nothing(self):
        portal = self._user("portal", "base.group_portal")
        for model in ("litige.reminder", "litige.reminder.line", "litige.reminder.level"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def test_call_cannot_be_passed_for_a_reminder(self):
        user = self._user("user", "litige_management.litige_management_group_user")
        exchange = (
            self.env["litige.communication"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "summary": "Appel",
                    "reminder_id": self.reminder.id,
                }
            )
        )
        self.assertFalse(exchange.reminder_id)

    def test_preview_tells_who_and_why_and_sends_nothing(self):
        user = self._user("user", "litige_management.litige_management_group_user")
        before = self.env["mail.mail"].search_count([])
        Preview = self.env["litige.reminder.preview"].with_user(user)
        preview = Preview.browse(Preview.action_open()["res_id"])
        self.assertEqual(preview.skipped_ids.partner_id, self.customer)
        self.assertTrue(preview.skipped_ids.reason)
        preview.date = "2026-12-31"
        self.env.company.litige_bank_entry_days = 100
        preview.action_refresh()
        self.assertEqual(preview.planned_ids.level_id, self.second)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_other_dunning_module_proposes_to_stay_off(self):
        def named(_self):
            return ["Follow-up of payments"]

        self.patch(type(self.env["res.company"]), "_litige_get_other_dunning", named)
        switch = self.env["litige.reminder.switch"].create({"company_id": self.company.id})
        self.assertIn("Follow-up", switch.other_modules)

    def test_every_reason_has_its_words(self):
        Plan = self.env["litige.reminder.plan"]
        self.assertEqual(set(Plan._get_reason_labels()), set(REASONS))
        self.assertLessEqual(set(REASONS), set(Plan._get_patterns()))
