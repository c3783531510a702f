"""Real transactions on a throw-away database: two people, or two workers, at the same second."""

import shutil
import threading
from contextlib import closing

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tools import config


@tagged("standard", "post_install", "-at_install")
class RaceCommon(BaseCase):
    """TransactionCase forbids commits: these tests copy the database, and really commit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        source = config["db_name"][0] if isinstance(config["db_name"], list) else config["db_name"]
        cls.copy = f"{source}_race"
        cls._admin(f'DROP DATABASE IF EXISTS "{cls.copy}"')
        sql_db.close_db(source)  # a template may have no connection
        cls._admin(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{source}' AND pid <> pg_backend_pid()"
        )
        cls._admin(f'CREATE DATABASE "{cls.copy}" TEMPLATE "{source}"')
        cls.addClassCleanup(cls._drop_copy)
        enabled, config["test_enable"] = config["test_enable"], False  # only load the copy
        try:
            cls.registry = Registry(cls.copy)
        finally:
            config["test_enable"] = enabled

    @classmethod
    def _admin(cls, statement):
        with closing(sql_db.db_connect("postgres").cursor()) as cr:
            cr._cnx.autocommit = True
            cr.execute(statement)

    @classmethod
    def _drop_copy(cls):
        Registry.delete(cls.copy)
        shutil.rmtree(config.filestore(cls.copy), ignore_errors=True)
        sql_db.close_db(cls.copy)
        cls._admin(f'DROP DATABASE IF EXISTS "{cls.copy}"')

    @classmethod
    def _get_worker_options(cls):
        """The options of Odoo's command line for a process of its own on the copy."""
        return [
            "--no-http",
            f"--data-dir={config['data_dir']}",
            f"--addons-path={','.join(config['addons_path'])}",
            *(
                f"--{name}={config[name]}"
                for name in ("db_host", "db_port", "db_user", "db_password")
                if config[name]
            ),
        ]

    def _transaction(self, work):
        """Run `work(env)` as Odoo serves a request: retried on serialization, then committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return retrying(lambda: work(env), env)

    def _in_two_transactions(self, *works):
        """Run both at once; each waits, its snapshot taken, until the other has taken its own."""
        barrier, answers = threading.Barrier(2, timeout=20), [None, None]

        def run(rank, work):
            waited = []

            def together(env):
                env.cr.execute("SELECT 1")  # takes the snapshot
                if not waited:  # a retry starts alone
                    waited.append(True)
                    barrier.wait()
                return work(env)

            try:
                answers[rank] = self._transaction(together)
            except Exception as error:  # what the person would be told
                answers[rank] = error

        threads = [
            threading.Thread(target=run, args=(rank, work)) for rank, work in enumerate(works)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    def _create_invoice(self, env):
        company = env["res.company"].search([("chart_template", "!=", False)], limit=1)
        partner = env["res.partner"].search([("name", "=", "SARL Dubreuil (race)")], limit=1)
        if not partner:
            partner = env["res.partner"].create(
                {"name": "SARL Dubreuil (race)", "is_company": True}
            )
        account = (
            env["account.account"]
            .with_company(company)
            .search([("account_type", "=", "income")], limit=1)
        )
        move = (
            env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-01-05",
                    "invoice_date_due": "2026-02-05",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        fields.Command.create(
                            {
                                "name": "Travaux",
                                "price_unit": 1200,
                                "account_id": account.id,
                                "tax_ids": [],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move.id

    @classmethod
    def _open(cls, env, move_id):
        return cls._open_on(env, [move_id])

    @staticmethod
    def _open_on(env, move_ids):
        moves = env["account.move"].browse(move_ids)
        move = moves[0]
        env["litige.case.opening"]._check_openable(moves)
        return (
            env["litige.case.opening"]
            ._open(
                [
                    {
                        "case": {
                            "company_id": move.company_id.id,
                            "currency_id": move.currency_id.id,
                            "partner_id": move.partner_id.id,
                            "cause_id": env.ref("litige_management.litige_cause_non_payment").id,
                        },
                        "claims": [
                            {"move": move, "disputed": move.amount_residual} for move in moves
                        ],
                    }
                ]
            )
            .name
        )
