"""The texts that a model reads of a tool, where they were reworded."""

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.drift._places import Places, places
from pytest_mcp_contract.model import JSON, Tool, brief, pointer

_WIDTH = 400


@dataclass(frozen=True, slots=True)
class Reworded:
    """One text that says something else."""

    at: str
    of: str
    """Whose text, as a phrase."""
    before: str
    after: str

    @property
    def how(self) -> str:
        """What became of it, as a phrase."""
        if not self.before:
            return f"{self.of} has a description, and had none"
        return f"the description of {self.of} was {'reworded' if self.after else 'taken away'}"

    @property
    def lines(self) -> str:
        """Both texts, each on a line of its own."""
        return both(self.before, self.after)


def reworded(before: Tool, after: Tool) -> Iterator[Reworded]:
    """The descriptions of a tool, and of what its schemas have on both sides; white space says nothing."""
    old, new = plain(before.description), plain(after.description)
    if old != new:
        yield Reworded("/description", f"`{after.name}`", old, new)
    for key, one, other in (
        ("inputSchema", before.input_schema, after.input_schema),
        ("outputSchema", before.output_schema, after.output_schema),
    ):
        known, now = (places(root) if one != other else {} for root in (one, other))
        for place in now.keys() & known.keys() if known else ():
            texts = [_texts(each, place) for each in (known, now)]
            if texts[0].keys() != texts[1].keys():
                gone, come = (
                    " ".join(text for text in mine if text not in others)
                    for mine, others in ((texts[0], texts[1]), (texts[1], texts[0]))
                )
                at = next((at for text, at in texts[1].items() if text not in texts[0]), now[place][0][0])
                what = f"{place or 'the ' + _WHOLE[key]} of `{after.name}`"
                yield Reworded(pointer(key, *at), what, gone, come)


def both(before: str, after: str) -> str:
    """Two texts, each on a line of its own."""
    return f"\nbefore: {brief(before, width=_WIDTH)}\nnow: {brief(after, width=_WIDTH)}"


def plain(text: JSON) -> str:
    """A text without what white space makes of it; `""` for none."""
    return " ".join(text.split()) if isinstance(text, str) else ""


_WHOLE = {"inputSchema": "arguments", "outputSchema": "results"}


def _texts(known: Places, place: str) -> dict[str, tuple[str | int, ...]]:
    found: dict[str, tuple[str | int, ...]] = {}
    for at, schema in known[place]:
        if text := plain(schema.get("description")):
            found.setdefault(text, (*at, "description"))
    return found
