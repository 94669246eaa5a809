"""Every hostile server: what it does, and what a run tells of it."""

from dataclasses import dataclass
from typing import Literal

Lane = Literal["quick", "waits", "heavy"]


@dataclass(frozen=True)
class Hostile:
    """A server, by the kind that its script knows, and the one finding about it."""

    name: str
    does: str
    code: str | None
    """The check that tells of it; None where it is left alone."""
    told: str
    """Words of what is told; where it is left alone, what is right about that."""
    lane: Lane = "quick"
    """`waits`: runs into a limit. `heavy`: too much for every test run."""
    argument: str = ""
    more: tuple[str, ...] = ()
    """What it lists besides `get_forecast`."""

    @property
    def is_http(self) -> bool:
        """Whether it speaks HTTP, not stdio."""
        return self.name.startswith("http-")


def down(name: str, does: str, told: str, lane: Lane = "quick", *, argument: str = "") -> Hostile:
    """A server of which nothing can be judged."""
    return Hostile(name, does, "MCP003", told, lane, argument)


def waits(name: str, does: str, told: str) -> Hostile:
    """The same, found when a limit runs out."""
    return down(name, does, told, "waits")


_SILENT = "does not answer: no reply within"
BASE = "BASE"
"""Stands for the address of the HTTP servers in an argument."""

