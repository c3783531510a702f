"""Real workers, really killed: always exactly one reminder and one e-mail for each customer."""

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.tests import tagged

from .race_common import RaceCommon

CUSTOMERS = 24
# A worker as Odoo starts one: it reminds in batches of four.
WORKER = """
import sys
import odoo.init
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

config.parse_config(sys.argv[2:])
registry = Registry(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
with registry.cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {})["litige.reminder.run"]._cron_remind(limit=4)
print("done", flush=True)
"""


@tagged("standard", "post_install", "-at_install")
class TestReminderRace(RaceCommon):
    def setUp(self):
        super().setUp()
        self.customers = self._transaction(self._prepare)

    def _prepare(self, env):
        """Make customers who owe two invoices each, the levels on, the bank up to date."""
        company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
        env = env(context={"allowed_company_ids": company.ids})
        company.litige_reminder_level_ids.write({"is_on": True, "attach_statement": False})
        company.litige_reminder_working_days = False
        other = env["litige.reminder.level"].search([("company_id", "!=", company.id)])
        other.is_on = False
        today = fields.Date.context_today(env.user)
        income = env["account.account"].search([("account_type", "=", "income")], limit=1)
        partners = env["res.partner"].create(
            [
                {"name": f"Client {rank}", "email": f"client{rank}@example.com", "is_company": True}
                for rank in range(CUSTOMERS)
            ]
        )
        bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        moves = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": today - timedelta(days=40),
                    "invoice_date_due": today - timedelta(days=10),
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Travaux",
                                "price_unit": 100 + rank,
                                "account_id": income.id,
                                "tax_ids": [],
                            }
                        )
                    ],
                }
                for partner in partners
                for rank in range(2)
            ]
        )
        moves |= env["account.move"].create(
            {
                "journal_id": bank.id,
                "date": today,
                "line_ids": [
                    Command.create({"account_id": bank.default_account_id.id, "debit": 1}),
                    Command.create({"account_id": income.id, "credit": 1}),
                ],
            }
        )
        moves.action_post()
        return partners.ids

    def _start(self):
        """Start a worker and wait until it is ready to remind."""
        worker = subprocess.Popen(
            [sys.executable, "-c", WORKER, self.copy, *self._get_worker_options()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(worker.stdout.close)
        self.addCleanup(worker.stdin.close)
        self.addCleanup(worker.wait)
        self.addCleanup(worker.kill)
        self.assertEqual(worker.stdout.readline().strip(), "ready")
        return worker

    def _go(self, worker):
        worker.stdin.write("\n")
        worker.stdin.flush()

    def _count(self):
        """Return how many reminders, instalments and queued e-mails each customer has."""

        def count(env):
            reminders = env["litige.reminder"].search([("partner_id", "in", self.customers)])
            mails = env["mail.mail"].search([("recipient_ids", "in", self.customers)])
            self.assertEqual(reminders.mail_id, mails, "a row without its e-mail, or the reverse")
            self.assertFalse(reminders.filtered(lambda one: not one.mail_id))
            self.assertEqual(set(reminders.mapped("line_count")) - {2}, set())
            return (
                Counter(reminders.mapped("partner_id.id")),
                Counter(mails.recipient_ids.ids),
                len(reminders.line_ids),
            )

        with closing(self.registry.cursor()) as cr:
            return count(api.Environment(cr, SUPERUSER_ID, {}))

    def _work(self):
        """Let the next run do what is left."""
        with closing(self.registry.cursor()) as cr:
            api.Environment(cr, SUPERUSER_ID, {})["litige.reminder.run"]._cron_remind(limit=4)

    def assertOnceEach(self):
        """Assert exactly one reminder and one e-mail for each customer."""
        reminders, mails, lines = self._count()
        self.assertEqual(reminders, Counter(self.customers))
        self.assertEqual(mails, Counter(self.customers))
        self.assertEqual(lines, 2 * CUSTOMERS)

    def test_two_workers_at_once_remind_each_customer_once(self):
        workers = [self._start(), self._start()]
        for worker in workers:
            self._go(worker)
        for worker in workers:
            self.assertEqual(worker.stdout.readline().strip(), "done")
        self.assertOnceEach()

    def test_worker_killed_anywhere_leaves_nothing_half_done(self):
        chance = random.Random(19)  # the same moments each time
        done = 0
        for _round in range(3):
            worker = self._start()
            self._go(worker)
            time.sleep(chance.uniform(0.05, 1.2))
            worker.kill()
            worker.wait()
            reminders, mails, lines = self._count()
            self.assertEqual(reminders, mails)
            self.assertFalse([one for one in reminders.values() if one != 1])
            self.assertEqual(lines, 2 * len(reminders))
            self.assertGreaterEqual(len(reminders), done, "nothing committed is lost")
            done = len(reminders)
        self._work()
        self.assertOnceEach()
        self._work()
        self.assertOnceEach()

    def test_what_another_worker_holds_is_left_to_it(self):
        held = self.customers[:4]
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            locked = env["res.partner"].browse(held).try_lock_for_update(allow_referencing=True)
            self.assertEqual(len(locked), 4)
            self._work()
            reminders, _mails, _lines = self._count()
            self.assertEqual(set(reminders), set(self.customers) - set(held))
        self._work()
        self.assertOnceEach()
