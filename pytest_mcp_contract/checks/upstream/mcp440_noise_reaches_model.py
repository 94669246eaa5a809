import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._fields import finding, judged, name_of, reach, traced
from pytest_mcp_contract.model import (
    Experiment,
    FieldReach,
    Finding,
    Reaches,
    Replay,
    Terms,
    Unchecked,
    brief,
)

NOISE = (
    "node_id", "gravatar_id", "etag", "@odata.etag", "request_id", "x_request_id", "correlation_id",
    "trace_id", "has_more", "rate_limit/limit", "rate_limit/remaining", "rate_limit/used", "rate_limit/cost",
    "rate_limit/reset_at", "self", "url", "href", "*_url", "*_uri", "cursor", "next_cursor", "prev_cursor",
    "previous_cursor", "start_cursor", "end_cursor", "after_cursor", "before_cursor", "page_token",
    "next_page_token", "prev_page_token", "next_page", "previous_page", "paging/next/after",
    "paging/next/link", "links/next", "links/prev", "offset", "start_at", "page", "per_page", "page_size",
    "limit", "max_results",
)  # fmt: skip
"""The end of a field's pointer, in any case and with or without `_`; `*` stands for any beginning."""
_LINKS = frozenset({"self", "url", "href"})
"""Noise only as a link to the API itself; so is all that ends with `_url`."""
_WINDOW = frozenset({"offset", "startat", "page", "perpage", "pagesize", "limit", "maxresults"})
"""Paging only where two of them stand in one object: an `offset` alone may be that of a time zone."""
_PAGES = re.compile(r"cursor|offset|page|after|before|start|skip|token|limit", re.IGNORECASE)
_FOR_PEOPLE = re.compile(
    r"html|web|browse|permalink|download|content|attachment|file|image|avatar|icon|photo", re.IGNORECASE
)
_API = re.compile(r"(?:api|rest|services|graphql|v\d+(?:\.\d+)?)", re.IGNORECASE)
_SELF = "https://api.example.com/repos/o/r/issues/1"
_WEB = "https://example.com/o/r/issues/1"
_NODE = reach("/node_id", "I_kwDOA1", beside="- Node: ")
_CURSOR = reach("/pageInfo/endCursor", "Y3Vyc29yOjIw", beside="More issues follow, cursor ")
_ABSENT = reach("/node_id", "I_kwDOA1", Reaches.NO)


