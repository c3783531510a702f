"""Builders shared by the tests: a French company, customers, invoices, disputes."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon


@tagged("standard", "post_install", "-at_install")
class LitigeCommon(AccountTestInvoicingCommon):
    """A company in France, in euros, with a user of disputes and customers of each kind."""

    @classmethod
    @AccountTestInvoicingCommon.setup_country("fr")
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.company = cls.company_data["company"]
        cls.company.write(
            {
                "name": "Menuiserie Lacombe",
                "street": "3 rue du Port",
                "zip": "69002",
                "city": "Lyon",
            }
        )
        cls.company.partner_id.lang = "en_US"  # in which its chronologies are written
        cls.env.user.group_ids |= cls.env.ref("litige_management.litige_management_group_manager")
        cls.customer = cls._create_customer("SARL Dubreuil", litige_standing="merchant")
        cls.consumer = cls._create_customer(
            "Jeanne Martin", is_company=False, litige_standing="consumer"
        )
        cls.non_payment = cls.env.ref("litige_management.litige_cause_non_payment")
        cls.non_conformity = cls.env.ref("litige_management.litige_cause_non_conformity")

    # === RECORDS === #

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "street": "12 rue des Lilas",
                "zip": "75011",
                "city": "Paris",
                "country_id": cls.env.ref("base.fr").id,
                "email": "client@example.com",
                **values,
            }
        )

    @classmethod
    def _create_overdue(cls, partner=None, amount=1200.0, days=34, **values):
        """Return a posted customer invoice of `amount`, tax included, due `days` ago."""
        due = cls.today - timedelta(days=days)
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.customer).id,
                "invoice_date": due - timedelta(days=30),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    fields.Command.create(
                        {
                            "name": "Travaux",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [],
                        }
                    )
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _open_case(cls, moves, disputed=None, hold=True, **case_values):
        """Open one dispute on invoices of one customer.

        :param disputed: amount disputed by invoice (default: the whole of what is due)
        """
        move = moves[0]
        specs = [
            {
                "case": {
                    "company_id": move.company_id.id,
                    "currency_id": move.currency_id.id,
                    "partner_id": move.commercial_partner_id.id,
                    "cause_id": cls.non_payment.id,
                    "user_id": cls.env.uid,
                    "standing": move.commercial_partner_id.litige_standing,
                    "standing_confirmed": True,
                    **case_values,
                },
                "claims": [
                    {"move": move, "disputed": (disputed or {}).get(move, move.amount_residual)}
                    for move in moves
                ],
                "hold": hold
                and {
                    "reason": "Non-payment",
                    "review_date": cls.today + timedelta(days=30),
                },
            }
        ]
        return cls.env["litige.case.opening"]._open(specs)

    # === WHAT HAPPENS === #

    @classmethod
    def _run_precommit(cls):
        """Do what Odoo does just before it commits."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    @classmethod
    def _pay(cls, move, amount=None, date=None, **values):
        """Register a payment on the invoice with Odoo's own wizard."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(
                {
                    "amount": move.amount_residual if amount is None else amount,
                    "payment_date": date or cls.today,
                    **values,
                }
            )
        )
        payments = wizard._create_payments()
        cls._run_precommit()
        return payments

    @classmethod
    def _credit(cls, move, amount=None, ground="error"):
        """Post a credit note of `amount` (default: all) reconciled with the invoice."""
        wizard = (
            cls.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"date": cls.today, "journal_id": move.journal_id.id, "reason": "Erreur"})
        )
        refund = cls.env["account.move"].browse(wizard.refund_moves()["res_id"])
        refund.litige_credit_ground = ground
        if amount is not None:
            refund.invoice_line_ids.price_unit = amount
        refund.action_post()
        lines = (refund | move).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        lines.reconcile()
        cls._run_precommit()
        return refund

    @classmethod
    def _change(cls, move, reason="Taux de TVA erroné"):
        """Return an invoice in dispute with the reason for which it is about to be changed."""
        return move.with_context(litige_change_reason=reason)

    def assertEvents(self, case, *kinds):
        """Assert which kinds of events the chronology holds, oldest first, opening set aside."""
        past = {"opened", "invoice_issued", "invoice_due", "hold", "complaint", "invoice_change"}
        events = case.event_ids.sorted("rank").filtered(lambda event: event.kind not in past)
        self.assertEqual(events.mapped("kind"), list(kinds))

    def assertBuckets(self, claim, **expected):
        """Assert every bucket of a claim; those not named are empty."""
        names = ("claimed", "paid", "conceded", "settled", "written_off", "open")
        actual = {name: claim[f"{name}_amount"] for name in names}
        self.assertEqual(actual, {**dict.fromkeys(names, 0.0), **expected})
