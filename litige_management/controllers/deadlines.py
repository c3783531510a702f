from odoo import http
from odoo.http import content_disposition, request

from ..models.litige_deadline_calendar_mixin import URL


class LitigeDeadlines(http.Controller):
    @http.route(URL, type="http", auth="user", methods=["GET"], readonly=True)
    def download(self, ids="", **_kwargs):
        """Send deadlines as a calendar file: those asked for that the user may read."""
        deadlines = request.env["litige.deadline"]._find_for_export(ids)
        return request.make_response(
            deadlines._to_ics(),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", content_disposition(deadlines._get_export_name())),
                ("Cache-Control", "no-store"),
            ],
        )
