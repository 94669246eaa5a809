"""What a recorded call exchanged -> a cassette that may be written: redacted, at the vendor's address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pytest_mcp_contract.model import CassetteHeader, Entry, Example, Exchange
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.upstream.cassette import Cassette


def recorded(
    exchanges: Sequence[Exchange],
    *,
    entry: Entry,
    tool: str,
    example: Example,
    path: Path,
    environment: Mapping[str, str],
    redactor: Redactor,
) -> Cassette:
    """The cassette of one call that was made in `environment`, with all secrets replaced."""
    arguments = redactor.json(dict(example.arguments))
    assert isinstance(arguments, dict), "an object stays an object"
    cleaned = tuple(redactor.exchange(_on_real_base(item, entry, environment)) for item in exchanges)
    header = CassetteHeader(
        server=entry.name,
        tool=tool,
        case=example.name,
        arguments=arguments,
        expect=example.expect,
        recorded_at=date.today().isoformat(),
        redacted=tuple(sorted(redactor.seen)),
    )
    return Cassette(path, header, cleaned)


def _on_real_base(exchange: Exchange, entry: Entry, environment: Mapping[str, str]) -> Exchange:
    """The exchange as the vendor has it, where it was with a stand-in that an `upstream` variable names."""
    request, response = exchange.request, exchange.response
    for variable, real in entry.upstream.items():
        base, vendor = environment.get(variable, "").rstrip("/"), real.rstrip("/")
        if not base or base == vendor or not request.uri.startswith(base):
            continue
        request = replace(
            request,
            uri=vendor + request.uri.removeprefix(base),
            headers=tuple((name, value) for name, value in request.headers if name.lower() != "host"),
        )
        # Links to other pages carry the stand-in's address, whose port is another one each time.
        body = response.body.replace(base.encode(), vendor.encode())
        response = replace(
            response,
            headers=tuple(
                (name, str(len(body)) if name.lower() == "content-length" else value.replace(base, vendor))
                for name, value in response.headers
            ),
            body=body,
        )
    return Exchange(request, response)
