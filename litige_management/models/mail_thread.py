import functools
import xmlrpc.client

from odoo import api, models


class MailThread(models.AbstractModel):
    """The mail gateway, where e-mails about disputes take their own way.

    Whatever is not about disputes passes as if this addon were not there.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Receive an e-mail; one about a dispute is never lost, whatever state it is in."""
        raw = message.data if isinstance(message, xmlrpc.client.Binary) else message
        raw = raw.encode("utf-8", "replace") if isinstance(raw, str) else bytes(raw)
        process = functools.partial(
            super().message_process,
            model,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )
        router = self.env["litige.mail.router"]
        if not router._is_ours(raw, model):
            return process(raw)
        return router._receive(raw, process)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Lead what is addressed to disputes to the right one."""
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        return self.env["litige.mail.router"]._reroute(message, message_dict, routes)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """Also keep, on its dispute, the notice that an e-mail did not arrive."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        self.env["litige.mail.router"]._note_bounce(message_dict)
        return result

    @api.model
    def _message_parse_post_process(self, message, message_dict, routes):
        """Write no outsider among the recipients of an e-mail kept on a dispute."""
        values = super()._message_parse_post_process(message, message_dict, routes)
        if any(route[0] == "litige.case" for route in routes or ()):
            values["partner_ids"] = self.env["litige.case"]._keep_internal(values["partner_ids"])
        return values
