"""What an installation and an uninstallation must leave in order."""

from .uninstall import forget_references, keep_files


def post_init_hook(env):
    """Give every existing company its own sequences of numbers."""
    env["res.company"].search([])._litige_create_sequence()


def uninstall_hook(env):
    """Give the held invoices back to the other follow-up tools; keep what was printed."""
    env["litige.letter"].search([("document_hash", "!=", False)])._reattach_frozen(
        lambda letter: letter.move_ids[:1] or letter.partner_id
    )
    for model in ("litige.account.statement", "litige.reminder"):
        env[model].search([("document_hash", "!=", False)])._reattach_frozen(
            lambda record: record.partner_id
        )
    env["litige.settlement"].search([("document_hash", "!=", False)])._reattach_on_uninstall()
    env["litige.exhibit"].search([])._reattach_on_uninstall()
    env["litige.communication"].search([])._reattach_on_uninstall()
    keep_files(env)
    # Last, and no longer held: a flush in between would hold them again.
    held = env["litige.claim"].search([("is_held", "=", True)])
    held._restore_followup()
    held._write_protected({"is_held": False})
    forget_references(env)
