"""What sale and stock hold, where they are installed: the addon depends on neither."""

import base64

from odoo import fields
from odoo.tests import tagged

from ..common import LitigeCommon
from ..test_exhibit import PDF

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("standard", "post_install", "-at_install")
class TestExhibitSales(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")
        cls.env.user.group_ids |= cls.env.ref("stock.group_stock_manager")
        product = cls.env["product.product"].create({"name": "Porte", "is_storable": True})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    fields.Command.create(
                        {"product_id": product.id, "product_uom_qty": 2, "price_unit": 300}
                    )
                ],
            }
        )
        cls.order.action_confirm()
        cls.picking = cls.order.picking_ids
        cls.picking.move_ids.write({"quantity": 2, "picked": True})
        cls.picking.button_validate()
        cls.move = cls.order._create_invoices()
        cls.move.write(
            {
                "invoice_date": "2026-08-01",
                "invoice_payment_term_id": False,
                "invoice_date_due": "2026-09-01",
            }
        )
        cls.move.action_post()
        cls.case = cls._open_case(cls.move)

    def _find(self):
        return {one.source._name: one for one in self.case._find_exhibits()}

    def test_an_order_that_nobody_signed_is_printed_as_an_order(self):
        found = self._find()["sale.order"]
        self.assertEqual((found.type, found.attachment), ("order", None))
        self.assertIn(self.order.name, found.name)

    def test_the_signed_quotation_is_taken_as_it_was_signed(self):
        self.order.write(
            {
                "signed_by": "Paul",
                "signed_on": fields.Datetime.now(),
                "signature": base64.b64encode(PIXEL),
            }
        )
        self.order.message_post(attachments=[(f"{self.order.name}.pdf", PDF)])
        found = self._find()["sale.order"]
        self.assertEqual((found.type, found.attachment.raw), ("contract", PDF))
        self.assertIn("Paul", found.name)

    def test_the_delivery_is_found_signed_or_not(self):
        found = self._find()["stock.picking"]
        self.assertEqual((found.type, found.attachment), ("delivery", None))
        self.picking.message_post(attachments=[("signed_delivery_slip.pdf", PDF)])
        self.assertEqual(self._find()["stock.picking"].attachment.raw, PDF)

    def test_an_order_of_other_invoices_is_not_ours(self):
        other = self.order.copy()
        other.action_confirm()
        sources = [one.source for one in self.case._find_exhibits()]
        self.assertNotIn(other, sources)
