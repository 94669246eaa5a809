"""What the emulators answered when the cassettes were recorded, held against the vendors' own descriptions.

Salesforce publishes none. A path that a description does not know is left alone, and counted.
"""

import json
import re
import warnings
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from pytest_mcp_contract.observe.upstream.vendor_description import unmistakable

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTIONS = ROOT.parent / "shared" / "data" / "openapi"
PREFIXES = {"jira": re.compile(r"/ex/jira/[^/]+")}
"""What stands before the described path: one address serves many sites."""

pytestmark = pytest.mark.shared_data


@cache
def described(platform: str) -> Any:
    """The vendor's description, as schemathesis reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis

        raw = json.loads((DESCRIPTIONS / f"{platform}.json").read_text(encoding="utf-8"))
        return schemathesis.openapi.from_dict(dict(unmistakable(raw)))


def recorded(platform: str) -> Iterator[tuple[str, str, str, httpx.Response]]:
    """File, method, path and response of every recorded JSON answer."""
    for path in sorted((ROOT / "cassettes" / platform).glob("*/*.yaml")):
        cassette = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for exchange in cassette["interactions"]:
            request, response = exchange["request"], exchange["response"]
            body = response["body"].get("string") or ""
            headers = {name.lower(): values for name, values in response["headers"].items()}
            kind = "".join(headers.get("content-type", []))
            if "json" not in kind or not body:
                continue
            if platform == "jira":
                # Described as `date-time`, and sent otherwise by the real API: RFC 3339 asks for a colon.
                body = re.sub(r"(\d\d:\d\d\.\d{3}[+-]\d\d)(\d\d\")", r"\1:\2", body)
            url = httpx.URL(request["uri"])
            where = PREFIXES[platform].sub("", url.path) if platform in PREFIXES else url.path
            answer = httpx.Response(
                response["status"]["code"],
                headers={"content-type": "application/json"},
                content=body if isinstance(body, bytes) else body.encode(),
                request=httpx.Request(request["method"], url),
            )
            answer.elapsed = timedelta()  # schemathesis asks for it
            yield f"{path.parent.name}/{path.stem}", request["method"], where, answer


@pytest.mark.parametrize("platform", ["github", "hubspot", "jira", "notion", "zendesk"])
def test_the_emulator_answers_as_the_vendor_describes(platform: str) -> None:
    """Provenance: the vendors' OpenAPI descriptions, see the folder's README."""
    if not DESCRIPTIONS.is_dir():
        pytest.skip(f"there are no descriptions: {DESCRIPTIONS} is absent")
    if not (ROOT / "cassettes" / platform).is_dir():
        pytest.skip(f"{platform} has no cassettes")
    judged = 0
    unknown: set[str] = set()
    wrong: dict[str, str] = {}
    for case, method, path, answer in recorded(platform):
        operation = described(platform).find_operation_by_path(method, path)
        if operation is None:
            unknown.add(f"{method} {path}")
            continue
        judged += 1
        try:
            operation.validate_response(answer)
        except (Exception, BaseExceptionGroup) as error:
            wrong[f"{case}: {method} {path} {answer.status_code}"] = " ".join(str(error).split())[:400]
    print(f"{platform}: {judged} judged, not described: {sorted(unknown)}")  # noqa: T201

    assert judged
    assert wrong == {}
