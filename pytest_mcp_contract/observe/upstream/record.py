"""Records cassettes: calls a tool against the live API, and writes what was exchanged, redacted."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from pytest_mcp_contract.model import CassetteHeader, Ended, Entry, Example, Exchange
from pytest_mcp_contract.observe.redact import Redactor
from pytest_mcp_contract.observe.session import Session
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.observe.target import InProcess, target_of
from pytest_mcp_contract.observe.upstream.cassette import Cassette, write
from pytest_mcp_contract.observe.upstream.intercept import recording


def record(
    wanted: Sequence[tuple[Example, Path]],
    *,
    entry: Entry,
    tool: str,
    folder: Path,
    limits: Limits,
    redactor: Redactor,
) -> list[Path]:
    """Call the tool once for each example, outside the shelter, and write each reply's traffic to its path.

    Gives the paths written. A call without a reply leaves no cassette: half a recording would replay as a
    defect of the tool.

    Raises:
        Exception: the server does not start.
    """
    target = target_of(entry, folder, recording=True)
    session = Session(target, mode=limits.protocol, shelter=None)
    written = []
    try:
        with _set(target.environment if isinstance(target, InProcess) else {}):
            session.start(limits.start)
            for example, path in wanted:
                with recording() as exchanged:
                    ended, _, _ = session.call(tool, example.arguments, limits.within(entry))
                    exchanges = exchanged()
                if ended is Ended.REPLIED:
                    write(_redacted(entry, tool, example, path, exchanges, redactor.fresh()))
                    written.append(path)
    finally:
        session.close()
    return written


def _redacted(
    entry: Entry, tool: str, example: Example, path: Path, exchanges: Sequence[Exchange], redactor: Redactor
) -> Cassette:
    arguments = redactor.json(dict(example.arguments))
    assert isinstance(arguments, dict), "an object stays an object"
    cleaned = tuple(redactor.exchange(_on_real_base(item, entry)) for item in exchanges)
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


def _on_real_base(exchange: Exchange, entry: Entry) -> Exchange:
    """The exchange as the vendor has it, where it was with a stand-in that an `upstream` variable names."""
    request, response = exchange.request, exchange.response
    for variable, real in entry.upstream.items():
        base, vendor = os.environ.get(variable, "").rstrip("/"), real.rstrip("/")
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


@contextmanager
def _set(environment: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