@replay_check(
    code="MCP440",
    title="Paging, self links or internal ids reach the model",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        Links into the API, second ids, cursors that no argument takes and counters of a rate limit tell a
        model nothing that it could use. They cost tokens in each later turn, and a model that has seen an
        internal id uses it where another one belongs.
    """,
    fix="""
        Leave the field out of the text. If the model needs it to ask for the next page, say so beside the
        value, with the name of the argument. `noise` at the top of the registry replaces the list of names.
    """,
    needs=(Experiment.PROVENANCE,),
    bad=(
        traced(_NODE),
        traced(reach("/items/*/nodeId", "I_kwDOA1")),
        traced(reach("/url", _SELF, beside="- API: ")),
        traced(reach("/user/repos_url", "https://api.example.com/users/o/repos")),
        traced(reach("/attributes/url", "/repos/o/r/issues/1"), reach("/rateLimit/remaining", "4999")),
        traced(_CURSOR),
        traced(reach("/startAt", "0"), reach("/maxResults", "50", Reaches.NO)),
        traced(reach("/colour", "ff0000"), terms=Terms(noise=("colour",))),
    ),
    good=(
        traced(reach("/title")),
        traced(_ABSENT),
        traced(replace(_NODE, verbatim=False)),
        traced(_NODE, terms=Terms(taken=("node_id",))),
        traced(_NODE, terms=Terms(noise=("etag",))),
        # A link for people; and one that is built from the API's.
        traced(reach("/html_url", _WEB)),
        traced(reach("/url", _WEB, beside="- Link: ")),
        traced(reach("/url", _SELF, verbatim=False)),
        traced(reach("/_links/html/href", _SELF)),
        traced(reach("/content_url", "https://api.example.com/attachments/1/a.png"), text="# Broken"),
        # The argument that takes it stands beside it, or pages by such a value.
        traced(replace(_CURSOR, beside='More: call again with after="'), terms=Terms(parameters=("after",))),
        traced(_CURSOR, terms=Terms(parameters=("owner", "page_token"))),
        # The same value under another name, which is shown for what it is.
        traced(_NODE, reach("/id", "I_kwDOA1", beside="- Id: ")),
        # An offset of a time zone, and the start of a meeting.
        traced(reach("/offset", "3600")),
        traced(reach("/start_at", "2026-03-02T09:00:00Z")),
    ),
)
def noise_reaches_model(replay: Replay) -> Iterator[Finding | Unchecked]:
    provenance = judged(replay)
    if isinstance(provenance, Unchecked):
        yield provenance
        return
    terms = replay.terms
    windows = _windows(provenance.fields)
    shown = [field for field in provenance.fields if field.reaches is Reaches.YES]
    named_otherwise = {field.value for field in shown if not _is_named(field, terms)}
    for field in shown:
        if not field.verbatim or not _is_named(field, terms):
            continue
        is_told = terms.noise is not None
        if not is_told and (_is_something_else(field, windows) or _is_a_way(field, terms)):
            continue
        if _names_an_argument(field.beside, terms) or field.value in named_otherwise:
            continue
        yield finding(
            replay,
            field.key,
            field.field,
            saw=f"`{name_of(field.field)}` stands in the text: {brief(field.value, width=50)}",
            want="a text without it, or the argument that takes it beside it",
        )


def _plain(name: str) -> str:
    return re.sub(r"[_-]", "", name).lower()


def _names(field: FieldReach) -> list[str]:
    return [_plain(part) for part in field.field.split("/") if part and part != "*"]


def _is_named(field: FieldReach, terms: Terms) -> bool:
    own = _names(field)
    return any(_fits(own, noise) for noise in (NOISE if terms.noise is None else terms.noise))


def _fits(own: list[str], noise: str) -> bool:
    if noise.startswith("*"):
        return bool(own) and own[-1].endswith(_plain(noise[1:]))
    parts = [_plain(part) for part in noise.strip("/").split("/") if part != "*"]
    return own[-len(parts) :] == parts


def _windows(fields: tuple[FieldReach, ...]) -> set[tuple[str, str]]:
    """Key and place of the objects that describe a window into a list: where it begins, how long it is."""
    found: dict[tuple[str, str], set[str]] = {}
    for field in fields:
        above, _, name = field.field.rpartition("/")
        if _plain(name) in _WINDOW:
            found.setdefault((field.key, above), set()).add(name)
    return {place for place, names in found.items() if len(names) > 1}


def _is_something_else(field: FieldReach, windows: set[tuple[str, str]]) -> bool:
    """Whether a name that is mostly noise is none here."""
    name = field.field.rpartition("/")[2]
    if _plain(name) in _WINDOW:
        return (field.key, field.field.rpartition("/")[0]) not in windows or not field.value.isdigit()
    is_link = (
        _plain(name) in _LINKS or name.lower().endswith(("_url", "_uri")) or name.endswith(("Url", "Uri"))
    )
    if not is_link and "://" not in field.value and not field.value.startswith("/"):
        return False
    return _FOR_PEOPLE.search(field.field) is not None or not _is_of_api(field)


def _is_of_api(field: FieldReach) -> bool:
    """Whether a link leads into the API that sent it, and not to a page of the same vendor for people."""
    host, link = urlsplit(field.host), urlsplit(field.value)
    first = link.path.strip("/").partition("/")[0]
    is_same = first == field.path.strip("/").partition("/")[0]
    if not link.netloc:
        return field.value.startswith("/") and is_same
    labels = host.netloc.lower().split(".")
    is_api = "api" in labels or (is_same and _API.fullmatch(first) is not None)
    return is_api and link.netloc.lower() == host.netloc.lower()


def _is_a_way(field: FieldReach, terms: Terms) -> bool:
    """Whether a tool of the server takes such a value: to go on in a list, or to name a thing."""
    name = _names(field)[-1]
    if _PAGES.search(field.field):
        return any(_PAGES.search(argument) for argument in terms.parameters)
    return any(_plain(argument).endswith(name) for argument in terms.taken)


def _names_an_argument(beside: str, terms: Terms) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", beside[-40:], re.IGNORECASE) for name in terms.parameters)
