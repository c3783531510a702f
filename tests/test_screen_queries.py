"""The list and the file of disputes cost the same few queries, whatever their number."""

from lxml import etree

from .common import LitigeCommon


class TestScreenQueries(LitigeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = [cls._create_customer(f"Client {number}") for number in range(40)]
        moves = cls.env["account.move"].union(
            *(cls._create_overdue(partner, days=20) for partner in partners)
        )
        cls.cases = cls.env["litige.case"].union(*(cls._open_case(move) for move in moves))

    def _get_specification(self, view_type):
        """Return what the client asks for, as the view says: fields, and names of records."""
        views = self.env["litige.case"].get_views([(False, view_type)])
        arch = etree.fromstring(views["views"][view_type]["arch"])
        return self._read_nodes(arch, self.env["litige.case"])

    def _read_nodes(self, arch, model):
        spec = {}
        for node in arch.iter("field"):
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            field = model._fields[node.get("name")]
            spec[field.name] = {}
            if field.type == "many2one":
                hidden = node.get("column_invisible") or node.get("invisible")
                spec[field.name] = {"fields": {} if hidden == "True" else {"display_name": {}}}
            elif field.type in ("one2many", "many2many"):
                inner = {}
                for sub_node in node.iter("field"):
                    if sub_node is not node:
                        sub_field = self.env[field.comodel_name]._fields[sub_node.get("name")]
                        inner[sub_field.name] = (
                            {"fields": {"display_name": {}}} if sub_field.type == "many2one" else {}
                        )
                spec[field.name] = {"fields": inner}
        return spec

    def _count(self, call):
        """Return the queries of `call`, nothing being in memory but what Odoo always keeps."""
        call()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def _count_page(self, view_type, limit):
        spec = self._get_specification(view_type)
        return self._count(lambda: self.env["litige.case"].web_search_read([], spec, limit=limit))

    def test_list_costs_eight_queries_at_any_length(self):
        for limit in (5, 40):
            self.assertLessEqual(self._count_page("list", limit), 8)

    def test_board_costs_the_same_queries_at_any_length(self):
        self.assertEqual(self._count_page("kanban", 5), self._count_page("kanban", 40))

    def test_file_costs_the_same_queries_with_any_number_of_invoices(self):
        spec = self._get_specification("form")
        alone = self._count(lambda: self.cases[0].web_read(spec))
        full = self._open_case(
            self.env["account.move"].union(*(self._create_overdue() for _move in range(12)))
        )
        self.assertLessEqual(self._count(lambda: full.web_read(spec)), alone)
        self.assertLessEqual(alone, 45)
