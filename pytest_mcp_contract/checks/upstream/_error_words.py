"""What an error text gives away, and whether it says anything. Knows words, no platform."""

import json
import re
from collections.abc import Iterator

from pytest_mcp_contract.checks._words import is_raw, paths_in, stack_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText
from pytest_mcp_contract.model import JSON, Replay

_PAGE = re.compile(
    r"<!doctype\s+html"
    r"|<\?xml\s[^>]*>"
    r"|<html\b[^>]*>\s*<"
    r"|<(html|head|title|body|center|h[1-6]|p|div|span|table|pre|ul)\b[^<>]*>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)


def trace_in(error: ErrorText) -> str:
    """The first piece of a stack, or path of the server's own files, in a text; "" where there is none.

    A path that the caller gave or that the API sent is no secret of the server's.
    """
    stack = stack_in(error.text)
    if stack:
        return stack
    known = _known(error.replay)
    return next((path for path in paths_in(error.text) if path.casefold() not in known), "")


def page_in(error: ErrorText) -> str:
    """The beginning of a page of the API's server in a text; "" where there is none."""
    asked = json.dumps(dict(error.replay.header.arguments), ensure_ascii=False)
    return next((page[0] for page in _PAGE.finditer(error.text) if page[0] not in asked), "")


def _known(replay: Replay) -> str:
    """What the caller gave, and what was exchanged with the API, as one text."""
    arguments = json.dumps(dict(replay.header.arguments), ensure_ascii=False)
    parts = [arguments]
    for exchange in replay.exchanges:
        parts += [exchange.request.uri, exchange.response.body.decode("utf-8", "replace")]
    return "\n".join(parts).casefold()


# -- whether it says anything

_LINK = re.compile(r"(?:for more information[^:]*:?\s*)?(?:for url:?\s*)?['\"]?https?://\S+", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:bad request|unauthori[sz]ed|forbidden|not found|conflict|unprocessable (?:entity|content)"
    r"|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out"
    r"|method not allowed|payment required|not acceptable|gone)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"\b[A-Z]\w*(?:Error|Exception)\b|\b(?:[A-Z][a-z]+){2,}\b")
"""The name of a class that is raised: `KeyError`, `ReadTimeout`."""
_EMPTY_WORDS = re.compile(
    r"a|an|and|any|are|at|be|been|by|can|cannot|could|did|does|for|from|had|has|have|"
    r"in|is|it|its|not|of|on|or|our|please|so|that|the|there|this|to|was|we|were|"
    r"while|with|you|your|api|call|calling|client|code|detail|details|during|err|error|"
    r"errors|exception|execute|executing|execution|exited|fail|failed|failing|failure|fatal|"
    r"general|generic|happened|http|https|internal|message|none|null|occurred|oops|operation|"
    r"output|perform|performing|problem|proceed|process|processing|reason|reply|request|"
    r"requests|response|result|returned|run|running|server|something|sorry|status|success|"
    r"tool|type|unable|undefined|unexpected|unhandled|unknown|unspecified|url|went|wrong"
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = re.compile(
    r"access|broken|connection|denied|empty|exceeded|invalid|limit|limited|missing|rate|refused|reset|timed|timeout"
    r"|validation",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def says_nothing(error: ErrorText) -> str:
    """How a text says nothing, as a phrase; "" where it says something."""
    text = error.text.strip()
    if not text:
        return "an error without text"
    if is_raw(text):
        return "what the code raised, as it is"
    bare = _LINK.sub(" ", text.replace(error.replay.header.tool, " "))
    bare = _EXCEPTION.sub(" ", _REASON.sub(" ", bare))
    words = {word.casefold() for word in _WORD.findall(bare)}
    if any(not _EMPTY_WORDS.fullmatch(word) for word in words - _hosts(error.replay)):
        return ""
    if re.search(r"\b[45]\d\d\b", text) or _REASON.search(text):
        return "the status alone"
    return "a text that would fit every failure"


def _hosts(replay: Replay) -> set[str]:
    """Words of the server's and the API's names: that it was GitHub that failed says little."""
    names = [replay.header.server, *(exchange.request.host for exchange in replay.exchanges)]
    return {word.casefold() for name in names for word in _WORD.findall(name)}


# -- whether it helps

_HINT = re.compile(
    r"\b(?:again|later|retry|try|wait|check|verify|ensure|confirm|make sure|instead|should|must|please|until"
    r"|allowed|in \d+ (?:s|seconds?|minutes?)|after \d+|within \d+|do not|don't|one of|available"
    r"|did you mean)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:^|[.;:,!?(\u2014\u2013-]\s*|\b(?:and|then|or|to fix this|you can|you may|you need to|so|first)\s+)"
    r"(?:add|adjust|ask|authenticate|authori[sz]e|call|change|choose|configure|connect|contact|correct|create"
    r"|define|enable|enter|export|fix|get|give|go|grant|include|increase|install|join|keep|leave|limit|list|log"
    r"|look|move|narrow|open|pass|pick|provide|put|raise|read|reauthori[sz]e|reconnect|reduce|refresh|remove"
    r"|rename|renew|replace|request|resend|review|rotate|run|search|see|select|send|set|shorten|sign|specify"
    r"|split|start|stop|supply|switch|trim|turn|update|upgrade|use|visit|write)\b",
    re.IGNORECASE | re.MULTILINE,
)
_COMMON = re.compile(
    r"api|body|code|content|data|error|format|get|id|key|list|message|name|request|"
    r"response|search|status|text|token|type|url|value"
)


def helps(error: ErrorText) -> bool:
    """Whether a text names what the call was about, or says what to do next.

    A text that is not known to be English may do so.
    """
    text = error.text
    words = _WORD.findall(text)
    if not (_REASON.search(text) or any(map(_is_english, words))) or any(not w.isascii() for w in words):
        return True
    return bool(_HINT.search(text) or _IMPERATIVE.search(text)) or any(_named(error))


def _is_english(word: str) -> bool:
    return bool(_EMPTY_WORDS.fullmatch(word.casefold()) or _ENGLISH.fullmatch(word))


def _named(error: ErrorText) -> Iterator[bool]:
    """Whether a text holds an argument's value, an argument's name, or the noun of the tool's name."""
    replay, text = error.replay, error.text.casefold()
    for value in _values(dict(replay.header.arguments)):
        spelled = value.casefold()
        yield len(spelled) > 2 and spelled in text
        yield re.search(rf"[#`'\"]{re.escape(spelled)}\b", text) is not None
    first, *nouns = [word.casefold() for word in _NAME.findall(replay.header.tool)] or [""]
    words = {word.casefold() for name in replay.terms.parameters for word in _NAME.findall(name)}
    for word in words | set(nouns or [first]):
        if len(word) > 2 and not _COMMON.fullmatch(word):
            stem = word.removesuffix("ies") if word.endswith("ies") else word.removesuffix("s")
            yield re.search(rf"\b{re.escape(stem)}", text) is not None


def _values(value: JSON) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _values(item)
    elif value not in (None, "") and not isinstance(value, bool):
        yield str(value)
