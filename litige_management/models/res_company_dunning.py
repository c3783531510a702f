from odoo import models

# Modules that remind customers by themselves: Odoo Enterprise, OCA, and two of Odoo's app store.
DUNNING_MODULES = (
    "account_followup",
    "account_credit_control",
    "account_invoice_overdue_reminder",
    "om_account_followup",
    "base_accounting_kit",
)


class ResCompany(models.Model):
    """Who else reminds the customers of this company."""

    _inherit = "res.company"

    def _litige_get_other_dunning(self):
        """Return the names of the installed modules that remind customers too, as users know them.

        Odoo installs a module for all companies at once. No query once the caches are warm, apart
        from reading the names.
        """
        Module = self.env["ir.module.module"]
        installed = Module._installed()
        found = Module.browse([installed[name] for name in DUNNING_MODULES if name in installed])
        # What is installed is no secret to those whose reminders depend on it.
        return [module.shortdesc or module.name for module in found.sudo()]
