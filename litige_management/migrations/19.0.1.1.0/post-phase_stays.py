"""Count the days that earlier disputes spent in each phase, as their chronologies tell them."""

from odoo import SUPERUSER_ID, api
from odoo.fields import Domain


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["litige.case.stay"]._rebuild(env["litige.case"].search(Domain.TRUE))
