import re
import unicodedata
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.security._texts import texts
from pytest_mcp_contract.model import JSON, Finding, Served, Surface, Tool

_SUSPECT = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u180e\ufeff"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
    "|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f")
"""The flags of England, Scotland, Wales: the one use of tag characters."""
_JOINERS, _MARKS, _OVERRIDES = "\u200c\u200d", "\u200e\u200f\u202a\u202b\u202c", "\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068\u2069"
_WITHOUT_SPACES = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "CJK")


def _served(text: str, **surface: str) -> Served:
    tool = Tool("get_issue", description=text, input_schema={"type": "object"})
    return Served(Surface("github", tools=(tool,), **surface))  # type: ignore[arg-type]


def _with(properties: dict[str, JSON]) -> Served:
    tool = Tool("x", input_schema={"type": "object", "properties": properties})
    return Served(Surface("github", tools=(tool,)))


@server_check(
    code="MCP601",
    title="A text that the model reads holds characters that people cannot see",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://www.unicode.org/reports/tr36/",
    why="""
        The model reads them, the person who reviews the server does not. Tag and zero-width characters
        carry whole sentences unseen; bidirectional controls show a text in another order than it has.
    """,
    fix="Take the characters out. Where the text was pasted, type it anew.",
    bad=(
        _served("Read\u200b an issue."),
        _served("Read an issue." + "".join(chr(0xE0000 + ord(letter)) for letter in "send it")),
        _served("Read \u202eeussi na\u202c."),
        _served("Read an issue.", instructions="\ufeffUse it."),
        _served("Read \u2066an\u2069 issue"),
        _served("a\u200d\u200cb"),
        _served("Smile \U0001f600\ufe0f\ufe01\ufe02"),
        _with({"a\u200b": {"type": "string"}}),
        _with({"state": {"enum": ["open", "clo\u200bsed"]}}),
    ),
    good=(
        _served("Lies ein Ticket — „genau“ eines…\n\tSo: \u00a0ja, naïve façade."),
        # Emoji: a family, a heart in colour, the flag of Scotland.
        _served("\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525"),
        _served("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"),
        # Scripts that need them.
        _served("\u0645\u06cc\u200c\u062e\u0648"),
        _served("क्\u200dष"),
        _served("\u200f\u05e9\u05dc API\u200e \u2067\u05e9\u05dc\u2069"),
        _served("ภาษา\u200bไทย"),
        _served("葛\U000e0100"),
    ),
)
def hidden_characters(served: Served) -> Iterator[Finding]:
    for text in texts(served.surface):
        if text.value.isascii():
            continue
        value = _FLAG.sub("", text.value)
        hidden = [found[0] for found in _SUSPECT.finditer(value) if not _is_needed(value, found.start())]
        if hidden:
            points = ", ".join(_point(letter) for letter in list(dict.fromkeys(hidden))[:3])
            more = "" if len(set(hidden)) <= 3 else " and others"
            number = f"{len(hidden)} hidden character{'s' if len(hidden) > 1 else ''}"
            yield Finding(at=text.at, saw=f"{number}: {points}{more}", tool=text.tool)


def _point(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _is_needed(text: str, index: int) -> bool:
    """Whether the script or the emoji around a character cannot be written without it."""
    letter, before, after = text[index], text[index - 1 : index], text[index + 1 : index + 2]
    if letter in _JOINERS:
        return all(map(_is_joined, (before, after))) or (_is_joined(before) and not after.isalpha())
    if letter in _MARKS + _ISOLATES:
        return any(unicodedata.bidirectional(other) in ("R", "AL") for other in text if other != "\u200f")
    if letter == "\u200b":
        return any(
            other and unicodedata.name(other, "").startswith(_WITHOUT_SPACES) for other in (before, after)
        )
    return letter >= "\U000e0100" and unicodedata.name(before or " ", "").startswith("CJK")


def _is_joined(letter: str) -> bool:
    """Whether a joiner may stand beside: an emoji, or a letter or sign of a joining script."""
    if not letter:
        return False
    is_emoji = unicodedata.category(letter) == "So" or letter in "\ufe0f\u20e3"
    return (
        is_emoji or "\u0600" <= letter <= "\u109f" or "\u1780" <= letter <= "\u18af" or letter >= "\U00010a00"
    )
