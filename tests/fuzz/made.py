"""All that is tried of the schemas of `schemas.py`, as text: `python -m tests.fuzz.made` writes it anew.

One line for each call: whether it is valid or which rule it breaks, the place, what is tried, the arguments.
A change of the values shows in a diff of `made.txt`, where a reader sees whether it is for the better.
"""

import json
from itertools import groupby, islice
from pathlib import Path

from pytest_mcp_contract.fuzz import Labelled, boundary, invalid, prepare
from pytest_mcp_contract.model import JSON
from tests.fuzz.schemas import SCHEMAS

MADE = Path(__file__).parent / "made.txt"
MOST = 30
"""Lines of valid and of invalid calls of one schema; the rest is counted."""
BY_HYPOTHESIS = frozenset(
    {"no integer", "different texts", "different integers", "different values", "different objects"}
    | {"some element after a text", "more than declared", "big map", "names by a pattern"}
    | {"values by two patterns"}
)
"""Schemas whose plainest value hypothesis chooses, each version another one."""
STEADY = [name for name in SCHEMAS if name not in BY_HYPOTHESIS]


def of_schema(name: str) -> str:
    """What is tried of one schema, with its name above it."""
    prepared = prepare(SCHEMAS[name])
    lines = [f"== {name}"]
    for told in (boundary(prepared), invalid(prepared)):
        lines += [_line(each) for each in islice(told, MOST)]
        if more := sum(1 for _ in told):
            lines.append(f"    and {more} more")
    return "\n".join(lines) + "\n"


def kept() -> dict[str, str]:
    """What the file says of each schema."""
    parts = MADE.read_text(encoding="utf-8").split("\n\n")
    return {part.partition("\n")[0].removeprefix("== "): part.rstrip("\n") + "\n" for part in parts}


def _line(each: Labelled) -> str:
    arguments = json.dumps(folded(each.arguments), ensure_ascii=True)
    return f"{each.rule or 'valid':22}{each.at or '/':14} {each.label!a:46} {arguments}"


def folded(value: JSON) -> JSON:
    """A value in which runs of equal characters and elements are counted."""
    if isinstance(value, str) and len(value) > 60:
        runs = [(char, len(list(run))) for char, run in groupby(value)]
        return "+".join(f"{char}*{times}" if times > 1 else char for char, times in runs)
    if isinstance(value, list):
        elements = [folded(each) for each in value]
        if len(value) > 10:
            runs_of = [(each, len(list(run))) for each, run in groupby(elements, key=json.dumps)]
            return [[json.loads(each), f"{times} times"] for each, times in runs_of]
        return elements
    if isinstance(value, dict):
        return {_folded_key(key): folded(each) for key, each in value.items()}
    return value


def _folded_key(key: str) -> str:
    found = folded(key)
    assert isinstance(found, str)
    return found


if __name__ == "__main__":
    MADE.write_text("\n".join(map(of_schema, STEADY)), encoding="utf-8")