SECTIONS: dict[str, tuple[Hostile, ...]] = {
    "silence": (
        waits("never-answers", "never answers", _SILENT),
        waits("answers-late", "answers after the limit", _SILENT),
        waits("never-lists", "shakes hands and never lists its tools", _SILENT),
        Hostile("never-answers-a-call", "never answers a call", "MCP302", "no reply within", "waits"),
        down("closes-stdout", "closes stdout and lives on", "closes its stdout before it answers"),
        waits("closes-stdin", "closes stdin and lives on", _SILENT),
        waits("holds-each-reply-back", "holds each reply back until the next request", _SILENT),
        waits("http-never-answers", "takes the request and never answers", "does not answer at"),
        waits("http-drips", "sends a body byte by byte, for ever", "does not answer at"),
        waits("http-drips-headers", "sends headers one by one, for ever", "does not answer at"),
    ),
    "death": (
        down("dies-at-once", "exits at once", "exits before it answers (exit code 9)"),
        down("dies-in-handshake", "exits in `initialize`", "exits before it answers (exit code 9)"),
        down("dies-in-list", "exits in `tools/list`", "exits before it answers (exit code 9)"),
        Hostile("dies-in-call", "exits in a call", "MCP303", "server ended in reply to"),
        down("dies-by-a-signal", "breaks a memory rule", "exits before it answers (exit code -11)"),
        down("dies-with-escapes", "clears the terminal by its last words", "exits before it answers"),
        down("http-closes-without-a-word", "closes the connection", "Server disconnected"),
        down("http-half-a-body", "sends less than it said", "peer closed connection"),
        down("http-events-that-end", "ends its events without a reply", "stream ended without a response"),
    ),
    "floods": (
        waits(
            "floods-stdout",
            "writes lines on stdout for ever",
            "lines that are no JSON-RPC, first `[12:00:00]",
        ),
        Hostile(
            "floods-stderr-of-a-gigabyte",
            "writes 1 GB on stderr and is sound",
            None,
            "the last lines are kept",
            "heavy",
            "1000",
        ),
        Hostile(
            "floods-stdout-of-a-gigabyte",
            "writes 1 GB of lines on stdout and is sound",
            "MCP222",
            "on stdout that are no JSON-RPC",
            "heavy",
            "1000",
        ),
        Hostile(
            "floods-stderr",
            "writes 20 MB on stderr and is sound",
            None,
            "the last lines are kept",
            argument="20",
        ),
        waits("floods-stderr-without-end", "writes one line on stderr for ever", _SILENT),
        down(
            "writes-one-endless-line",
            "writes one line on stdout for ever",
            "a message that has more than 8 MB",
        ),
        down(
            "endless-line-in-the-list",
            "lists tools for ever, on one line",
            "a message that has more than 8 MB",
        ),
        Hostile(
            "endless-line-in-a-call",
            "replies to a call for ever, on one line",
            "MCP303",
            "a message has more than 8 MB",
        ),
        waits("notifies-for-ever", "sends notifications for ever", _SILENT),
        Hostile(
            "notifies-before-each-reply",
            "sends 200 notifications before each reply",
            None,
            "a server may notify",
        ),
        waits("requests-for-ever", "asks for `ping` for ever", _SILENT),
        down("http-endless-body", "sends a body for ever", "a message that has more than 8 MB"),
        down("http-endless-body-in-the-list", "lists tools for ever", "a message that has more than 8 MB"),
        down("http-endless-headers", "sends one header for ever", "Receive buffer too long"),
        down("http-endless-event", "sends one event for ever", "event exceeded the 1048576 byte limit"),
        waits("http-endless-events", "sends events for ever, and no reply", "does not answer at"),
        down("http-gzip-bomb", "sends 50 MB in 50 kB", "is compressed (gzip), which nobody asked for"),
        down("http-gzip-bomb-in-a-bomb", "sends that packed once more", "is compressed (gzip, gzip)"),
    ),
    "no JSON-RPC": (
        Hostile(
            "garbage-between", "writes bytes between messages", "MCP222", "on stdout that are no JSON-RPC"
        ),
        waits("garbage-only", "writes bytes and no messages", "lines that are no JSON-RPC"),
        waits("half-a-line", "writes half a message and stops", "a line on stdout has no end, it begins"),
        down(
            "half-a-line-and-leaves",
            "writes half a message and exits",
            "exits before it answers (exit code 9)",
        ),
        down("no-utf-8", "writes bytes that are no UTF-8", "cannot be read: invalid unicode code point"),
        waits("utf-16", "writes UTF-16", "a line that is no JSON-RPC"),
        down("lone-surrogate", "escapes half a character", "cannot be read: unexpected end of hex escape"),
        down("not-a-number", "writes `NaN`", "has the value NaN, which JSON does not have"),
        down("beyond-all-numbers", "writes `1e400`", "has the number 1e400, which clients read as infinity"),
        down(
            "four-thousand-digits", "writes a number of 5,000 digits", "cannot be read: number out of range"
        ),
        Hostile(
            "key-written-twice",
            "describes a tool twice, in one object",
            "MCP229",
            'with the key "description" twice',
        ),
        waits("a-batch", "replies in a list", "a line that is no JSON-RPC, first `[{"),
        waits("a-number-for-a-message", "replies `7`", "a line that is no JSON-RPC, first `7`"),
        down("result-and-error", "replies with a result and an error", "MCPError: and yet"),
        waits("result-is-a-text", "gives a text for a result", "a line that is no JSON-RPC"),
        down("http-web-page", "answers with a page of HTML", "Unexpected content type: text/html"),
        down("http-octets", "names its JSON `application/octet-stream`", "Unexpected content type"),
        down(
            "http-no-json", "answers with bytes that are no JSON", "a message that is no JSON-RPC, it begins"
        ),
        down("http-garbage", "answers with no HTTP", "RemoteProtocolError"),
    ),
    "ids and order": (
        waits(
            "other-ids", "replies with ids of its own", "replies to a request 7000000, which nobody has sent"
        ),
        Hostile("ids-as-texts", 'replies with `"1"` for `1`', "MCP228", 'replies to a request "1"'),
        waits("no-id", "replies with the id `null`", "replies to a request null"),
        Hostile("each-reply-twice", "sends each reply twice", "MCP228", "to which it has replied"),
        Hostile(
            "replies-before-it-is-asked",
            "guesses the next ids and replies ahead",
            "MCP228",
            "which nobody has sent",
        ),
        waits("http-other-ids", "replies with ids of its own", "replies to a request 7000000"),
    ),
    "lists": (
        waits("pages-without-end", "names a next page for ever", "its list of tools does not end within"),
        waits(
            "pages-that-drip", "takes long for each page, for ever", "its list of tools does not end within"
        ),
        Hostile("same-cursor-for-ever", "names the same next page for ever", "MCP221", "repeats the cursor"),
        down("many-tools-on-many-pages", "lists 1,000 tools a page, for ever", "lists more than 5,000 tools"),
        down(
            "many-tools",
            "lists 100,000 tools",
            "a message that has more than 8 MB",
            "heavy",
            argument="100000",
        ),
        down("huge-description", "describes a tool in 50 MB", "more than 8 MB", "heavy", argument="50"),
        down(
            "empty-lists-without-number",
            "lists two million empty lists",
            "more than 250,000 lists and objects",
        ),
        Hostile("malformed-elements", "lists null among its tools", "MCP220", "lists null as element 1"),
        down("list-of-something-else", "lists its tools in an object", "answers tools/list without a list"),
        Hostile(
            "another-list-each-time",
            "describes its tool anew each time",
            "MCP225",
            "is another in the second list",
        ),
    ),
    "schemas": (
        down(
            "schema-without-bottom", "nests a schema 1,000 levels deep", "it nests more than 200 levels deep"
        ),
        Hostile("schema-of-sixty-levels", "nests a schema 60 levels deep", None, "deep, and sound"),
        Hostile("ref-in-a-circle", "leads `$ref` in a circle", "MCP214", "requires itself at every level"),
        down(
            "ref-that-multiplies",
            "names 10^30 branches by `$ref`",
            "more than 100,000 branches for one value",
        ),
        Hostile(
            "remote-ref", "leads `$ref` to a URL", "MCP201", "`$ref` leads out of the schema", argument=BASE
        ),
        Hostile(
            "remote-metaschema",
            "names a URL as its dialect",
            None,
            "not judged, and nothing is fetched",
            argument=BASE,
        ),
        Hostile(
            "pattern-that-backtracks",
            "has a pattern that backtracks for ever",
            None,
            "the pattern is a pattern",
        ),
        Hostile(
            "default-that-backtracks",
            "has a default that lets it backtrack",
            "MCP203",
            "the default of `city` is",
        ),
        Hostile(
            "pattern-that-is-none",
            "has a pattern that is none",
            "MCP201",
            "`pattern` is no regular expression",
        ),
        Hostile(
            "pattern-of-a-billion", "has a pattern for two million letters", None, "no call is made up for it"
        ),
        down(
            "bounds-without-end",
            "wants a text of 10^18 characters",
            "a value of more than 1,000,000 characters",
        ),
    ),
    "texts": (
        Hostile(
            "escapes-in-the-description",
            "describes a tool in escapes",
            "MCP602",
            "control characters: U+001B",
        ),
        down("escapes-in-an-error", "refuses to list its tools in escapes", "does not shake hands: MCPError"),
        Hostile(
            "escapes-in-its-name", "gives instructions in escapes", "MCP602", "control characters: U+001B"
        ),
        Hostile(
            "name-that-is-a-path",
            "names a tool `../../../../tmp/owned`",
            "MCP204",
            'holds "/"',
            more=("../../../../tmp/owned",),
        ),
        Hostile(
            "name-that-is-a-node-id",
            "names a tool `a::b[c]`, over two lines",
            "MCP204",
            "the name",
            more=("a::b[c]\n::d",),
        ),
        Hostile("markup-in-the-description", "describes a tool in markup", None, "inert in every report"),
        down("http-fails", "answers status 500 in escapes", "answers HTTP 500 at"),
    ),
    "processes and files": (
        Hostile("leaves-a-child", "leaves a child that ignores SIGTERM", None, "the child is ended"),
        Hostile(
            "leaves-a-child-that-ran-away",
            "leaves a child in a session of its own",
            None,
            "the child is ended",
        ),
        waits(
            "leaves-a-child-and-dies", "exits, and a child holds its stdout", "a child of it holds its stdout"
        ),
        Hostile("ignores-every-goodbye", "ignores a closed stdin and SIGTERM", None, "it is killed", "waits"),
        waits("ignores-everything", "ignores requests and SIGTERM", _SILENT),
        Hostile("leaves-locked-folders", "leaves folders that nobody may open", None, "they are removed"),
        Hostile("deep-folders", "leaves folders 1,200 levels deep", None, "they are removed"),
    ),
    "what it asks of the client": (
        Hostile("asks-for-sampling", "asks for sampling in a call", None, "refused: no model is asked"),
        Hostile("asks-for-elicitation", "asks for a password in a call", None, "refused: nobody is asked"),
        Hostile("asks-for-roots", "asks for folders in a call", None, "refused: nothing is shown"),
        Hostile("asks-for-what-is-not-there", "asks to run a command in a call", None, "refused"),
    ),
    "versions and sessions": (
        down("version-of-the-future", "speaks a protocol of 2099", "Unsupported protocol version"),
        down("version-that-is-none", "speaks the protocol `null`", "does not shake hands"),
        down("refuses-the-handshake", "refuses the handshake", "does not shake hands: MCPError: go away"),
        down("http-redirects-elsewhere", "redirects to another host", "not followed"),
        down("http-redirects-in-a-circle", "redirects to itself", "not followed"),
        down("http-wants-a-token", "wants a token from elsewhere", "answers HTTP 401 at"),
        down(
            "http-accepts-only", "accepts requests and answers none", "answered a request with 202 Accepted"
        ),
        Hostile("http-same-session-for-all", "has one session id for all", None, "each session is used once"),
        down("http-forgets-its-session", "forgets its session at once", "Session terminated"),
        Hostile("http-session-with-escapes", "has a session id of escapes", None, "it is shown nowhere"),
    ),
}
HOSTILE = [one for section in SECTIONS.values() for one in section]
