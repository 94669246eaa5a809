"""What holds where nobody says otherwise: of everything that checks read and reports tell."""

from dataclasses import MISSING, Field, FrozenInstanceError, fields, is_dataclass
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_mcp_contract.model import (
    Breakage,
    Breakout,
    Call,
    CassetteFile,
    CassetteHeader,
    Change,
    Contradiction,
    Ended,
    Exchange,
    Failing,
    Fault,
    FaultKind,
    FaultRun,
    FieldReach,
    Finding,
    Fuzzed,
    Locked,
    LockFault,
    LockProblem,
    LockState,
    Miss,
    Narrower,
    Outcome,
    Problem,
    Promise,
    Proof,
    Proved,
    Provenance,
    Reach,
    Reaches,
    ReadTools,
    Refusal,
    Relisted,
    Repeat,
    Replay,
    Reply,
    Request,
    Response,
    RpcError,
    SchemaVerdict,
    Sequence,
    Sequences,
    Served,
    Severity,
    Stage,
    StartFailure,
    Step,
    Surface,
    Terms,
    Tool,
    ToolCalls,
    Trial,
    Unchecked,
    VendorVerdict,
    Verdict,
    Work,
)

REQUEST = Request("GET", "https://api.example")
EXCHANGE = Exchange(REQUEST, Response(200))
HEADER = CassetteHeader("github", "get_issue", "normal")
CALL = Call("get_issue", {}, "example normal")
FAULT = Fault(FaultKind.RESET, 0, Breakage.RESET)


@pytest.mark.parametrize(
    ("made", "stated"),
    [
        (Reply(), {"content": (), "structured": None, "is_error": False, "error": None}),
        (Trial(Stage.RANDOM), {"label": "", "at": "", "rule": "", "sources": ()}),
        (
            CALL,
            {
                **{"ended": Ended.REPLIED, "reply": None, "within": 0.0, "detail": "", "expect": "either"},
                **{"crash": "", "trial": None, "requests": 0},
            },
        ),
        (
            Fuzzed("normal"),
            {
                **{"valid": 0, "reached": 0, "invalid": 0, "by_source": {}, "wanted": (), "unsupported": ()},
                **{"stopped": "", "is_promised": True},
            },
        ),
        (
            ToolCalls("github", None, ()),
            {"fuzzed": None, "not_made": "", "unsteady": (), "most_bytes": 1024 * 1024},
        ),
        (Unchecked("no registry"), {"lost": False}),
        (
            CassetteFile(Path("a.yaml"), "github", "get_issue"),
            {"fault": None, "said": "", "line": None, "header": None},
        ),
        (Proof(Proved.EQUAL), {"witness": None, "has_witness": False, "at": "", "tried": ""}),
        (
            Change("github", None, None),
            {
                **{"tool": None, "input": None, "output": None, "response": (), "others": ()},
                **{"against": "the lock", "added_there": ()},
            },
        ),
        (Problem("id", "what", "fix"), {"file": None, "line": None}),
        (REQUEST, {"headers": (), "body": b""}),
        (Response(200), {"reason": "", "headers": (), "body": b""}),
        (HEADER, {"arguments": {}, "expect": "success", "recorded_at": "", "redacted": (), "format": 1}),
        (Refusal(Reach.FILE, "open"), {"target": ""}),
        (SchemaVerdict(EXCHANGE, "GET /", "a:B"), {"errors": (), "unusable": "", "closed": ()}),
        (
            FAULT,
            {"at": "", "tolerable": False, "may_be_empty": False, "steers": False, "is_optional": False},
        ),
        (
            FaultRun(FAULT, REQUEST, CALL),
            {
                **{"asked": 1, "waits_forever": False, "misses": (), "rendering": None, "again": None},
                **{"tokens": None},
            },
        ),
        (Failing({}, "", ""), {"failing": 1, "tried": 1, "again": "", "expect": ""}),
        (
            Finding("/name", "saw"),
            {"want": "", "tool": None, "file": None, "line": None, "call": None, "is_mild": False},
        ),
        (
            Verdict("node", "MCP101", "name", Severity.ERROR, Outcome.PASSED, "github", None),
            {"findings": (), "waived": (), "reason": "", "rerun": ""},
        ),
        (
            Locked("github"),
            {
                **{"id": None, "former_names": (), "retired": None, "entry": {}, "tools": {}},
                **{"responses": {}, "version": None},
            },
        ),
        (LockProblem(LockFault.LINK, "a.json", "what", "fix"), {"line": None, "server": None}),
        (
            LockState("github"),
            {
                **{"folder": "mcp-contract.lock", "exists": True, "is_required": False},
                **{"problems": (), "had_tools": False, "has_tools": None, "unreadable_schemas": ()},
                **{"version": None, "least_version": None},
            },
        ),
        (
            FieldReach("GET /", "/a", Reaches.NO),
            {"verbatim": False, "value": "", "tokens": 0, "host": "", "path": "", "beside": ""},
        ),
        (
            Provenance(),
            {
                **{"fields": (), "calls": 0, "hostile_calls": 0, "broken": (), "elsewhere": ()},
                **{"unmarked": ""},
            },
        ),
        (ReadTools(), {"tools": None, "why": "", "partly": {}}),
        (Relisted(), {"came": (), "went": (), "changed": (), "is_reordered": False, "refusal": ""}),
        (
            Terms(),
            {
                **{"stake": None, "hints": {}, "parameters": (), "taken": (), "max_tokens": 4000},
                **{"shows": (), "noise": None, "sends_changes": False, "cassettes": 1, "shown_by": ""},
            },
        ),
        (
            Replay(HEADER, Path("a.yaml")),
            {
                **{"exchanges": (), "call": None, "played": frozenset(), "misses": (), "refusals": ()},
                **{"schemas": (), "rendering": None, "golden": None, "rendering_redacted": None},
                **{"declares_output": False, "changing": (), "never_asks": False, "example": None},
                **{"days_old": None, "responses_declared": {}, "raw_tokens": None},
                **{"tokens": None, "faults": None, "provenance": None, "repeats": None, "vendor": None},
                **{"untried": {}, "most_days": 180},
            },
        ),
        (Step("create", {}, "made"), {"is_error": False}),
        (Sequences("github", {}, 0), {"kept": {}, "failing": (), "reason": ""}),
        (StartFailure("saw", "fix"), {"stderr": ()}),
        (
            Surface("github"),
            {
                **{"tools": (), "malformed": (), "pages": 1, "relisted": None, "server_name": None},
                **{"server_version": None, "protocol_version": None, "capabilities": {}},
                **{"instructions": None, "unknown_tool": None, "unknown_method": None, "noise": ()},
                **{"repeated_keys": (), "strays": (), "failure": None, "died": None, "notes": ()},
            },
        ),
        (Served(Surface("github")), {"entry": None}),
        (
            Tool("a"),
            {
                **{"description": None, "title": None, "input_schema": {}, "output_schema": None},
                **{"annotations": {}, "meta": {}, "raw": {}},
            },
        ),
        (
            VendorVerdict(EXCHANGE),
            {
                **{"key": None, "schema": "", "operation": None, "contradictions": (), "narrower": ()},
                **{"not_proved": ""},
            },
        ),
    ],
    ids=lambda value: "" if isinstance(value, dict) else type(value).__name__,
)
def test_what_nobody_states_is_unknown_or_harmless(made: object, stated: dict[str, object]) -> None:
    """Provenance: ours. A report reads every field, also where whoever made the thing gave only some."""
    assert is_dataclass(made)
    known = {item.name: _default(item) for item in fields(anew(type(made)))}

    assert {name: known[name] for name in stated} == stated
    assert {name: getattr(made, name) for name in stated} == stated


