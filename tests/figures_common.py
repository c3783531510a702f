"""Disputes whose figures are known by heart."""

from datetime import timedelta

from odoo import Command

from .common import LitigeCommon


class FiguresCommon(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.windows, cls.doors = cls.env["product.product"].create(
            [{"name": "Fenêtre", "type": "service"}, {"name": "Porte", "type": "service"}]
        )

    @classmethod
    def _ago(cls, days):
        return cls.today - timedelta(days=days)

    @classmethod
    def _create_mixed(cls, lines, days=40, **values):
        """Return an overdue invoice with a line for each product and price (no product: False)."""
        return cls._create_overdue(
            days=days,
            invoice_line_ids=[
                Command.create(
                    {
                        "name": product.name if product else "Divers",
                        "product_id": product and product.id,
                        "quantity": 1,
                        "price_unit": price,
                        "tax_ids": [],
                    }
                )
                for product, price in lines
            ],
            **values,
        )

    @classmethod
    def _open_ago(cls, moves, days, **values):
        """Return a dispute opened `days` ago."""
        case = cls._open_case(moves, **values)
        case._write_protected({"date_opened": cls._ago(days)})
        # Written by the moves alone, and only when they happen.
        cls.env["litige.case.stay"].sudo().search([("case_id", "=", case.id)]).write(
            {"date_from": cls._ago(days)}
        )
        return case

    @classmethod
    def _take_way(cls, case, code, days, **values):
        remedy = cls.env["litige.remedy"].search([("code", "=", code)])
        proceeding = cls.env["litige.proceeding"].create(
            {"case_id": case.id, "remedy_id": remedy.id, "date_start": cls._ago(days), **values}
        )
        return proceeding

    @classmethod
    def _spend(cls, case, amount):
        cls.env["litige.cost"].create(
            {"case_id": case.id, "name": "Greffe", "kind": "court", "amount": amount}
        )

    @classmethod
    def _read(cls, groupby, *aggregates, domain=(), model="litige.case.report", **context):
        """Return the figures by group: a value, or a tuple of them."""
        cls.env.flush_all()
        rows = cls.env[model].with_context(**context)._read_group(domain, [groupby], aggregates)
        return {
            row[0]: tuple(
                value if value is None or isinstance(value, (int, bool)) else round(value, 4)
                for value in row[1:]
            )
            for row in rows
        }
