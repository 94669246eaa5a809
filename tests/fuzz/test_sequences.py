"""Things that are created, looked for and deleted: which servers break what they promised."""

import sys
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from pytest_mcp_contract.fuzz.families import families
from pytest_mcp_contract.fuzz.known import Known
from pytest_mcp_contract.fuzz.modes import Mode
from pytest_mcp_contract.fuzz.sequences import Play
from pytest_mcp_contract.fuzzer import Fuzzer, Fuzzing
from pytest_mcp_contract.model import (
    Call,
    Ended,
    Promise,
    Registry,
    Reply,
    Sequence,
    Sequences,
    Tool,
    Unchecked,
)
from pytest_mcp_contract.observe.observer import Observer
from pytest_mcp_contract.observe.settings import Limits
from pytest_mcp_contract.reference.constants import REGISTRY
from tests.emulators import APPS
from tests.emulators.loopback import serve
from tests.servers.store import Store

SERVERS = Path(__file__).parents[1] / "servers"
Answer = Callable[[str, Mapping[str, Any]], Call | Unchecked]


def answer_of(store: Store) -> Answer:
    """What calls the tools of a store."""

    def answer(tool: str, arguments: Mapping[str, Any]) -> Call:
        reply = Reply.from_raw(store.call(tool, dict(arguments)))
        return Call(tool, arguments, "generated", reply=reply)

    return answer


def played(
    defect: str = "sound",
    kinds: str = "note",
    *,
    answer: Answer | None = None,
    mode: Mode = Mode.CI,
    tools: list[dict[str, Any]] | None = None,
    rounds: int | None = None,
) -> Sequences:
    """Everything that was shown of a store, or of other tools; in so many rounds where few do."""
    store = Store(defect, kinds)
    return Play(
        server="store",
        families=families(map(Tool.from_raw, store.tools() if tools is None else tools)),
        known=lambda tool, prepared: Known(),
        call=answer or answer_of(store),
        clock=(lambda: 0.0) if rounds is None else partial(next, count(0.0)),
        mode=mode,
        seconds=rounds,
    ).all()


def only(sequences: Sequences) -> Sequence:
    """The one sequence that fails."""
    (sequence,) = sequences.failing
    return sequence


@pytest.mark.parametrize(
    "defect", ["sound", "trash", "excuses", "renames", "first_two", "refuses_quotes", "has_mark"]
)
@pytest.mark.parametrize("kind", ["note", "task"])
def test_a_sound_store_is_left_alone(defect: str, kind: str) -> None:
    """Provenance: ours. With a trash that is announced, excuses told as success, names made simpler."""
    sequences = played(defect, kind)

    assert sequences.failing == ()
    assert sequences.kept[Promise.CREATED_IS_FOUND] > 10


@pytest.mark.parametrize("kind", ["note", "task"])
def test_every_promise_is_put_to_the_test(kind: str) -> None:
    """Provenance: ours."""
    kept = played(kinds=kind).kept

    assert kept[Promise.DELETED_IS_GONE] > 10
    assert (kept[Promise.ID_IS_USABLE] > 10) == (kind == "task")


def test_a_thing_lost_under_some_names_is_shown_by_two_calls() -> None:
    """Provenance: ours."""
    lost = [one for one in played("loses_quotes").failing if one.reader == "get_note"]

    (sequence,) = lost
    assert sequence.promise is Promise.CREATED_IS_FOUND
    assert [step.tool for step in sequence.steps] == ["create_note", "get_note"]
    assert "d'Arc" in str(sequence.steps[0].arguments["name"])
    assert sequence.steps[1].is_error


def test_a_list_that_leaves_something_out_is_shown_by_two_calls() -> None:
    """Provenance: ours."""
    sequence = only(played("lists_none_with_quotes"))

    assert (sequence.promise, sequence.reader) == (Promise.CREATED_IS_FOUND, "list_notes")
    assert [step.tool for step in sequence.steps] == ["create_note", "list_notes"]


@pytest.mark.parametrize(("defect", "reader"), [("keeps", "get_note"), ("lists_deleted", "list_notes")])
def test_a_deleted_thing_that_is_still_found_is_shown_by_three_calls(defect: str, reader: str) -> None:
    """Provenance: ours."""
    sequence = only(played(defect))

    assert (sequence.promise, sequence.tool, sequence.reader) == (
        Promise.DELETED_IS_GONE,
        "delete_note",
        reader,
    )
    assert [step.tool for step in sequence.steps] == ["create_note", "delete_note", reader]


def test_an_id_of_another_spelling_is_shown_with_the_one_that_is_taken() -> None:
    """Provenance: ours."""
    sequence = only(played("shouts_ids", "task"))

    assert sequence.promise is Promise.ID_IS_USABLE
    assert [step.tool for step in sequence.steps] == ["create_task", "get_task", "get_task"]
    given, taken = (str(step.arguments["task_id"]) for step in sequence.steps[1:])
    assert given.startswith("TASK-")
    assert taken == given.lower()


