"""From 19.0.1.0.0: what the update would misread is set aside first."""

from odoo.addons.litige_management import upgrade


def migrate(cr, version):
    upgrade.set_root_causes_aside(cr)
