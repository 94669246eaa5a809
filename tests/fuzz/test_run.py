"""One tool called by way of a function: what is tried, and what is told of it."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.database import InMemoryExampleDatabase

from pytest_mcp_contract.fuzz import prepare
from pytest_mcp_contract.fuzz.database import OfOneTool
from pytest_mcp_contract.fuzz.known import Known, known
from pytest_mcp_contract.fuzz.modes import Mode
from pytest_mcp_contract.fuzz.run import Run, Subject
from pytest_mcp_contract.model import Call, Ended, Entry, Reply, Stage, Tool, ToolCalls, Trial, Unchecked

Behaviour = Callable[[Mapping[str, Any]], str]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "limit": {"type": "integer", "minimum": 1, "maximum": 50},
    },
    "required": ["path"],
    "additionalProperties": False,
}
TOOL = Tool(name="read", input_schema=SCHEMA)
FOUND, REFUSED = Reply(({"type": "text", "text": "text"},)), Reply(is_error=True)


class Server:
    """A tool made of one function: the code of what is wrong, `""`, or `refused`."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.made: list[dict[str, Any]] = []

    def call(self, arguments: dict[str, Any], trial: Trial) -> Call | Unchecked:
        self.made.append(arguments)
        said = self.behaviour(arguments)
        if said == "gone":
            return Unchecked("the server is gone", lost=True)
        ended = Ended(said) if said in ("hang", "died") else Ended.REPLIED
        reply = REFUSED if said == "refused" else FOUND
        crash = "" if said in ("refused", "hang", "died") else said
        return Call("read", arguments, "generated", ended, reply, crash=crash, trial=trial)


def fuzzed(
    behaviour: Behaviour,
    *,
    schema: dict[str, Any] | None = None,
    given: Known | None = None,
    is_stateless: bool = True,
    mode: Mode = Mode.CI,
    calls: tuple[Call, ...] = (),
) -> tuple[ToolCalls, Server]:
    """Every call of one run, and the server that answered them."""
    tool = TOOL if schema is None else dataclasses.replace(TOOL, input_schema=schema)
    server = Server(behaviour)
    subject = Subject(
        given=ToolCalls("files", tool, calls),
        prepared=prepare(tool.input_schema),
        known=given or Known(),
        mode=mode,
        seed=0,
        is_stateless=is_stateless,
        is_promised=True,
    )
    judge = lambda call: ((call.crash, "arguments"),) if call.crash else ()  # noqa: E731
    return Run(subject, server.call, judge, lambda: 0.0).all(), server


def only_the_readme(arguments: Mapping[str, Any]) -> str:
    """A tool that refuses every path but one."""
    return "" if arguments.get("path") == "README.md" else "refused"


def of_stage(calls: ToolCalls, *stages: Stage) -> list[Call]:
    """The generated calls of some stages."""
    return [call for call in calls.calls if call.trial and call.trial.stage in stages]


def test_boundary_invalid_and_random_values_are_tried() -> None:
    """Provenance: ours."""
    calls, _ = fuzzed(lambda _: "")

    assert of_stage(calls, Stage.BOUNDARY)[0].arguments == {"path": "text"}
    assert len(of_stage(calls, Stage.RANDOM)) == 25
    assert {"required", "type", "minLength", "minimum", "maximum", "additionalProperties"} <= {
        call.trial.rule for call in of_stage(calls, Stage.INVALID) if call.trial
    }


def test_valid_and_invalid_calls_are_what_they_are_called() -> None:
    """Provenance: ours."""
    calls, _ = fuzzed(lambda _: "")
    prepared = prepare(SCHEMA)

    assert all(prepared.validator.is_valid(dict(call.arguments)) == call.is_valid for call in calls.calls)
    assert calls.fuzzed is not None
    assert calls.fuzzed.valid == len(of_stage(calls, Stage.BOUNDARY, Stage.RANDOM))


def test_a_failing_call_is_made_smaller() -> None:
    """Provenance: ours. The smallest text of more than five characters, and nothing beside it."""
    calls, _ = fuzzed(
        lambda arguments: "crash" if len(str(arguments.get("path"))) > 5 and "limit" in arguments else ""
    )

    smallest = min(
        (call.arguments for call in calls.calls if call.crash), key=lambda arguments: len(str(arguments))
    )
    assert len(str(smallest["path"])) == 6
    assert smallest["limit"] == 1


def test_two_defects_are_told_apart() -> None:
    """Provenance: ours. Each check raises a class of its own, so that neither hides the other."""

    def behaviour(arguments: Mapping[str, Any]) -> str:
        limit = arguments.get("limit", 0)
        return "many" if isinstance(limit, int) and limit > 40 else "long" if "limit" in arguments else ""

    calls, _ = fuzzed(behaviour)

    assert {call.crash for call in calls.calls} == {"", "many", "long"}


def test_what_shrinks_counts_nowhere() -> None:
    """Provenance: ours."""
    calls, server = fuzzed(lambda arguments: "crash" if "limit" in arguments else "")

    assert of_stage(calls, Stage.SHRINKING)
    assert calls.fuzzed is not None
    assert calls.fuzzed.valid + calls.fuzzed.invalid < len(server.made)


def test_reach_is_the_share_of_valid_calls_that_are_no_error() -> None:
    """Provenance: ours. Invalid calls that are refused are none of it."""
    calls, _ = fuzzed(only_the_readme)

    assert calls.fuzzed is not None
    assert calls.fuzzed.reached == 0
    assert calls.fuzzed.wanted == ("path",)


