"""The reminders of a company that tries them before it switches them on."""


def get_reminder_scenes(test, wanted):
    """Return the screens of reminders: name, path, what says it is there, what to press."""
    names = ("reminder_levels", "reminder_preview", "reminder_left", "reminders", "reminder")
    if wanted and not set(names) & set(wanted):
        return ()
    levels = test.company.litige_reminder_level_ids
    plan = test.env["litige.reminder.plan"]._plan(test.company, levels=levels)
    made = test.env["litige.reminder"].sudo()._make(test.company, test.today, plan.planned[:3])
    preview = test.env["litige.reminder.preview"].create({})
    preview._refresh()
    rows = ".o_data_row"
    return (
        ("reminder_levels", "/odoo/reminder-levels", rows, ()),
        ("reminder_preview", f"/odoo/litige.reminder.preview/{preview.id}", rows, ()),
        (
            "reminder_left",
            f"/odoo/litige.reminder.preview/{preview.id}",
            rows,
            ("[name=skipped].nav-link",),
        ),
        ("reminders", "/odoo/reminders", rows, ()),
        ("reminder", f"/odoo/reminders/{made[0].id}", rows, ()),
    )
