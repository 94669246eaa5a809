"""What a text gives away of the server that wrote it. Knows words, no platform."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from pytest_mcp_contract.model import FIXED_TOKEN, credentials_in, secrets_in

_SOURCE = r"\.(?:py|[cm]?[jt]sx?|go|rb|java|kt|rs|cs|php)\b"
_STACK = re.compile(
    r"Traceback \(most recent call last\)"
    r'|\bFile "[^"\n]+", line \d+'
    r"|\bat (?:async )?(?:[\w$.<>]+ (?:\[as \w+\] )?)?\(?[^\s()]*\.[cm]?[jt]sx?:\d+:\d+\)?"
    r"|\bat (?:[\w$.<>]+ )?\(?node:[\w/]+:\d+:\d+\)?"
    r"|\bat [\w$.]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)"
    r"|\bin \S+\.cs:line \d+"
    r"|\bgoroutine \d+ \[\w+"
    r"|\.rb:\d+:in [`'\"]"
    r"|thread '[^'\n]*' panicked at "
    r"|#\d+ /\S+\.php\(\d+\)"
)
_MAY_BE_STACK = ("Traceback (", 'File "', ".cs:line", "goroutine ", ".rb:", "panicked at", ".php(")
_LINE = re.compile(r":\d")
_PATH = re.compile(
    r"(?<![\w.:/-])(?:"
    r"/(?:home|Users)/[\w.-]+/[\w.@/-]+"
    r"|/usr/(?:local/)?lib(?:64)?/[\w.@/-]+"
    rf"|/(?:app|srv|opt|root|var/task|workspace|code)/[\w.@/-]+{_SOURCE}"
    r"|[A-Za-z]:\\(?:Users|Program Files|inetpub)\\[^\s'\"]+"
    r")"
    r"|(?<![\w.@/\\-])[\w.@/\\-]*\b(?:site-packages|dist-packages|node_modules)[/\\][\w.@/\\-]+"
)
_CODE = re.compile(rf"{_SOURCE}|/usr/(?:local/)?lib|\b(?:site-packages|dist-packages|node_modules)[/\\]")
_AUTHORIZATION = re.compile(
    r"\b(?:(?P<scheme>Basic|Bearer)|authorization['\"]?\s*[:=]\s*['\"]?Token)\s+(?P<value>[A-Za-z0-9._~+/=-]{8,})",
    re.IGNORECASE,
)
_MARKS = (
    *(
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xox",
        "sk-",
        "k_live_",
        "AKIA",
        "ASIA",
    ),
    *("AIza", "ATATT", "secret_", "ntn_", "pat-na", "pat-eu", "eyJ", "-----BEGIN"),
)
"""What every secret of a known shape begins with, or holds."""
_PREFIX = re.compile(
    r"^(?:(?:an? )?(?:unexpected )?errors?(?: executing tool \S+?)?(?: occurred)?\s*[:-]\s*"
    r"|[A-Z]\w*(?:Error|Exception)\s*:\s*)+",
    re.IGNORECASE,
)
_RAW = re.compile(
    r"['\"][\w.-]+['\"]"
    r"|'\w+' object (?:has no attribute|is not|does not support|cannot be) .*"
    r"|[\w.]+\(\) (?:missing|takes|got) .*"
    r"|(?:list|string|tuple|pop) (?:assignment )?index out of range"
    r"|(?:list|string|byte) indices must be .*"
    r"|unsupported operand type.*"
    r"|Expecting (?:value|property name|'.' delimiter).*"
    r"|Unterminated string starting at.*"
    r"|invalid literal for int\(\).*"
    r"|Cannot (?:read|set) propert(?:y|ies) .*"
    r"|\S+ is not (?:a function|iterable|defined)"
    r"|Unexpected (?:token|end of|non-whitespace) .*JSON.*",
    re.DOTALL,
)


def stack_in(text: str) -> str:
    """The first piece of a stack in a text; "" where there is none."""
    if not any(mark in text for mark in _MAY_BE_STACK) and not ("at " in text and _LINE.search(text)):
        return ""  # most texts, told quickly
    found = _STACK.search(text)
    return found[0].strip() if found else ""


def paths_in(text: str) -> Iterator[str]:
    """The paths in a text that are probably the server's own."""
    return (found[0] for found in _PATH.finditer(text))


def code_paths_in(text: str) -> Iterator[str]:
    """Those of them that lead to code: a tool may work with other files, and name them."""
    return (path for path in paths_in(text) if _CODE.search(path)) if _CODE.search(text) else iter(())


def is_raw(text: str) -> bool:
    """Whether a text is what code raised, as it is, and not a sentence that somebody wrote."""
    return _RAW.fullmatch(_PREFIX.sub("", text)) is not None


def may_hold_secret(text: str) -> bool:
    """Whether a closer look is worth its time: thousands of replies hold nothing like a secret."""
    if any(mark in text for mark in _MARKS):
        return True
    folded = text.casefold()
    return "bearer" in folded or "basic" in folded or "authorization" in folded


def secret_in(text: str) -> str:
    """What secret a text gives away, as a phrase without it; "" where it gives away none."""
    if FIXED_TOKEN in text or ("%" in text and FIXED_TOKEN in unquote_plus(text)):
        return "the token that the server was given"
    if not may_hold_secret(text):
        return ""
    for found in _AUTHORIZATION.finditer(text):
        if FIXED_TOKEN in _decoded(found["value"]):
            return "the token that the server was given, in Base64"
        header = f"{found['scheme'] or 'Token'} {found['value']}"
        kind = next((kind for kind, _ in credentials_in(header)), "")
        if kind:
            return kind
    return next((kind for kind, _ in secrets_in(text)), "")


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4)).decode("utf-8", "replace")
    except binascii.Error:
        return ""
