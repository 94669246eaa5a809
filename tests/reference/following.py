"""The calls that a reply names, and all that can be had by making them."""

import json
import re
from collections.abc import Callable, Iterator

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON

_NAMED = re.compile(r"call (\w+) (?:again )?with (.+?)(?=\.(?:\s|$)| to see them| That page)")
_ARGUMENT = re.compile(r"(\w+)=")
_MOST_PARTS = 200
TOKEN_BUDGET = 4_000


def named_calls(text: str) -> Iterator[tuple[str, dict[str, JSON]]]:
    """The calls that a text names, with the arguments that change."""
    for found in _NAMED.finditer(text):
        decoder, rest, arguments = json.JSONDecoder(), found[2] + text[found.end() :], dict[str, JSON]()
        while name := _ARGUMENT.match(rest):
            try:
                value, end = decoder.raw_decode(rest, name.end())
            except ValueError:
                break
            arguments[name[1]] = value
            rest = rest[end:].removeprefix(" and ")
        if arguments:
            yield found[1], arguments


def parts_of(render: Callable[[str, dict[str, JSON]], str], tool: str, **given: JSON) -> list[str]:
    """What `render` makes of this call and of all that the texts name; every text fits into a reply."""
    waiting, made, texts = [(tool, given)], list[tuple[str, dict[str, JSON]]](), list[str]()
    while waiting:
        if (one := waiting.pop(0)) in made:
            continue
        made.append(one)
        assert len(made) < _MOST_PARTS, f"no end: {made[-3:]}"
        name, arguments = one
        texts.append(render(name, arguments))
        assert token_count(texts[-1]) < TOKEN_BUDGET
        waiting += [
            (following, {**arguments, **changed} if following == name else changed)
            for following, changed in named_calls(texts[-1])
        ]
    return texts
