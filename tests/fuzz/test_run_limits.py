"""Where the calls of one tool end early, and what is kept and told of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from pytest_mcp_contract.fuzz import prepare
from pytest_mcp_contract.fuzz.known import Known
from pytest_mcp_contract.fuzz.modes import Mode
from pytest_mcp_contract.fuzz.prepared import Prepared
from pytest_mcp_contract.fuzz.run import Defect, Run, Subject
from pytest_mcp_contract.model import Call, Reply, Stage, ToolCalls, Trial, Unchecked
from tests.fuzz.test_run import FOUND, SCHEMA, TOOL, Server, fuzzed, of_stage


def judge(call: Call) -> tuple[Defect, ...]:
    """What is wrong with a call."""
    return ((call.crash, "arguments"),) if call.crash else ()


LONG = Reply(({"type": "text", "text": "x" * (17 * 2**20)},))


def test_beyond_so_much_text_only_replies_that_are_complained_of_are_kept() -> None:
    """Provenance: ours. A tool that returns files would fill the memory."""

    class Wordy(Server):
        def call(self, arguments: dict[str, Any], trial: Trial) -> Call:
            self.made.append(arguments)
            crash = "crash" if arguments.get("limit") == 50 else ""
            return Call("read", arguments, "generated", reply=LONG, crash=crash, trial=trial)

    subject = Subject(
        ToolCalls("files", None, ()),
        prepare(SCHEMA),
        Known(),
        Mode.CI,
        0,
        is_stateless=False,
        is_promised=True,
    )

    calls = Run(subject, Wordy(lambda _: "").call, judge, lambda: 0.0).all()

    kept = [call for call in calls.calls if call.reply is not None and any(call.reply.texts())]
    assert kept[0] is calls.calls[0]
    assert all(call.crash for call in kept[1:])
    assert len(kept) < len(calls.calls)
    assert calls.fuzzed is not None
    assert calls.fuzzed.wanted == ()


def test_a_server_that_is_gone_when_failures_are_repeated_leaves_them_as_they_are() -> None:
    """Provenance: ours. Nobody knows whether they would be seen again."""
    made: list[Mapping[str, Any]] = []

    def behaviour(arguments: Mapping[str, Any]) -> str:
        made.append(arguments)
        if arguments == {"path": "text"}:
            return "crash" if made.count(arguments) == 1 else "gone"
        return ""

    calls, _ = fuzzed(behaviour)

    assert made[-1] == {"path": "text"}
    assert calls.unsteady == ()
    assert [call.arguments for call in calls.calls if call.crash] == [{"path": "text"}]


def test_the_search_for_a_smaller_call_ends_after_so_many() -> None:
    """Provenance: ours. A text can be made smaller in very many ways."""
    schema = {"type": "object", "properties": {"a": {"type": "string", "minLength": 30}}, "required": ["a"]}

    calls, _ = fuzzed(
        lambda arguments: "crash" if len(set(str(arguments.get("a")))) >= 20 else "",
        schema=schema,
        is_stateless=False,
    )

    assert len(of_stage(calls, Stage.SHRINKING)) == 200


class Late(Server):
    """A tool that fails at one of its random calls, and never again."""

    def __init__(self, number: int) -> None:
        super().__init__(lambda _: "")
        self.left = number

    def call(self, arguments: dict[str, Any], trial: Trial) -> Call | Unchecked:
        """The reply."""
        call = super().call(arguments, trial)
        assert isinstance(call, Call)
        self.left -= trial.stage is Stage.RANDOM
        return replace(call, crash="crash" if self.left == 0 and trial.stage is Stage.RANDOM else "")


def run_of(server: Server, prepared: Prepared) -> ToolCalls:
    """Every call of one run of a tool whose equal calls need not end alike."""
    given = ToolCalls("files", TOOL, ())
    subject = Subject(given, prepared, Known(), Mode.CI, 0, is_stateless=False, is_promised=True)
    return Run(subject, server.call, judge, lambda: 0.0).all()


@pytest.mark.parametrize("number", [25, 5], ids=["the last one", "an early one"])
def test_after_a_failure_that_is_not_seen_again_the_other_calls_are_made(number: int) -> None:
    """Provenance: ours. hypothesis calls it flaky; the call that failed is kept."""
    calls = run_of(Late(number), prepare(SCHEMA))

    random = of_stage(calls, Stage.RANDOM)
    assert [call.crash for call in random].index("crash") == number - 1
    assert len(random) == 25
    assert calls.fuzzed is not None
    assert calls.fuzzed.stopped == ""


def test_where_no_random_value_is_drawn_it_is_told() -> None:
    """Provenance: ours. The other calls have been made all the same."""
    prepared = prepare(SCHEMA)

    calls = run_of(Server(lambda _: ""), replace(prepared, values=st.nothing()))

    assert calls.calls
    assert of_stage(calls, Stage.RANDOM) == []
    assert calls.fuzzed is not None
    assert calls.fuzzed.stopped == "no random value could be drawn"


@pytest.mark.parametrize(
    ("arguments", "at", "rule"),
    [
        pytest.param({"path": "a", "extra": 1}, "/extra", "additionalProperties", id="an argument too many"),
        pytest.param({"path": None}, "/path", "null", id="null"),
        pytest.param({"path": 1}, "/path", "type", id="another type"),
        pytest.param({"path": "a", "limit": 51}, "/limit", "maximum", id="a bound"),
    ],
)
def test_of_a_given_call_the_rule_that_it_breaks_is_told(
    arguments: dict[str, Any], at: str, rule: str
) -> None:
    """Provenance: ours."""
    calls, _ = fuzzed(lambda _: "gone", calls=(Call("read", arguments, "example call-1", reply=FOUND),))

    trial = calls.calls[0].trial
    assert trial is not None
    assert (trial.stage, trial.at, trial.rule) == (Stage.GIVEN, at, rule)
