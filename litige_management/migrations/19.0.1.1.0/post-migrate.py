"""From 19.0.1.0.0: root causes in a list of their own, and the data this version ships."""

from odoo import SUPERUSER_ID, api

from odoo.addons.litige_management import upgrade


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    upgrade.take_up_root_causes(cr)
    upgrade.refresh(env)
