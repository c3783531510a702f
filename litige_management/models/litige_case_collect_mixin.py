"""What Odoo already holds on a dispute, offered as exhibits."""

from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date, html2plaintext

from ..mail import rfc822
from .litige_letter_template import NOTICE_KINDS

# The type of exhibit that each kind of letter makes.
LETTER_TYPES = {
    "reminder": "reminder",
    "statement": "account_statement",
    **dict.fromkeys(NOTICE_KINDS, "notice"),
}
# Pages that Odoo prints when no file was kept, by model.
REPORTS = {
    "account.move": "account.account_invoices",
    "sale.order": "sale.action_report_saleorder",
    "stock.picking": "stock.action_report_delivery",
}


class Found(NamedTuple):
    """One thing that may become an exhibit.

    :param source: the record it comes from.
    :param attachment: the file itself; none: it is printed when the exhibit is made.
    :param type: code of its type; none: guessed from the file's name.
    """

    source: object
    file_name: str
    attachment: object = None
    type: str = ""
    name: str = ""
    date: object = None
    confidential: bool = False
    ground: object = False

    @property
    def key(self):
        """What makes it the same thing the next time."""
        if self.attachment:
            return self.attachment.checksum
        return self.source._name, self.source.id


class LitigeCaseCollectMixin(models.AbstractModel):
    _name = "litige.case.collect.mixin"
    _description = "Collecting Exhibits"

    def action_collect_exhibits(self):
        """List what Odoo holds on this dispute and that its file lacks, ready to be added."""
        self.ensure_one()
        self.check_access("write")
        found = self._find_exhibits()
        if found:
            return self.env["litige.exhibit.collect"]._open(self, found)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Nothing new was found: invoices, letters, e-mails and their attachments are "
                    "in the file already."
                ),
            },
        }

    def _find_exhibits(self):
        """Return what is `Found` and not in the file yet, oldest first. Constant queries."""
        self.ensure_one()
        # The list of exhibits is written in the company's language.
        case = self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)
        emails = case._find_emails()
        found = [
            *case._find_orders(),
            *case._find_pickings(),
            *case._find_invoices(),
            *case._find_letters(),
            *case._find_receipts(),
            *emails,
            *case._find_attachments([one.source for one in emails]),
            *case._find_communications(),
            *case._find_prevention(),
        ]
        known = self._get_known_keys()
        fresh = {}
        for one in found:
            if one.key not in known:
                fresh.setdefault(one.key, one)
        return sorted(fresh.values(), key=lambda one: one.date or fields.Date.context_today(self))

    def _get_known_keys(self):
        """Return the keys (see `Found.key`) of what the file already holds."""
        exhibits = (
            self.env["litige.exhibit"]
            # A confidential exhibit is not added twice, even by who does not see it.
            .sudo()
            .search([("case_id", "=", self.id), ("withdrawn_on", "=", False)])
        )
        checksums = {one.checksum for one in exhibits._get_file_attachments().values()}
        return checksums | {(one.source_model, one.source_id) for one in exhibits}

    # === INVOICES === #

    def _find_invoices(self):
        """Return the PDF of each invoice: the one that was sent or printed, else a new print."""
        moves = self.claim_ids.move_id
        return [
            Found(
                source=move,
                file_name=move.invoice_pdf_report_id.name or move._get_invoice_report_filename(),
                attachment=move.invoice_pdf_report_id or self._get_main_pdf(move),
                type="invoice",
                name=self.env._(
                    "Invoice %(number)s of %(date)s",
                    number=move.name,
                    date=self._in_full(move.invoice_date),
                ),
                date=move.invoice_date,
            )
            for move in moves
        ]

    def _get_main_pdf(self, move):
        main = move.message_main_attachment_id
        return main if main.mimetype == "application/pdf" else None

    # === SALES AND DELIVERIES, WHEN THEY ARE INSTALLED === #

    def _get_orders(self):
        """Return the sale orders of the invoices that the user may read."""
        lines = self.claim_ids.move_id.invoice_line_ids
        if "sale_line_ids" not in lines._fields or not lines:
            return None
        if not self.env["sale.order"].has_access("read"):
            return None
        # Whoever claims the invoices may know which orders they stem from; each is checked then.
        orders = lines.sudo().sale_line_ids.order_id.with_env(self.env)
        return orders._filtered_access("read")

    def _find_orders(self):
        orders = self._get_orders()
        if not orders:
            return []
        files = self._get_files_of(orders)
        return [one for order in orders for one in self._describe_order(order, files[order])]

    def _describe_order(self, order, files):
        """Return the signed PDF of an order and its other files, or a print of it."""
        day = (order.signed_on or order.date_order).date()
        signed = self.env._(
            "Quotation %(number)s signed by %(name)s on %(date)s",
            number=order.name,
            name=order.signed_by or order.partner_id.name,
            date=self._in_full(day),
        )
        if not files:
            number, date = order.name, self._in_full(day)
            plain = self.env._("Order %(number)s of %(date)s", number=number, date=date)
            return [
                Found(
                    source=order,
                    file_name=f"{order.name}.pdf",
                    type="contract" if order.signature else "order",
                    name=signed if order.signature else plain,
                    date=day,
                )
            ]
        return [
            Found(order, file.name, file, "contract", signed, day)
            if order.signed_on and file.name == f"{order.name}.pdf"
            else self._describe_file(order, file)
            for file in files
        ]

    def _find_pickings(self):
        """Return the deliveries of the orders that the user may read."""
        if "stock.picking" not in self.env or not self.env["stock.picking"].has_access("read"):
            return []
        origins = set(self.claim_ids.move_id.filtered("invoice_origin").mapped("invoice_origin"))
        names = {name.strip() for origin in origins for name in origin.split(",")}
        pickings = self.env["stock.picking"].search(
            [
                ("origin", "in", list(names)),
                ("state", "=", "done"),
                ("picking_type_code", "=", "outgoing"),
                ("company_id", "=", self.company_id.id),
            ]
        )
        files = self._get_files_of(pickings)
        found = []
        for picking in pickings:
            caption = self.env._(
                "Delivery note %(number)s of %(date)s",
                number=picking.name,
                date=self._in_full(picking.date_done.date()),
            )
            name = f"{picking.name.replace('/', '_')}.pdf"
            found += [
                Found(picking, file.name, file, "delivery", caption, picking.date_done.date())
                for file in files[picking]
            ] or [Found(picking, name, None, "delivery", caption, picking.date_done.date())]
        return found

    # === LETTERS AND WHAT PROVES THAT THEY ARRIVED === #

    def _get_letters(self):
        return self.env["litige.letter"].search(
            [
                ("state", "=", "confirmed"),
                ("case_id", "in", [False, self.id]),
                "|",
                ("case_id", "=", self.id),
                ("move_ids", "in", self.claim_ids.move_id.ids),
            ]
        )

    def _find_letters(self):
        # What was written for a mediation is confidential: it is offered to no file.
        letters = self._get_letters().filtered(lambda one: one.kind != "neutral_summary")
        files = letters._get_frozen_attachments()
        kinds = dict(self.env["litige.letter"]._fields["kind"]._description_selection(self.env))
        return [
            Found(
                source=letter,
                file_name=letter.document_name,
                attachment=file.with_env(self.env),
                type=LETTER_TYPES.get(letter.kind, "email"),
                name=self.env._(
                    "%(kind)s %(number)s of %(date)s",
                    kind=kinds[letter.kind],
                    number=letter.name,
                    date=self._in_full(letter.date),
                ),
                date=letter.date,
            )
            for letter, file in files.items()
        ]

    def _find_receipts(self):
        """Return the scans that prove how letters arrived."""
        deliveries = self._get_letters().delivery_ids
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", deliveries._name),
                ("res_field", "=", "receipt"),
                ("res_id", "in", deliveries.ids),
            ]
        )
        found = []
        for file in files:
            delivery = deliveries.browse(file.res_id)
            is_notice = delivery.letter_id.kind in NOTICE_KINDS
            found.append(
                Found(
                    source=delivery,
                    file_name=delivery.receipt_name or self.env._("Receipt"),
                    attachment=file,
                    type="notice_receipt" if is_notice else "other",
                    name=self.env._(
                        "Proof of the sending of %(letter)s", letter=delivery.letter_id.name
                    ),
                    date=delivery.effective_date or delivery.date_posted,
                )
            )
        return found

    # === E-MAILS AND ATTACHMENTS === #

    def _find_emails(self):
        """Return the e-mails of the invoices and of the dispute, to be printed."""
        moves = self.claim_ids.move_id
        events = self.env["litige.event"].search(
            [("case_id", "=", self.id), ("kind", "=", "email"), ("message_id", "!=", False)]
        )
        grounds = {event.message_id.id: event for event in events if event.confidential}
        messages = self.env["mail.message"].search(
            Domain("id", "in", events.message_id.ids)
            | Domain("model", "=", "account.move")
            & Domain("res_id", "in", moves.ids)
            & (
                Domain("message_type", "=", "email")
                | Domain("notification_ids", "any", self._get_outgoing_domain())
            ),
            order="date, id",
        )
        found = []
        for message in messages.filtered(lambda one: html2plaintext(one.body).strip()):
            event = grounds.get(message.id)
            day = fields.Datetime.context_timestamp(self, message.date).date()
            caption = self.env._(
                "E-mail from %(sender)s of %(date)s: %(subject)s",
                sender=message.author_id.name or message.email_from or "?",
                date=self._in_full(day),
                subject=message.subject or message.record_name or "",
            )
            found.append(
                Found(
                    source=message,
                    file_name=f"{(message.subject or caption).replace('/', '-')[:80]}.pdf",
                    type="email",
                    name=caption.strip(" :"),
                    date=day,
                    confidential=bool(event),
                    ground=event.confidential_ground if event else False,
                )
            )
        return found

    def _get_outgoing_domain(self):
        return [
            ("notification_type", "=", "email"),
            ("notification_status", "in", ("sent", "pending")),
            ("res_partner_id.partner_share", "=", True),
        ]

    def _find_attachments(self, messages):
        """Return the files attached to the invoices, to the dispute and to these e-mails."""
        moves = self.claim_ids.move_id
        attachments = self.env["ir.attachment"].search(
            Domain("res_model", "=", "account.move") & Domain("res_id", "in", moves.ids)
            | Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id),
            order="id",
        )
        union = self.env["mail.message"].union(*messages)
        owners = {file: message for message in union for file in message.attachment_ids}
        events = self.env["litige.event"].search(
            [("case_id", "=", self.id), ("message_id", "!=", False), ("confidential", "=", True)]
        )
        grounds = {
            # Only to compare: which files a confidential e-mail brought.
            file: event
            for event in events
            for file in event.message_id.sudo().attachment_ids
        }
        everything = attachments | union.attachment_ids
        return [
            self._describe_file(
                owners.get(file) or self.env[file.res_model].browse(file.res_id),
                file,
                grounds.get(file.sudo()) or grounds.get(file),
            )
            for file in everything
            if file.type == "binary" and file.file_size
        ]

    def _find_communications(self):
        """Return the files attached to what people logged."""
        logged = self.env["litige.communication"].search([("case_id", "=", self.id)])
        return [
            self._describe_file(one, file, one if one.confidential else None)
            for one in logged
            for file in one.attachment_ids
            if file.type == "binary" and file.file_size
        ]

    # === SMALL TOOLS === #

    def _get_files_of(self, records):
        """Return the files attached to each record, by record."""
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("type", "=", "binary"),
                ("mimetype", "in", ("application/pdf", "image/png", "image/jpeg")),
            ],
            order="id",
        )
        grouped = files.grouped("res_id")
        return {record: grouped.get(record.id, []) for record in records}

    def _describe_file(self, source, file, secret=None):
        """Return a file as it was attached: its type and its caption are guessed."""
        name = self.env["litige.exhibit.type"]._propose_caption(file.name)
        if file.name == rfc822.ORIGINAL and source._name == "mail.message":
            name = self.env._(
                "Original file of the e-mail: %(subject)s", subject=source.subject or ""
            ).strip(" :")
        return Found(
            source=source,
            file_name=file.name,
            attachment=file,
            name=name,
            date=fields.Datetime.context_timestamp(self, file.create_date).date(),
            confidential=bool(secret),
            ground=secret.confidential_ground if secret else False,
        )

    def _in_full(self, day):
        return format_date(self.env, day, date_format="d MMMM y") if day else ""
