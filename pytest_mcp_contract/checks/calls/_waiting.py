"""Calls that ask the tool to wait: their reply may take as long as they say."""

from collections.abc import Iterator

from pytest_mcp_contract.checks.calls._refusals import words_of
from pytest_mcp_contract.model import JSON, Call, Tool

_UNITS = {
    **dict.fromkeys(("ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("hour", "hours"), 3600.0),
}
_WAITS = frozenset(("delay", "duration", "pause", "sleep", "wait"))
_LIMITS = frozenset(("deadline", "interval", "timeout"))


def asks_to_wait(tool: Tool | None, call: Call) -> bool:
    """Whether a call says that it is to take as long as its limit, or longer."""
    if any(_seconds(name, value) >= call.within for name, value in _named(dict(call.arguments))):
        return True
    for name, schema in tool.properties() if tool else ():
        if call.arguments.get(name) is not None or not _tells_time(name):
            continue
        if "default" in schema:
            if _seconds(name, schema["default"]) >= call.within:
                return True
        elif _WAITS & set(words_of(name)):
            return True  # who knows how long it waits by itself
    return False


def _named(value: JSON) -> Iterator[tuple[str, JSON]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield name, item
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)


def _tells_time(name: str) -> bool:
    words = set(words_of(name))
    return bool(words & (_WAITS | _LIMITS)) or bool(words & _UNITS.keys() - {"min", "s"})


def _seconds(name: str, value: JSON) -> float:
    """How long an argument asks to wait; a negative number where it does not."""
    if isinstance(value, str):
        try:
            value = float(value.strip().rstrip("hms"))
        except ValueError:
            return -1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not _tells_time(name):
        return -1.0
    return value * next((_UNITS[word] for word in words_of(name) if word in _UNITS), 1.0)
