"""Recorded traffic of the real APIs, for the response schemas and renderers of the reference servers.

`python -m tests.reference.real_traffic` shows how much of it each server speaks for.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
import yaml

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON

CASSETTES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cassettes"
LEAKS = re.compile(r"\b(?:None|null|undefined|NaN)\b|\[object")
TOKEN_BUDGET = 4_000

Renderer: TypeAlias = Callable[[JSON], Sequence[str]]
"""The texts that show one response body; raises pydantic's ValidationError where the schema refuses it."""


@dataclass(frozen=True)
class Recording:
    """One recorded 2xx answer that one of our schemas speaks for."""

    file: str
    number: int
    request: str
    """`GET /path?query`."""
    year: int
    body: JSON
    render: Renderer

    def __str__(self) -> str:
        return f"{self.file}[{self.number}] {self.request}"


def recordings(platform: str, shapes: Mapping[str, Renderer]) -> list[Recording]:
    """The platform's 2xx answers with a JSON body whose `METHOD /path` a pattern of `shapes` matches whole.

    Skips the test where the recordings are absent.
    """
    if not CASSETTES.is_dir():
        pytest.skip(f"there are no recordings: {CASSETTES} is absent")
    return list(_matching(platform, shapes))


def complaints(found: Sequence[Recording], *, internal: str = "") -> dict[str, str]:
    """What is wrong with the way these answers are shown, by recording.

    Wrong is: a body that the schema refuses, an exception, a `None`, `null`, `undefined`, `NaN` or `[object`
    that nobody wrote, a text over the token budget, and, where `internal` is given, a text that holds it
    (the base of the API's own addresses) without a person having written it.
    """
    wrong = {str(recording): _complaint(recording, internal) for recording in found}
    return {name: text for name, text in wrong.items() if text}


def _matching(platform: str, shapes: Mapping[str, Renderer]) -> Iterator[Recording]:
    for line in (CASSETTES / "index.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["platform"] != platform or not 200 <= row["status"] < 300:
            continue
        parts = urlsplit(row["uri"])
        asked = f"{row['method']} {parts.path}"
        render = next((one for pattern, one in shapes.items() if re.fullmatch(pattern, asked)), None)
        if render is None:
            continue
        body = _cassette(row["file"])["interactions"][row["n"]]["response"]["body"].get("string") or ""
        try:
            decoded: JSON = json.loads(body)
        except ValueError:
            continue
        request = asked + (f"?{parts.query}" if parts.query else "")
        yield Recording(row["file"], row["n"], request, _year(row["recorded_at"]), decoded, render)


@cache
def _cassette(file: str) -> Any:
    return yaml.load((CASSETTES / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _year(recorded_at: str | None) -> int:
    """The year of an ISO 8601 or an HTTP date; the index has both, and rows without one give 0."""
    try:
        return datetime.fromisoformat(recorded_at or "").year
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(recorded_at or "").year
    except ValueError:
        return 0


def _strings(value: JSON) -> Iterator[str]:
    """All text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _complaint(recording: Recording, internal: str) -> str | None:
    try:
        texts = recording.render(recording.body)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    assert texts, f"{recording}: shown by nothing"
    written = list(_strings(recording.body))
    leaked = {word for text in texts for word in LEAKS.findall(text)} - set(LEAKS.findall(" ".join(written)))
    if leaked:
        return f"shows {sorted(leaked)}, which nobody wrote"
    by_people = any(internal in text and not text.startswith(internal) for text in written)
    if internal and not by_people and any(internal in text for text in texts):
        return "shows an address of the API"
    largest = max(token_count(text) for text in texts)
    return f"takes {largest} tokens" if largest > TOKEN_BUDGET else None


def _report() -> None:
    """One line for each platform: how many recorded answers matched, and how many of them fail.

    Raises:
        SystemExit: there are no recordings here.
    """
    if not CASSETTES.is_dir():
        raise SystemExit(f"real_traffic: there are no recordings; put them into {CASSETTES}")
    for file in sorted(Path(__file__).parent.glob("test_*_shared_data.py")):
        platform = file.stem.removeprefix("test_").removesuffix("_shared_data")
        shapes: Mapping[str, Renderer] = import_module(f"tests.reference.{file.stem}").SHAPES
        found = recordings(platform, shapes)
        wrong = complaints(found)
        years = [recording.year for recording in found if recording.year]
        span = f"{min(years)} to {max(years)}" if years else "undated"
        print(f"{platform:<10}  {len(found):>3} recorded answers ({span}), {len(wrong)} fail")  # noqa: T201
        for name, text in wrong.items():
            print(f"  {name}: {text}")  # noqa: T201


if __name__ == "__main__":
    _report()
