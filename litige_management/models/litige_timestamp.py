import base64
import logging
import queue
import threading
import time
from urllib.parse import urlsplit

import requests
import urllib3

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..legal import timestamp
from ..legal.timestamp import TimestampError

_logger = logging.getLogger(__name__)

TIMEOUT = 15  # seconds without a word: a provider answers in less than one
MOST_TIME = 30  # seconds in all, however slowly it talks
MAX_SIZE = 200_000  # bytes: an answer weighs five thousand
FINAL_FIELDS = frozenset(("request_file", "token"))


def is_safe(url):
    """Whether nobody on the way can read or change what is exchanged with `url`."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    )


def exchange(url, request):
    """Return the answer (bytes, at most `MAX_SIZE` + 1) to a request, within `MOST_TIME`.

    :raise requests.RequestException: also for an answer that lasts, or that sends elsewhere
    """
    # A provider that talks one byte at a time never exceeds the time between two bytes: the whole
    # is done aside, and left there when it lasts.
    outcome, deadline = queue.SimpleQueue(), time.monotonic() + MOST_TIME

    def run():
        try:
            outcome.put((_post(url, request, deadline), None))
        except Exception as error:  # raised again for whoever waits
            outcome.put((None, error))

    threading.Thread(target=run, name="litige_timestamp", daemon=True).start()
    try:
        content, error = outcome.get(timeout=MOST_TIME)
    except queue.Empty:
        raise requests.Timeout() from None
    if error:
        raise error
    return content


def _post(url, request, deadline):
    with requests.post(
        url,
        data=request,
        # As it is: a few bytes that unfold into many would not be limited.
        headers={"Content-Type": "application/timestamp-query", "Accept-Encoding": "identity"},
        timeout=TIMEOUT,
        stream=True,
        allow_redirects=False,  # the request goes where the settings say
    ) as answer:
        answer.raise_for_status()
        if answer.is_redirect or answer.status_code >= 300:
            raise requests.TooManyRedirects(response=answer)
        content = bytearray()
        for piece in answer.raw.stream(1, decode_content=False):
            content += piece
            if len(content) > MAX_SIZE:
                break
            if time.monotonic() > deadline:
                raise requests.Timeout()
        return bytes(content)


class LitigeTimestamp(models.Model):
    """A date given by somebody else to the chronology of a dispute, as it stood at some length."""

    _name = "litige.timestamp"
    _inherit = ["litige.chronicle.mixin"]
    _description = "Timestamp of a Chronology"
    _order = "id desc"
    _rec_name = "provider"

    case_id = fields.Many2one(
        "litige.case",
        string="Dispute",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, precompute=True)
    state = fields.Selection(
        [("requested", "Waiting for the Answer"), ("valid", "Checked")],
        default="requested",
        required=True,
        readonly=True,
    )
    head_hash = fields.Char(
        string="Fingerprint",
        readonly=True,
        required=True,
        help="The fingerprint that is dated: it covers all entries up to that one.",
    )
    length = fields.Integer(
        string="Entries Covered",
        readonly=True,
        required=True,
        help="The first entries of the chronology, up to this rank. Later ones change nothing to "
        "it.",
    )
    nonce = fields.Char(readonly=True, groups="base.group_system")
    request_file = fields.Binary(
        string="Request",
        attachment=True,
        readonly=True,
        help="The .tsq file that a provider of qualified timestamps takes.",
    )
    request_name = fields.Char(compute="_compute_request_name")
    answer = fields.Binary(
        compute="_compute_answer",
        inverse="_inverse_answer",
        help="The .tsr file that the provider gave back.",
    )
    answer_name = fields.Char(store=False)
    token = fields.Binary(attachment=True, readonly=True)
    token_name = fields.Char(compute="_compute_request_name")
    provider = fields.Char(
        readonly=True,
        help="As its certificate names it. Whether it is a qualified one is to be looked up in the "
        "trusted list of its country.",
    )
    dated_at = fields.Datetime(
        string="Date of the Token",
        readonly=True,
        help="The date and time that the provider attests.",
    )
    serial = fields.Char(readonly=True)
    policy = fields.Char(string="Timestamp Policy", readonly=True)
    message = fields.Text(string="What Was Checked", compute="_compute_message")
    has_provider = fields.Boolean(compute="_compute_has_provider")

    @api.depends("case_id", "length")
    def _compute_request_name(self):
        for stamp in self:
            name = f"{(stamp.case_id.name or '').replace('/', '-')}-{stamp.length}"
            stamp.request_name, stamp.token_name = f"{name}.tsq", f"{name}.tsr"

    @api.depends("company_id")
    def _compute_has_provider(self):
        for stamp in self:
            # The address may hold a password: that there is one is no secret.
            stamp.has_provider = bool(stamp.company_id.sudo().litige_timestamp_url)

    def _compute_answer(self):
        self.answer = False

    def _inverse_answer(self):
        for stamp in self:
            if stamp.answer:
                stamp._receive(base64.b64decode(stamp.answer))

    @api.depends("state", "token")
    def _compute_message(self):
        for stamp in self:
            try:
                stamp.message = stamp._describe(stamp._check()) if stamp.token else False
            except TimestampError as error:
                stamp.message = stamp._explain(error)

    # === CRUD === #

    def write(self, vals):
        """Refuse to change what was asked and what was answered, for everyone.

        Only the answer's file may be given, and what is read from it follows.
        """
        checked = self.env.su and self.env.context.get("litige_timestamping")
        if not checked and vals.keys() - {"answer", "answer_name"}:
            raise UserError(self.env._("A timestamp cannot be changed. Ask for another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        if any(stamp.state == "valid" for stamp in self):
            raise UserError(self.env._("A checked timestamp cannot be deleted."))

    def _is_file_final(self, field_name):
        """Whether this file may no longer change (asked by `ir.attachment`)."""
        return field_name in FINAL_FIELDS and self.state == "valid"

    # === ASKING === #

    @api.model
    def _prepare(self, case):
        """Return a request for the chronology of `case` as it stands; the same while it waits."""
        case.check_access("write")
        remembered = case._read_chain()[1]
        if not remembered.length:
            raise UserError(self.env._("The chronology is empty: there is nothing to date."))
        # Nobody writes by hand what was asked: the right on the case is checked just above.
        model = self.sudo()
        waiting = model.search(
            [
                ("case_id", "=", case.id),
                ("state", "=", "requested"),
                ("head_hash", "=", remembered.head),
            ],
            limit=1,
        )
        if waiting:
            return waiting.sudo(False)
        nonce = timestamp.new_nonce()
        request = timestamp.write_request(bytes.fromhex(remembered.head), nonce)
        return model.create(
            {
                "case_id": case.id,
                "head_hash": remembered.head,
                "length": remembered.length,
                "nonce": str(nonce),
                "request_file": base64.b64encode(request),
            }
        ).sudo(False)

    def action_ask(self):
        """Send the request to the provider of the settings, and check its answer.

        :raise UserError: in words; the request stays and may be sent again
        """
        self.ensure_one()
        self.check_access("write")
        # Whoever may ask need not know the address, which may hold a password.
        url = self.company_id.sudo().litige_timestamp_url
        if not url:
            raise UserError(
                self.env._("Give the address of your provider of timestamps in the settings first.")
            )
        self._receive(self._send(url))

    def _send(self, url):
        """Return what the provider answers (bytes). Its address is told to nobody."""
        if not is_safe(url):
            raise UserError(
                self.env._(
                    "The address of the provider of timestamps must begin with https://: change it "
                    "in the settings."
                )
            )
        try:
            return exchange(url, self._read_file("request_file"))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            _logger.info("A timestamp could not be asked for: %s", type(error).__name__)
            answer = getattr(error, "response", None)
            raise UserError(
                self.env._(
                    "The provider of timestamps could not be reached: %(reason)s",
                    reason=type(error).__name__ if answer is None else answer.status_code,
                )
            ) from error

    def _receive(self, content):
        """Check the provider's answer (bytes), keep it, and write it in the chronology.

        :raise UserError: says what does not hold; nothing is kept
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "valid":
            raise UserError(self.env._("This timestamp has its answer already."))
        if len(content) > MAX_SIZE:
            raise UserError(self.env._("This file is too large to be a timestamp."))
        try:
            token = timestamp.read_response(content)
            found = self._check(token)
        except TimestampError as error:
            raise UserError(self._explain(error)) from error
        # Only a checked answer gets here; no right on records allows to write it otherwise.
        self.sudo().with_context(litige_timestamping=True).write(
            {
                "state": "valid",
                "token": base64.b64encode(token),
                "provider": found.provider,
                "dated_at": found.at,
                "serial": found.serial,
                "policy": found.policy,
            }
        )
        self._note()

    def action_open(self):
        """Show this timestamp: its request, its answer, what was checked."""
        return self._get_dialog()

    def _get_dialog(self):
        """Return the action that shows this timestamp in a dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Timestamp of the Chronology"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _read_file(self, name):
        """Return the bytes of a file, also while a screen only asks for its size."""
        return base64.b64decode(self.with_context(bin_size=False)[name])

    # === CHECKING === #

    def _check(self, token=None):
        """Check a token (by default the one kept) over the fingerprint that was asked for.

        :raise TimestampError: what does not hold
        """
        # The nonce binds the answer to our request: whoever checks may use it.
        stamp = self.sudo()
        return timestamp.check_token(
            token or stamp._read_file("token"),
            bytes.fromhex(stamp.head_hash),
            int(stamp.nonce),
        )

    def _describe(self, found):
        return self.env._(
            "Signed by %(provider)s, which attests that these %(count)s entries existed on "
            "%(date)s (UTC). Checked: the fingerprint, the answer to our own request, the "
            "signature, a certificate made for timestamps and valid that day. Not checked: whether "
            "the provider is qualified, which the trusted list of its country says.",
            provider=found.provider,
            count=self.length,
            date=format_datetime(self.env, found.at, tz="UTC"),
        )

    def _explain(self, error):
        """Say in words why a token does not hold."""
        texts = {
            "unreadable": self.env._("This file is not the answer of a timestamp provider."),
            "refused": self.env._("The provider refused: %(detail)s"),
            "not_a_token": self.env._("This file is signed, but is not a timestamp."),
            "fingerprint": self.env._(
                "This timestamp is for something else: its fingerprint is not the one asked for."
            ),
            "nonce": self.env._("This timestamp answers another request."),
            "signer": self.env._(
                "The timestamp does not contain the certificate of the one who signed it."
            ),
            "attributes": self.env._("The timestamp does not say what was signed."),
            "digest": self.env._("The timestamp was altered after it was signed."),
            "certificate": self.env._("The timestamp was signed with another certificate."),
            "algorithm": self.env._("The timestamp uses a method that is not known: %(detail)s"),
            "signature": self.env._("The signature of the timestamp is wrong."),
            "purpose": self.env._("The certificate of the signer is not made for timestamps."),
            "validity": self.env._("The certificate of the signer was not valid that day."),
        }
        return texts[error.code] % {"detail": error.detail}

    def _note(self):
        """Write the timestamp in the chronology: it dates what comes before it."""
        stamp = self._in_company_language()
        stamp.case_id._append_events(
            [
                {
                    "case_id": stamp.case_id.id,
                    "kind": "timestamp",
                    "summary": stamp.env._(
                        "The first %(count)s entries were dated by %(provider)s",
                        count=stamp.length,
                        provider=stamp.provider,
                    ),
                    "parties": stamp.provider,
                    "occurred_at": stamp.dated_at,
                    "occurred_on": stamp.dated_at.date(),
                    "details": {"head": stamp.head_hash, "serial": stamp.serial},
                    "res_model": stamp._name,
                    "res_id": stamp.id,
                }
            ]
        )