def test_an_id_of_another_type_is_shown_with_the_one_that_is_taken() -> None:
    """Provenance: ours."""
    sequence = only(played("numbers_as_text", "task"))

    assert sequence.promise is Promise.ID_IS_USABLE
    given, taken = (step.arguments["task_id"] for step in sequence.steps[1:])
    assert isinstance(given, str)
    assert taken == int(given)


def test_a_server_that_creates_nothing_is_told_of() -> None:
    """Provenance: ours."""
    sequences = played("read_only")

    assert sequences.failing == ()
    assert not any(sequences.kept.values())
    assert "give an example for `create_note`" in sequences.reason


def test_a_call_without_a_reply_ends_the_search() -> None:
    """Provenance: ours. Nobody knows what the server has kept."""
    made = []

    def hang(tool: str, arguments: Mapping[str, Any]) -> Call:
        made.append(tool)
        return Call(tool, arguments, "generated", Ended.HANG, detail="no reply in 1 s")

    sequences = played(answer=hang)

    assert len(made) == 1
    assert sequences.reason == "`list_notes` did not answer: no reply in 1 s"


def test_in_ci_the_same_calls_are_made_each_time() -> None:
    """Provenance: ours."""
    runs = []
    for _ in range(2):
        made: list[tuple[str, Mapping[str, Any]]] = []
        answer = answer_of(Store("loses_quotes", "note"))

        def tell(
            tool: str, arguments: Mapping[str, Any], made: Any = made, answer: Any = answer
        ) -> Call | Unchecked:
            made.append((tool, arguments))
            return answer(tool, arguments)  # type: ignore[no-any-return]

        played("loses_quotes", answer=tell)
        runs.append(made)

    assert runs[0] == runs[1]


# -- with a server that runs


def fuzzer(defect: str, *, stakes: set[str], tmp_path: Path, mode: str = "ci") -> Fuzzer:
    """What generates the calls of a store that runs in another process."""
    registry = Registry.model_validate(
        {
            "names": ["store"],
            "servers": {
                "store": {
                    "name": "store",
                    "id": 1,
                    "command": [sys.executable, str(SERVERS / "store.py"), defect],
                    "tools_stakes": {
                        "create_note": "low",
                        "get_note": "never_ask",
                        "list_notes": "never_ask",
                        "delete_note": "high",
                    },
                }
            },
        }
    )
    observer = Observer(registry, rootdir=tmp_path, limits=Limits(allowed_stakes=frozenset(stakes)))
    return Fuzzer(registry, observer, (), tmp_path, Fuzzing(mode=mode))


def test_a_server_that_runs_is_played_with(tmp_path: Path) -> None:
    """Provenance: ours."""
    asking = fuzzer("keeps", stakes={"low", "high"}, tmp_path=tmp_path)

    sequences = asking.sequences("store")
    asking.observer.close()

    assert isinstance(sequences, Sequences)
    assert only(sequences).promise is Promise.DELETED_IS_GONE
    assert sequences.families == {"note": ("create_note", "get_note", "list_notes", "delete_note")}


def test_without_leave_nothing_is_created(tmp_path: Path) -> None:
    """Provenance: ours."""
    asking = fuzzer("keeps", stakes=set(), tmp_path=tmp_path)

    sequences = asking.sequences("store")
    asking.observer.close()

    assert sequences == Unchecked(
        "its tools with effects may not be called: allow them with `--mcp-allow-stakes low`"
    )


def test_without_leave_to_delete_only_creation_is_tried(tmp_path: Path) -> None:
    """Provenance: ours."""
    asking = fuzzer("keeps", stakes={"low"}, tmp_path=tmp_path)

    sequences = asking.sequences("store")
    asking.observer.close()

    assert isinstance(sequences, Sequences)
    assert sequences.failing == ()
    assert sequences.kept[Promise.CREATED_IS_FOUND] > 10
    assert not sequences.kept[Promise.DELETED_IS_GONE]


# -- with reference servers beside emulators


@pytest.mark.parametrize("name", ["github", "jira"])
def test_a_reference_server_keeps_its_promises(name: str, tmp_path: Path) -> None:
    """Provenance: ours. What it creates has an id of the platform, told in Markdown."""
    row = dict(cast(dict[str, Any], REGISTRY["servers"])[name])
    start = f"from pytest_mcp_contract.reference.servers import create_server; create_server({name!r}).run()"
    with serve(APPS[name]()) as url:
        variables = dict.fromkeys(row.pop("upstream"), url)
        row |= {
            "name": name,
            "command": [sys.executable, "-c", start],
            "env": {**variables, str(row.pop("token_env")): "secret0123456789"},
        }
        row.pop("python")
        registry = Registry.model_validate({**REGISTRY, "servers": {name: row}})
        limits = Limits(allowed_stakes=frozenset(registry.stakes))
        observer = Observer(registry, rootdir=tmp_path, limits=limits)
        sequences = Fuzzer(registry, observer, (), tmp_path, Fuzzing("deep", seconds=3)).sequences(name)
        observer.close()

    assert isinstance(sequences, Sequences)
    assert sequences.failing == ()
    assert sequences.kept[Promise.ID_IS_USABLE]
