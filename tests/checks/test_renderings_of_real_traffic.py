"""MCP450, 451, 456 and 458 over real recorded answers: copied as a renderer copies them, and printed raw."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.checks.upstream.mcp450_python_repr_in_text import python_repr_in_text
from pytest_mcp_contract.checks.upstream.mcp451_no_summary_first import no_summary_first
from pytest_mcp_contract.checks.upstream.mcp456_placeholder_leaks import placeholder_leaks
from pytest_mcp_contract.checks.upstream.mcp458_more_without_a_way import more_without_a_way
from pytest_mcp_contract.model import JSON, Exchange, Finding, Replay, Request, Response, Terms

CASSETTES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "cassettes"
LONG = 100
"""Characters of a value that would not stand in one line."""
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not CASSETTES.is_dir(), reason=f"there are no recordings: {CASSETTES} is absent"),
]


@cache
def bodies() -> list[tuple[str, JSON]]:
    """Every recorded answer in JSON that holds something, with its file."""
    return list(_bodies())


def _bodies() -> Iterator[tuple[str, JSON]]:
    for path in sorted(CASSETTES.rglob("*.yaml")):
        loaded = yaml.load(
            path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        )
        for interaction in loaded["interactions"]:
            text = interaction["response"]["body"].get("string") or b""
            body = Response(200, body=text if isinstance(text, bytes) else text.encode()).json()
            if body and isinstance(body, dict | list):
                yield path.name, body


def leaves(value: JSON, key: str = "") -> Iterator[tuple[str, JSON]]:
    """Every value that is no container, with its key."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, key)
    else:
        yield key, value


def of(text: str, body: JSON) -> Replay:
    """A replay in which the API sent `body`, and `text` was made of it."""
    exchange = Exchange(
        Request("GET", "https://api.example.com/x"), Response(200, body=json.dumps(body).encode())
    )
    return replace(example(text), exchanges=(exchange,), terms=Terms(parameters=("id", "limit")))


def found(check: AnyCheck, text: str, body: JSON) -> bool:
    return any(isinstance(item, Finding) for item in check(of(text, body)))


@pytest.mark.parametrize(
    "check",
    [python_repr_in_text, no_summary_first, placeholder_leaks, more_without_a_way],
    ids=lambda c: c.code,
)
def test_content_that_is_copied_is_no_finding(check: AnyCheck) -> None:
    """Provenance: recorded traffic. Line by line, and with line breaks gone and Markdown escaped."""
    loud = []
    for file, body in bodies():
        strings = [(key, value) for key, value in leaves(body) if isinstance(value, str) and value]
        fields = "\n".join(f"- {key}: {value}" for key, value in strings)[:16_000]
        prose = "\n\n".join(value.replace("\n", " ").replace("_", "\\_") for _, value in strings)[:16_000]
        loud += [file for text in (fields, prose) if found(check, f"# What was found\n\n{text}", body)]

    assert len(bodies()) > 600
    assert not loud


def test_nothing_that_is_printed_for_null_goes_unseen() -> None:
    """Provenance: recorded traffic. A few hold the very word, which nobody can tell from a leak."""
    seen = []
    for _, body in bodies():
        fields = [(key, value) for key, value in leaves(body) if len(str(value)) < LONG]
        if None in [value for _, value in fields]:
            lines = (f"- {key.replace('_', ' ').title()}: {value}" for key, value in fields)
            seen.append(found(placeholder_leaks, "# X\n\n" + "\n".join(lines), body))

    assert len(seen) > 250
    assert sum(seen) / len(seen) > 0.98


def test_hardly_an_answer_that_is_printed_by_python_goes_unseen() -> None:
    """Provenance: recorded traffic. Lists of numbers are JSON, too."""
    whole = [found(python_repr_in_text, str(body), body) for _, body in bodies()]
    short = [body for _, body in bodies() if len(str(body)) < 15_000]
    inside = [found(python_repr_in_text, f"# X\n\nResult: {body}", body) for body in short]

    assert sum(whole) / len(whole) > 0.99
    assert sum(inside) / len(inside) > 0.98
