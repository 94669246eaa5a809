"""Which fields of an API's answers reach the model."""

from dataclasses import dataclass
from enum import StrEnum


class Reaches(StrEnum):
    """Whether a field of an answer is found in the rendered text."""

    YES = "yes"
    NO = "no"
    NOT_MARKABLE = "not markable"
    """Its value could not be exchanged for a word that is found again: a flag, null, one of a few values."""


@dataclass(frozen=True, slots=True)
class FieldReach:
    """One field of an answer."""

    key: str
    """The response key, `GET /repos/{owner}/{repo}`."""
    field: str
    """JSON Pointer with `*` for every index of a list: `/items/*/title`."""
    reaches: Reaches
    verbatim: bool = False
    """Whether the value stands in the text as the API sent it; a link that was rebuilt from it does not."""
    value: str = ""
    """The recorded value, as text; of a list's elements the first."""
    tokens: int = 0
    """What its values cost in the rendered text, over the whole recorded answer."""
    host: str = ""
    """Scheme and authority of the API that answered, `https://api.github.com`."""
    path: str = ""
    """Path of the first request that was answered with it."""
    beside: str = ""
    """What stands before it on its line of the text, where it stands there verbatim."""

    def is_at(self, place: str) -> bool:
        """Whether it is the field at a JSON Pointer, or stands inside of it; `*` or a number is any index."""
        parts = ["*" if part.isdigit() else part for part in place.rstrip("/").split("/")]
        own = ["*" if part.isdigit() else part for part in self.field.split("/")]
        return own[: len(parts)] == parts


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which fields of one cassette's answers reach the text, and which break its structure."""

    fields: tuple[FieldReach, ...] = ()
    calls: int = 0
    """Marked calls that were made, 9 at most."""
    hostile_calls: int = 0
    """Calls with content that tries to break out of its place: one where nothing does."""
    broken: tuple["Breakout", ...] = ()
    """Fields whose content changes the structure of the text."""
    elsewhere: tuple[str, ...] = ()
    """Places that the registry promises and that reach the model in another cassette of the tool only."""
    unmarked: str = ""
    """Why nothing could be marked; "" where something was."""


@dataclass(frozen=True, slots=True)
class Breakout:
    """A field whose content breaks out of the place it is rendered in."""

    key: str
    field: str
    content: str
    """What the field held: a line break and a heading, a code fence, a pipe."""
    became: str
    """What it made of the text, as a phrase: `a heading of its own`."""
