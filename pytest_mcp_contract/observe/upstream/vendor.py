"""Recorded answers and declared response schemas, held against the vendor's description of its API."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import jsonschema_rs

from pytest_mcp_contract.model import (
    JSON,
    Contradiction,
    Exchange,
    Narrower,
    Replay,
    SchemaVerdict,
    Unchecked,
    VendorVerdict,
)
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.responses import DeclaredSchema, load_schema
from pytest_mcp_contract.observe.upstream.vendor_contradictions import contradictions, objections
from pytest_mcp_contract.observe.upstream.vendor_description import (
    Description,
    MissingExtraError,
    NoDescriptionError,
    Operation,
    description,
)
from pytest_mcp_contract.observe.upstream.vendor_promise import promised
from pytest_mcp_contract.observe.upstream.vendor_schema import Schema
from pytest_mcp_contract.observe.upstream.vendor_shapes import Shapes, is_open
from pytest_mcp_contract.observe.upstream.vendor_witness import Search

NO_DESCRIPTION = "the row names no `openapi`: the vendor's description, to hold response schemas against"
NOT_PROVED = (
    "not proved that the response schemas take all that the description allows: `covers` cannot tell, and no "
    "value made of the description (null, absent, other members, empty) is refused"
)
OPEN = "the description leaves open what the recorded answers hold"
_MOST_BODIES = 3
"""Recorded bodies of one endpoint to start from."""


@dataclass
class _Endpoint:
    """What a tool gets from one operation with one status, judged by one declared schema."""

    vendor: Schema
    declared: str
    bodies: list[JSON] = field(default_factory=list)


def conduct(bench: Bench, replays: Iterable[Replay]) -> Iterator[Replay]:
    """Each replay beside the vendor's description.

    What a declared schema refuses is told once for an endpoint of the tool, with the first cassette of it.
    """
    played = list(replays)
    if bench.entry.openapi is None:
        yield from (replace(one, vendor=Unchecked(NO_DESCRIPTION)) for one in played)
        return
    try:
        described = description(bench.entry.openapi, bench.folder)
    except NoDescriptionError as why:
        said = Unchecked(str(why), lost=not isinstance(why, MissingExtraError))
        yield from (replace(one, vendor=said) for one in played)
        return
    looks = _Looks(bench, described)
    for one in played:
        looks.gather(one)
    for one in played:
        yield replace(one, vendor=tuple(map(looks.verdict, looks.of(one))))


class _Looks:
    """All replays of one tool beside one description."""

    def __init__(self, bench: Bench, described: Description) -> None:
        self._bench = bench
        self._described = described
        self._endpoints: dict[tuple[str, int, str], _Endpoint] = {}
        self._told: set[tuple[str, int, str]] = set()

    def of(self, played: Replay) -> list["_Look"]:
        """The recorded answers in JSON, each with its operation and the schema declared for it."""
        return [self._look(played, one) for one in played.exchanges if one.response.json() is not None]

    def gather(self, played: Replay) -> None:
        """Note what was recorded of each endpoint."""
        for look in self.of(played):
            if look.place is None or look.operation is None:
                continue
            vendor = self._described.schema(look.operation, look.exchange.response.status)
            if vendor is not None:
                endpoint = self._endpoints.setdefault(look.place, _Endpoint(vendor, look.place[2]))
                body = look.exchange.response.json()
                if len(endpoint.bodies) < _MOST_BODIES and body not in endpoint.bodies:
                    endpoint.bodies.append(body)

    def _look(self, played: Replay, exchange: Exchange) -> "_Look":
        declared = next((one for one in played.schemas if one.exchange is exchange), None)
        return _Look(exchange, self._described.operation(exchange), declared)

    def verdict(self, look: "_Look") -> VendorVerdict:
        """What the description says of one exchange."""
        verdict = VendorVerdict(
            exchange=look.exchange,
            key=look.declared.key if look.declared else None,
            schema=look.declared.schema if look.declared else "",
            operation=str(look.operation) if look.operation else None,
            contradictions=self._contradictions(look),
        )
        endpoint = self._endpoints.get(look.place) if look.place else None
        if endpoint is None or look.place is None or look.place in self._told:
            return verdict
        self._told.add(look.place)
        narrower, not_proved = _compared(endpoint, self._bench)
        return replace(verdict, narrower=narrower, not_proved=not_proved)

    def _contradictions(self, look: "_Look") -> tuple[Contradiction, ...]:
        status = look.exchange.response.status
        if look.operation is None:
            return ()
        if not self._described.describes(look.operation, status):
            # Hardly any vendor lists every error, but an unknown success is another answer.
            said = Contradiction("", f"no answer with status {status}", f"status {status}")
            return (said,) if 200 <= status < 300 else ()
        against = self._described.objections(look.operation, look.exchange)
        schema = self._described.schema(look.operation, status)
        if against is None or schema is None:
            return ()
        found = list(objections(schema, look.exchange.response.json()))
        told = contradictions(found)
        # Where the walk sees nothing, the library's own words are the best there are.
        return told if found else tuple(against)


@dataclass(frozen=True, slots=True)
class _Look:
    """One recorded answer, with what speaks of it."""

    exchange: Exchange
    operation: Operation | None
    declared: SchemaVerdict | None

    @property
    def place(self) -> tuple[str, int, str] | None:
        """Operation, status and declared schema; None where one of them is missing or cannot be used."""
        if self.operation is None or self.declared is None or self.declared.unusable:
            return None
        return str(self.operation), self.exchange.response.status, self.declared.schema


def _compared(endpoint: _Endpoint, bench: Bench) -> tuple[tuple[Narrower, ...], str]:
    """What the declared schema refuses of that which the vendor may send, or why it is not known."""
    shapes = Shapes(endpoint.vendor).root()
    if all(map(is_open, shapes)):
        return (), OPEN
    declared = load_schema(endpoint.declared, bench.folder)
    try:
        ours = declared.json_schema()
    except Exception:  # a type of the user's that has no JSON Schema
        ours = None
    if isinstance(ours, dict | bool) and _covers(ours, promised(endpoint.vendor)):
        return (), ""
    name = endpoint.declared.rpartition(":")[2].rpartition("/")[2].removesuffix(".json")
    search = Search(endpoint.vendor, ours, _refusal(declared), name)
    search.run(endpoint.bodies)
    return tuple(search.found), "" if search.found else NOT_PROVED


def _covers(ours: dict[str, JSON] | bool, theirs: Schema) -> bool:
    """Whether it is proved that the declared schema takes everything."""
    try:
        one, two = (
            jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft202012, validate_formats=True)
            for schema in (ours, theirs)
        )
        is_empty = two.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO
        return not is_empty and one.covers(two) == jsonschema_rs.canonical.Containment.YES
    except ValueError:
        return False


def _refusal(declared: DeclaredSchema) -> Callable[[bytes], str]:
    def refuses(body: bytes) -> str:
        try:
            errors = declared.errors(body)
        except Exception as error:
            return f"raises {type(error).__name__}"
        return errors[0][1] if errors else ""

    return refuses
