"""Builders of accounting exits shared by their tests."""

from collections import defaultdict

from odoo.fields import Command

from .common import LitigeCommon


class ExitCommon(LitigeCommon):
    """An invoice of 1 000.00 at 20 % and 500.00 at 10 %, in dispute for the whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chart = cls.env["account.chart.template"].with_company(cls.company)
        cls.tax_20 = chart.ref("tva_normale")
        cls.tax_10 = chart.ref("tva_intermediaire")
        cls.move = cls._invoice((1000.0, cls.tax_20), (500.0, cls.tax_10))
        cls.case = cls._open_case(cls.move)
        cls.claim = cls.case.claim_ids

    @classmethod
    def _invoice(cls, *lines, **values):
        return cls._create_overdue(
            invoice_line_ids=[
                Command.create(
                    {
                        "name": "Pose",
                        "quantity": 1,
                        "price_unit": price,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                for price, tax in lines
            ],
            **values,
        )

    @classmethod
    def _account(cls, prefix):
        return cls.env["account.account"].search(
            [("code", "=like", f"{prefix}%"), ("company_ids", "in", cls.company.id)], limit=1
        )

    def _wizard(self, kind, case=None, proof=False, amount=None, **values):
        """Return the wizard as the screen would fill it, with a choice where one is needed."""
        wizard = self.env["litige.case.exit"].create(
            {"case_id": (case or self.case).id, "kind": kind, "reason": "Introuvable", **values}
        )
        if kind in ("write_off", "rebate"):
            wizard.account_id = self._account({"write_off": "654", "rebate": "7097"}[kind])
        if amount is not None:
            wizard.line_ids.amount = amount
        if proof:
            wizard.tick_ids.filtered(lambda one: one.role == "required").is_done = True
            wizard.tick_ids.filtered(lambda one: one.role == "proof")[:1].is_done = True
        return wizard

    def _draft(self, wizard):
        """Confirm the wizard and return the draft."""
        known = wizard.case_id.exit_ids
        wizard.action_confirm()
        return (wizard.case_id.exit_ids - known).move_id

    def _write_off(self, proof):
        return self._draft(self._wizard("write_off", proof=proof))

    def _reverse(self, origin, amount=None):
        wizard = self._wizard("reversal", origin.case_id, origin_id=origin.id)
        if amount is not None:
            wizard.reversed_amount = amount
        return self._draft(wizard)

    def _post(self, move):
        move.action_post()
        self._run_precommit()

    def assertLines(self, move, *expected):
        """Assert debit and credit by account number, whatever the order; and the balance."""
        found = sorted((line.account_id.code, line.debit, line.credit) for line in move.line_ids)
        self.assertEqual(len(found), len(expected), found)
        for (code, debit, credit), (prefix, *amounts) in zip(
            found, sorted(expected, key=lambda one: (one[0], *one[1:])), strict=True
        ):
            self.assertTrue(code.startswith(prefix), found)
            self.assertEqual((debit, credit), tuple(amounts), found)
        self.assertEqual(sum(move.line_ids.mapped("balance")), 0.0)

    def assertTagsCancel(self, moves):
        """Assert that what these entries declare to the tax report comes to nothing."""
        totals = defaultdict(float)
        for line in moves.filtered(lambda move: move.state == "posted").line_ids:
            for tag in line.tax_tag_ids:
                totals[tag.name] += -line.balance if tag.balance_negate else line.balance
        self.assertEqual(
            {name: round(total, 2) for name, total in totals.items() if round(total, 2)}, {}
        )
        self.assertTrue(totals)