def again(name: str) -> ModuleType:
    """A module, imported once more."""
    spec = find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def anew(kind: type) -> Any:
    """The class, from its module imported once more."""
    return getattr(again(kind.__module__), kind.__name__)


def _default(item: Field[object]) -> object:
    return item.default if item.default_factory is MISSING else item.default_factory()


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Exchange, (REQUEST, Response(200)), (REQUEST, Response(404))),
        (Miss, (REQUEST, "played out"), (REQUEST, "not recorded")),
        (Repeat, ("another locale", "a"), ("another locale", "b")),
        (
            Sequence,
            (Promise.ID_IS_USABLE, (), "a", "b", "1", "found"),
            (Promise.DELETED_IS_GONE, (), "a", "b", "1", "found"),
        ),
        (Contradiction, ("/a", "x", "y"), ("/b", "x", "y")),
        (Narrower, ("/a", "x", "y", "z"), ("/a", "x", "y", "w")),
        (Breakout, ("GET /", "/a", "|", "a row"), ("GET /", "/a", "#", "a row")),
        (RpcError, (-32602, "gone"), (-32603, "gone")),
        (Work, ("a", "lists", 1.0, 2), ("a", "lists", 1.0, 3)),
        (LockState, ("a",), ("b",)),
        (Unchecked, ("down", True), ("down", False)),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_things_are_told_apart_by_what_they_say(
    kind: type, one: tuple[object, ...], other: tuple[object, ...]
) -> None:
    """Provenance: ours. Findings of two processes are put together, and none is told twice."""
    made = anew(kind)

    assert made(*one) == made(*one)
    assert hash(made(*one)) == hash(made(*one))
    assert made(*one) != made(*other)
    with pytest.raises(FrozenInstanceError):
        setattr(made(*one), next(iter(fields(made))).name, None)


def test_what_is_promised_in_numbers_is_as_the_formats_say() -> None:
    """Provenance: FORMATS.md. Fifty mebibytes, and the first format of the lock."""
    modules = {kind: vars(again(kind.__module__)) for kind in (CassetteFile, Locked)}

    assert modules[CassetteFile]["MOST_CASSETTE_BYTES"] == 52_428_800
    assert modules[Locked]["LOCK_FORMAT"] == 1
