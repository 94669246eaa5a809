"""Successes that are errors, in words: the text says what the result should."""

import json
import re
from functools import lru_cache

from pytest_mcp_contract.checks.calls._places import given_in
from pytest_mcp_contract.model import JSON, Call, JSONObject, Reply, Tool

_MOST = 2_000
"""Characters of a text that may be an error message as a whole."""
_MOST_LINES = 6
"""Lines of one whose beginning may also be that of a text about something."""
_SYMBOLS = r"[\s*_`#>\u274c\u2757\u2716\u2717\u2718\u26a0\u26d4\ufe0f\U0001f6ab\U0001f6d1]*"
_CERTAIN = re.compile(
    rf"{_SYMBOLS}(?:"
    r"(?P<error>[Ee]rror) (?:executing|calling|running|invoking|processing) [^:\n]{1,120}:"
    r"|[Aa]n? (?:unexpected |internal |unknown )?(?P<occurred>error|exception)(?: has)? occurred\b"
    r"|(?:[a-z_]\w*\.)*(?P<name>[A-Z]\w*(?:Error|Exception))(?: \[\w+\])?: \S"
    r"|(?P<stack>Traceback) \(most recent call last\)"
    r")"
)
_LIKELY = re.compile(
    rf"{_SYMBOLS}(?:"
    r"(?P<error>error)(?: [a-z]+ing\b[^:\n]{0,120})?[*_`]*:(?P<said>[^\n]*)"
    r"|(?P<words>(?:[a-z][\w/.-]* ){1,3})(?P<kind>error)[*_`]*:(?P<what>[^\n]*)"
    r"|(?P<failed>failed to) [a-z]{2,}\b(?P<which>[^\n]*)"
    r"|(?P<fatal>fatal|exception):(?P<why>[^\n]*)"
    r")",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"\b(?:absolute|average|last|latest|margin|max|maximum|mean|measurement|median|min|no|of|on|or|percent"
    r"|percentage|prediction|previous|recent|relative|rms|rounding|sampling|squared?|standard|sum|test|total"
    r"|train|training|with)\b",
    re.IGNORECASE,
)
"""Words before `error:` that make it a measure or a heading."""
_NOTHING = re.compile(r"[\s*_`]*+(?:none|no|nil|null|n/a|false|ok|[-+.,\d%±\s]*+)[\s.*_`]*", re.IGNORECASE)
_ABOUT_ERRORS = re.compile(
    r"alerts?|bash|builds?|bugs?|checks?|checking|code|commands?|compile|console|crash|crashes|debug|diagnos\w*"
    r"|errors?|eval|evaluate|exceptions?|exec|explain|failures?|health|incidents?|lint|linter|logs?|logging"
    r"|javascript|monitor|output|python|repl|script|sentry|shell|status|stderr|stdout|terminal|tests?|trace|traces|troubleshoot"
    r"|valid\w*|verify"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BESIDE_AN_ERROR = frozenset(
    {
        *("code", "content", "description", "detail", "details", "error", "errorCode", "errorMessage"),
        *(
            "errorType",
            "error_code",
            "error_message",
            "error_type",
            "errors",
            "hint",
            "isError",
            "message",
            "ok",
        ),
        *("reason", "requestId", "request_id", "stack", "status", "statusCode", "status_code", "success"),
        *("suggestion", "timestamp", "tool", "traceback", "type"),
    }
)
_REFUSES = re.compile(
    r"\b(?:at (?:least|most)|can(?:no|')t|does not|doesn't|error|exception|exceeds?|expected|fail(?:ed|ure|s)"
    r"|forbidden|illegal|invalid|is not|isn't|malformed|missing|must"
    r"|not (?:a|an|allowed|found|one of|supported|valid)|no such|out of range|refused|rejected|required"
    r"|should be|too (?:few|large|long|many|short|small)"
    r"|unable|unexpected|unknown|unrecogni[sz]ed|unsupported)\b",
    re.IGNORECASE,
)
_BEGINS_REFUSAL = re.compile(
    rf"{_SYMBOLS}(?P<word>invalid|missing|unknown|unsupported|unrecogni[sz]ed)\b", re.IGNORECASE
)
_BEGINNING = 200


def error_told(tool: Tool | None, call: Call) -> str:
    """The error message that a success consists of; "" where it is none, or may be meant as it stands."""
    reply = call.reply
    if reply is None or not reply.succeeded or len(reply.content) != 1:
        return ""
    text = next(iter(reply.texts()), "")
    if not text or len(text) >= _MOST:
        return ""
    word = _error_word(text, call.arguments) or ("" if call.is_valid else _refusal_word(text))
    if not word or is_about_errors(tool) or not _structured_agrees(reply, text, call.arguments):
        return ""
    return "" if any(word in value.casefold() for value in given_in(call.arguments)) else text


def refuses(call: Call) -> bool:
    """Whether a success refuses in words, as far as can be told: whoever reads it knows."""
    if call.reply is None:
        return False
    texts = call.reply.texts()
    if any(_error_word(text, call.arguments) for text in texts[:1]):
        return True
    said = call.reply.structured if not texts else texts[0][:_BEGINNING]
    return bool(_REFUSES.search(said if isinstance(said, str) else json.dumps(said)[:_BEGINNING]))


def is_about_errors(tool: Tool | None) -> bool:
    """Whether a tool's name or title says that errors are what it may be asked for."""
    return tool is not None and _is_about_errors(f"{tool.name} {tool.title or ''}")


def words_of(name: str) -> list[str]:
    """The words of a name, in whatever way they are joined."""
    return [word.casefold() for word in _WORD.findall(name)]


@lru_cache(maxsize=512)
def _is_about_errors(name: str) -> bool:
    return any(_ABOUT_ERRORS.fullmatch(word) for word in words_of(name))


def _error_word(text: str, arguments: JSONObject) -> str:
    """The word by which a text is an error message; "" where it is none."""
    if text.startswith("{"):
        value = _object_in(text)
        return "error" if value is not None and _is_error(value, arguments) else ""
    found = _CERTAIN.match(text)
    if found is not None:
        return next(word for word in found.groups() if word).casefold()
    found = _LIKELY.match(text)
    if found is None or text.count("\n") >= _MOST_LINES or _BESIDES.search(found["words"] or ""):
        return ""
    rest = next(found[name] for name in ("said", "what", "which", "why") if found[name] is not None)
    is_empty = _NOTHING.fullmatch(rest) and (rest.strip() or not text[found.end() :].strip())
    if is_empty and not found["failed"]:
        return ""
    return next(found[name] for name in ("error", "kind", "failed", "fatal") if found[name]).casefold()


def _refusal_word(text: str) -> str:
    """The word by which the reply to a call that breaks a rule is a refusal."""
    found = _BEGINS_REFUSAL.match(text) if text.count("\n") < _MOST_LINES else None
    return found["word"].casefold() if found else ""


def _object_in(text: str) -> dict[str, JSON] | None:
    if not any(key in text for key in ('"error"', '"isError"', '"success"', '"status"')):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _is_error(value: JSONObject, arguments: JSONObject) -> bool:
    """Whether an object says that something failed, and nothing besides."""
    for name, beside in value.items():
        if name not in _BESIDE_AN_ERROR and (name not in arguments or arguments[name] != beside):
            return False
    error, message = value.get("error"), value.get("message")
    says_why = any(_says(each) for each in (error, message, value.get("errors"), value.get("reason")))
    return (
        _says(error)
        or value.get("isError") is True
        or (value.get("success") is False and says_why)
        or (value.get("status") == "error" and says_why)
    )


def _says(value: JSON) -> bool:
    if isinstance(value, str):
        return not _NOTHING.fullmatch(value)
    return isinstance(value, dict | list) and bool(value)


def _structured_agrees(reply: Reply, text: str, arguments: JSONObject) -> bool:
    """Whether the structured content, if any, is the error too."""
    structured = reply.structured
    if structured is None or structured == text:
        return True
    if not isinstance(structured, dict):
        return False
    return list(structured.values()) == [text] or _is_error(structured, arguments)