def test_a_value_of_the_registry_gets_calls_through() -> None:
    """Provenance: ours. Without it nothing but refusals is seen."""
    entry = Entry.model_validate({"name": "files", "values": {"path": ["README.md"]}})
    given = known(prepare(SCHEMA), TOOL, entry)

    calls, _ = fuzzed(
        lambda arguments: "" if arguments.get("path") == "README.md" else "refused", given=given
    )

    assert calls.fuzzed is not None
    assert calls.fuzzed.reached / calls.fuzzed.valid > 0.6
    assert max(calls.fuzzed.by_source, key=lambda source: calls.fuzzed.by_source[source]) == "registry"  # type: ignore[union-attr]
    assert calls.fuzzed.wanted == ()


def test_a_known_value_does_not_mend_what_is_broken() -> None:
    """Provenance: ours. Known values go where nothing is tried."""
    entry = Entry.model_validate({"name": "files", "values": {"path": ["README.md"], "limit": [3]}})

    calls, _ = fuzzed(lambda _: "", given=known(prepare(SCHEMA), TOOL, entry))

    too_many = [call for call in calls.calls if call.trial and call.trial.rule == "maximum"]
    assert [call.arguments for call in too_many] == [{"path": "README.md", "limit": 51}]


def test_two_runs_in_ci_make_the_same_calls() -> None:
    """Provenance: ours."""
    first, second = (fuzzed(lambda arguments: "crash" if "limit" in arguments else "")[1] for _ in range(2))

    assert first.made == second.made


def test_another_seed_makes_other_calls_in_local() -> None:
    """Provenance: ours."""
    runs = []
    for number in (1, 2):
        server = Server(lambda _: "")
        subject = Subject(
            ToolCalls("files", TOOL, ()), prepare(SCHEMA), Known(), Mode.LOCAL, number, True, True
        )
        Run(subject, server.call, lambda _: (), lambda: 0.0).all()
        runs.append(server.made)

    assert runs[0] != runs[1]


def test_the_profile_of_the_user_does_not_leak_in(request: pytest.FixtureRequest) -> None:
    """Provenance: ours. A profile with one example would make of 25 random calls one."""
    before = settings.default
    assert before is not None
    settings.register_profile("theirs", max_examples=1, deadline=1)
    settings.load_profile("theirs")
    try:
        calls, _ = fuzzed(lambda _: "")
    finally:
        settings.register_profile("before", before)
        settings.load_profile("before")

    assert len(of_stage(calls, Stage.RANDOM)) == 25


def test_hangs_end_the_run_of_a_tool() -> None:
    """Provenance: ours. Each costs the whole limit of a call."""
    calls, server = fuzzed(lambda _: "hang")

    assert len(server.made) == 2
    assert calls.fuzzed is not None
    assert calls.fuzzed.stopped == "2 calls got no reply"


def test_a_server_that_is_gone_ends_the_run_and_says_so() -> None:
    """Provenance: ours."""
    calls, _ = fuzzed(lambda arguments: "gone" if "limit" in arguments else "")

    assert calls.fuzzed is not None
    assert calls.fuzzed.stopped == "the server is gone"


def test_a_failure_that_is_not_seen_again_is_told_as_such() -> None:
    """Provenance: ours. It fails the first time and never after."""
    seen: set[str] = set()

    def behaviour(arguments: Mapping[str, Any]) -> str:
        if arguments != {"path": "text"} or "once" in seen:
            return ""
        seen.add("once")
        return "crash"

    calls, _ = fuzzed(behaviour)

    assert [(code, call.arguments) for code, call in calls.unsteady] == [("crash", {"path": "text"})]


def test_a_tool_with_effects_is_not_asked_again() -> None:
    """Provenance: ours. What was created once cannot be created again."""
    calls, _ = fuzzed(lambda arguments: "crash" if "limit" in arguments else "", is_stateless=False)

    assert calls.unsteady == ()


def test_a_given_call_that_breaks_a_rule_is_known_to() -> None:
    """Provenance: ours. `--mcp-call` of an invalid call shows again what the run has shown."""
    given = Call("read", {"limit": 3}, "example call-1", reply=FOUND)

    calls, _ = fuzzed(lambda _: "", calls=(given,))

    assert calls.calls[0].trial == Trial(Stage.GIVEN, '"path" is a required property', "/path", "required")


def test_a_schema_that_no_value_fits_is_named() -> None:
    """Provenance: ours."""
    calls, server = fuzzed(
        lambda _: "", schema={"type": "object", "properties": {"a": {"$ref": "#/nowhere"}}}
    )

    assert server.made == []
    assert calls.fuzzed is not None
    assert calls.fuzzed.unsupported


def test_a_failing_call_is_tried_first_in_the_next_run() -> None:
    """Provenance: ours. With a seed beside it, hypothesis drops the database without a word."""
    kept = InMemoryExampleDatabase()

    def run(number: int) -> list[dict[str, Any]]:
        server = Server(lambda arguments: "crash" if arguments.get("limit") == 37 else "")
        database = OfOneTool(kept, server="files", tool="read", schema=SCHEMA)
        subject = Subject(
            given=ToolCalls("files", TOOL, ()),
            prepared=prepare(SCHEMA),
            known=Known(),
            mode=Mode.LOCAL,
            seed=number,
            is_stateless=True,
            is_promised=True,
            database=database,
        )
        calls = Run(
            subject, server.call, lambda call: ((call.crash, "a.py:1"),) if call.crash else (), lambda: 0.0
        ).all()
        return [dict(call.arguments) for call in of_stage(calls, Stage.RANDOM)]

    first = next(number for number in range(50) if any(call.get("limit") == 37 for call in run(number)))

    assert run(first + 1)[0]["limit"] == 37
