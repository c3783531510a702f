"""What the web client asks of a server: a session, and the values that a view needs."""

import http.cookiejar
import json
import urllib.request

from lxml import etree

#: Fields that some widgets read besides their own.
WIDGET_FIELDS = {
    "list_activity": (
        "activity_exception_decoration",
        "activity_exception_icon",
        "activity_state",
        "activity_summary",
        "activity_type_icon",
        "activity_type_id",
    ),
}


class Session:
    """One browser's connection, signed in."""

    def __init__(self, url: str, database: str, login: str = "admin", password: str = "admin"):
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )
        self.post(
            "/web/session/authenticate", {"db": database, "login": login, "password": password}
        )

    def post(self, path: str, params: dict):
        """Call one address in JSON-RPC.

        :raise RuntimeError: with what the server says went wrong
        """
        request = urllib.request.Request(
            self.url + path,
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self._opener.open(request, timeout=60) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"].get("debug") or answer["error"]["message"])
        return answer["result"]

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a method of a model as the web client does."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )


def specification(env, model: str, view_type: str) -> dict:
    """What the web client reads for the default view of a model."""
    arch = env[model].get_view(view_type=view_type)["arch"]
    return _read_node(env, env[model], etree.fromstring(arch))


def _read_node(env, records, node) -> dict:
    spec = {}
    for element in _own_fields(node):
        name = element.get("name")
        field = records._fields[name]
        spec[name] = {}
        for extra in WIDGET_FIELDS.get(element.get("widget"), ()):
            spec[extra] = {}
        hidden = {element.get("invisible"), element.get("column_invisible")} & {"1", "True"}
        if field.type in ("many2one", "reference"):
            spec[name] = {"fields": {} if hidden else {"display_name": {}}}
        elif field.type in ("one2many", "many2many") and not hidden:
            spec[name] = _read_lines(env, env[field.comodel_name], element)
    return spec


def _read_lines(env, records, element) -> dict:
    if element.get("widget") in ("many2many_tags", "many2many_tags_avatar"):
        return {"fields": {"display_name": {}}}
    views = [child for child in element if child.tag in ("list", "kanban")]
    return {"fields": _read_node(env, records, views[0]), "limit": 40} if views else {}


def _own_fields(node):
    """The fields of a view, without those of the views inside it."""
    for child in node:
        if child.tag == "field":
            yield child
        else:
            yield from _own_fields(child)
