"""A hundred formal notices confirmed and printed in one action, beside account_credit_control's.

The same customers and invoices on both sides: three to a letter, then twenty (half as many letters,
to keep it short). Ours are numbered, counted, printed with the statement of what is due, frozen one
by one and joined for the printer; the peer's are printed.
"""

import io
import os
from pathlib import Path

from _invoices import AS_OF, make_customers, make_invoices, receivable
from _measure import alternate, as_user, seconds, tell, tell_ratio, undone
from pypdf import PdfReader

from odoo.addons.litige_management.pdf import wkhtmltopdf

SIZES = ((100, 3), (50, 20))  # letters, invoices of each
SLOW_LETTERS = 20
REPORTS = {
    "litige.letter": "litige_management.litige_letter_action_report",
    "credit.control.communication": "account_credit_control.credit_control_summary",
}
UNPATCHED = wkhtmltopdf.UNPATCHED


def draft_notices(env, moves):
    """Write the draft of one formal notice per customer."""
    letters, refusals = env["litige.letter"]._write_letters("notice", moves, date=AS_OF)
    assert not refusals, refusals
    return letters


def confirm_and_print(letters):
    """Freeze the letters and join them for the printer."""
    failures = letters._confirm()
    assert not failures, failures
    return to_pdf(letters)


def draft_reminders(env, moves):
    """Let account_credit_control find the lines due, and group them by customer."""
    policy = env.ref("account_credit_control.credit_control_3_time")
    policy.account_ids = receivable(moves[:1]).account_id
    env.company.credit_policy_id = policy
    run = env["credit.control.run"].create({"date": AS_OF, "policy_ids": policy.ids})
    lines = run._generate_credit_lines()
    ours = lines.filtered(lambda line: line.invoice_id in moves)
    return env["credit.control.communication"]._generate_comm_from_credit_lines(ours)


def to_pdf(records):
    """What the user downloads."""
    report = records.env.ref(REPORTS[records._name])
    content, _kind = records.env["ir.actions.report"]._render_qweb_pdf(report, records.ids)
    return content


def count_pages(content):
    return len(PdfReader(io.BytesIO(content)).pages)


def find_unpatched():
    """The folder of a wkhtmltopdf without the patched Qt, as Debian's, None without one."""
    for folder in os.environ["PATH"].split(os.pathsep) + ["/usr/bin", "/usr/local/bin"]:
        binary = Path(folder) / "wkhtmltopdf"
        if binary.is_file() and wkhtmltopdf._get_kind(str(binary), 0) == UNPATCHED:
            return folder
    return None


def measure(env, count, invoices):
    """Ours and the peer's with the binary that Odoo uses.

    :return: our drafts
    """
    moves = make_invoices(env, make_customers(env, count), count * invoices)
    letters, reminders = draft_notices(env, moves), draft_reminders(env, moves)
    assert len(letters) == len(reminders) == count, (len(letters), len(reminders))
    pages = {}

    def ours():
        pages["ours"] = count_pages(confirm_and_print(letters))

    def peer():
        pages["peer"] = count_pages(to_pdf(reminders))

    found = alternate(env, warm_up=False, ours=ours, peer=peer)
    ours, peer = found["ours"], found["peer"]
    tell(
        f"{count} notices of {invoices} invoices, confirmed and printed",
        f"{seconds(ours.seconds)}, {ours.queries} q",
    )
    tell(
        f"{count} letters of account_credit_control",
        f"{seconds(peer.seconds)}, {peer.queries} q",
    )
    tell("  pages, ours and theirs", f"{pages['ours']} / {pages['peer']}")
    each = {"ours": ours.seconds / pages["ours"], "peer": peer.seconds / pages["peer"]}
    tell("  a page, ours and theirs", f"{seconds(each['ours'])} / {seconds(each['peer'])}")
    tell_ratio("  ours / account_credit_control", ours.seconds, peer.seconds, 1 / 7)
    tell_ratio("  the same, moonshot", ours.seconds, peer.seconds, 1 / 14)
    return letters


def measure_unpatched(letters):
    """Ours with a binary that cannot be cut: one process a letter."""
    folder = find_unpatched()
    if not folder:
        tell("No wkhtmltopdf without patched Qt here", "not measured")
        return
    path = os.environ["PATH"]
    os.environ["PATH"] = os.pathsep.join([folder, path])
    try:
        found = alternate(letters.env, warm_up=False, ours=lambda: confirm_and_print(letters))
    finally:
        os.environ["PATH"] = path
    tell(f"{len(letters)} notices, unpatched binary", seconds(found["ours"].seconds))
    tell("  each", seconds(found["ours"].seconds / len(letters)))


for rank, (count, invoices) in enumerate(SIZES):
    with undone(env):  # noqa: F821
        user_env = as_user(env)  # noqa: F821
        # Where the peer's style sheets are fetched from.
        user_env["ir.config_parameter"].sudo().set_param("report.url", url)  # noqa: F821
        letters = measure(user_env, count, invoices)
        if rank == 0:
            measure_unpatched(letters[:SLOW_LETTERS])
