"""What an installation and an uninstallation must leave in order."""


def post_init_hook(env):
    """Give every existing company its own sequences of numbers."""
    env["res.company"].search([])._litige_create_sequence()


def uninstall_hook(env):
    """Give the held invoices back to the other follow-up tools, as they were."""
    env["litige.claim"].search([("is_held", "=", True)])._restore_followup()
