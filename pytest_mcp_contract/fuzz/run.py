"""One tool, called with everything that its schema suggests, by way of a `call` that is handed in."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeAlias

from hypothesis import given, reject, seed
from hypothesis.database import ExampleDatabase
from hypothesis.strategies import SearchStrategy
from jsonschema_rs.canonical.json import to_string

from pytest_mcp_contract.fuzz.breaks import invalid
from pytest_mcp_contract.fuzz.constants import without_local_constants
from pytest_mcp_contract.fuzz.edges import boundary
from pytest_mcp_contract.fuzz.filling import Filled, filled, varied
from pytest_mcp_contract.fuzz.known import Known
from pytest_mcp_contract.fuzz.labelled import Labelled
from pytest_mcp_contract.fuzz.modes import AMOUNTS, Mode, profile
from pytest_mcp_contract.fuzz.prepared import Arguments, Prepared
from pytest_mcp_contract.model import (
    JSON,
    Call,
    Ended,
    Fuzzed,
    JSONObject,
    Stage,
    ToolCalls,
    Trial,
    Unchecked,
    pointer,
)

Defect: TypeAlias = tuple[str, str]
"""The code of a check, and the place of its finding: what tells this defect from others of the check."""
NOWHERE = "arguments"
"""The place of a finding that does not say which argument is at fault."""
_MOST_HANGS = 2
_MOST_DEATHS = 3
_VARIATIONS = 6
"""Boundary values of an argument of which somebody has given a value that works."""
_MANY = 2
"""Arguments of a tool that can be combined anew at each call."""
_REPETITIONS = 25
"""Repetitions that one search passes over; a draw takes longer than a call."""
_KEPT_BYTES = 32 * 2**20
"""Replies of one tool that are kept whole; beyond it, only those that some check complains of."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One tool, and what is to be done with it."""

    given: ToolCalls
    """The tool, and the calls that were made of it already."""
    prepared: Prepared
    known: Known
    mode: Mode
    seed: int
    is_stateless: bool
    """Whether equal calls may be expected to end alike."""
    is_promised: bool
    seconds: float | None = None
    """How long the random calls of `deep` go on; None where their number says it."""
    database: ExampleDatabase | None = None


class _Enough(BaseException):
    """Ends a search from inside; no `Exception`, which hypothesis would take for a failure."""


class _FailureError(Exception):
    """A call that some check complains of. Each check has a class of its own: hypothesis tells by it."""


@dataclass
class Run:
    """The calls of one tool, made one after the other."""

    subject: Subject
    call: Callable[[Arguments, Trial], Call | Unchecked]
    judge: Callable[[Call], tuple[Defect, ...]]
    clock: Callable[[], float]
    calls: list[Call] = field(default_factory=list)
    stopped: str = ""
    last: Call = field(init=False)
    _found: dict[Defect, list[Call]] = field(default_factory=dict)
    _searched: set[Defect] = field(default_factory=set)
    _seen: dict[str, tuple[Call, tuple[Defect, ...]]] = field(default_factory=dict)
    _kept_bytes: int = 0

    def all(self) -> ToolCalls:
        """Boundary values, then invalid ones, then random ones: every call, with how far they got."""
        subject, amounts = self.subject, AMOUNTS[self.subject.mode]
        given = [_told(subject.prepared, call) for call in subject.given.calls]
        try:
            for each in self._boundary(amounts.boundary):
                self._make(each, Stage.BOUNDARY)
            for each in invalid(subject.prepared, most=amounts.invalid):
                self._make(each, Stage.INVALID)
            if subject.prepared.values is not None:
                self._search(amounts.random, amounts.shrinks)
            unsteady = self._again() if subject.is_stateless else ()
        except _Enough:
            unsteady = ()
        return replace(subject.given, calls=(*given, *self.calls), fuzzed=self._tally(), unsteady=unsteady)

    # -- what is called

    def _boundary(self, most: int) -> Iterator[Labelled]:
        """Boundary values; few of an argument for which a value is given: most others lead nowhere."""
        tried: Counter[str] = Counter()
        for each in self._edges(most):
            name = each.at.split("/")[1].replace("~1", "/").replace("~0", "~") if each.at else ""
            tried[name] += 1
            if not name or tried[name] <= _VARIATIONS or not self.subject.known.is_given(name):
                yield each

    def _edges(self, most: int) -> Iterator[Labelled]:
        """Boundary values; and where known values replace the plain ones of a whole call, these one by one.

        A plain value is an edge too, such as a member of an `enum`, and is not tried a second time.
        """
        for each in boundary(self.subject.prepared, most=most):
            yield each
            for name in () if each.at else each.arguments:
                alone = replace(each, at=pointer(name))
                arguments, _ = filled(self.subject.prepared, self.subject.known, alone.arguments, at=alone.at)
                if to_string(arguments) not in self._seen:
                    yield alone

    def _make(self, each: Labelled, stage: Stage) -> None:
        arguments, sources = filled(self.subject.prepared, self.subject.known, each.arguments, at=each.at)
        trial = Trial(stage, each.label, each.at, each.rule, sources)
        for defect in self.called(arguments, trial):
            self._found.setdefault(defect, []).append(self.calls[-1])

    def _search(self, most: int, shrinks: int) -> None:
        """Random calls, until so many were made; after each new defect, a search for its smallest call."""
        values = varied(self.subject.prepared, self.subject.known)
        began, made, number = self.clock(), 0, 0
        while made < most or self._has_time(began):
            search = _Search(self, shrinks)
            search.conduct(values, most=most - made % most, seeded_by=self._seed(number))
            if search.target is not None:
                self._found.setdefault(search.target, []).extend(search.failing)
                self._searched.add(search.target)
            made, number = made + search.made, number + 1
            if not search.made or (search.target is None and not self._has_time(began)):
                return  # all was drawn; or the schema has fewer values than were asked for

    def is_repetition(self, arguments: Arguments) -> bool:
        """Whether a call was made already, of a tool that has others to offer."""
        spelled = to_string(arguments)
        if not self.subject.is_stateless or spelled not in self._seen:
            return False
        if any(map(self.is_new, self._seen[spelled][1])):
            return False
        tool = self.subject.given.tool
        return tool is not None and len(list(tool.properties())) >= _MANY

    def _has_time(self, began: float) -> bool:
        return self.subject.seconds is not None and self.clock() - began < self.subject.seconds

    def is_new(self, defect: Defect) -> bool:
        """Whether no search has been made for a defect; one without a place is nothing new to its check."""
        code, at = defect
        return defect not in self._searched and not (
            at == NOWHERE and any(known == code and place != NOWHERE for known, place in self._found)
        )

    def _seed(self, number: int) -> int:
        """A seed of this tool's own: what other tools have drawn changes nothing."""
        tool = self.subject.given.tool
        subject = [self.subject.given.server, tool and tool.name, self.subject.seed, number]
        return int.from_bytes(hashlib.sha256(json.dumps(subject).encode()).digest()[:8])

    # -- calls

    def called(self, arguments: Arguments, trial: Trial) -> tuple[Defect, ...]:
        """Make a call, or remember how an equal one ended while shrinking; gives what is wrong with it."""
        spelled = to_string(arguments)
        if trial.stage is Stage.SHRINKING and self.subject.is_stateless and spelled in self._seen:
            self.last, defects = self._seen[spelled]
            return defects
        call = self.call(arguments, trial)
        if isinstance(call, Unchecked):
            self.stopped = self.stopped or call.reason
            raise _Enough
        defects = self.judge(call)
        call = self._lightened(call, is_needed=bool(defects))
        self.last = call
        self.calls.append(call)
        self._seen[spelled] = call, defects
        self._stop_after(Ended.HANG, _MOST_HANGS, "calls got no reply")
        self._stop_after(Ended.DIED, _MOST_DEATHS, "calls ended the server")
        return defects

    def _stop_after(self, ended: Ended, most: int, words: str) -> None:
        if self.last.ended is ended and sum(call.ended is ended for call in self.calls) >= most:
            self.stopped = f"{most} {words}"
            raise _Enough

    def _lightened(self, call: Call, *, is_needed: bool) -> Call:
        """The call, without the text of a reply that nobody complains of, once very much text is kept."""
        if call.reply is None:
            return call
        self._kept_bytes += sum(map(len, call.reply.texts()))
        if is_needed or self._kept_bytes < _KEPT_BYTES:
            return call
        return replace(call, reply=replace(call.reply, content=({"type": "text", "text": ""},), raw=None))

    # -- how it went

    def _again(self) -> tuple[tuple[str, Call], ...]:
        """Calls that fail only once: the smallest of each defect is made again."""
        unsteady = []
        for defect, calls in list(self._found.items()):
            smallest = min(calls, key=lambda call: len(to_string(call.arguments)))
            if smallest.ended is not Ended.REPLIED:
                continue
            trial = replace(smallest.trial or Trial(Stage.RANDOM), stage=Stage.SHRINKING)
            call = self.call(dict(smallest.arguments), trial)
            if isinstance(call, Unchecked):
                break
            if defect not in self.judge(call):
                unsteady.append((defect[0], smallest))
        return tuple(unsteady)

    def _tally(self) -> Fuzzed:
        counted = [call for call in self.calls if call.trial and call.trial.stage is not Stage.SHRINKING]
        valid = [call for call in counted if call.is_valid]
        reached = [call for call in valid if call.reached]
        sources = Counter(call.trial.sources[0] for call in reached if call.trial and call.trial.sources)
        return Fuzzed(
            mode=self.subject.mode.value,
            valid=len(valid),
            reached=len(reached),
            invalid=len(counted) - len(valid),
            by_source=dict(sources),
            wanted=self._wanted(),
            unsupported=self.subject.prepared.unsupported,
            stopped=self.stopped,
            is_promised=self.subject.is_promised,
        )

    def _wanted(self) -> tuple[str, ...]:
        tool = self.subject.given.tool
        if tool is None:
            return ()
        chosen = {name for name, schema in tool.properties() if _is_chosen(schema)}
        return tuple(
            name for name in tool.required() if name not in chosen and not self.subject.known.is_given(name)
        )


class _Search:
    """One search of hypothesis: it ends with the first new defect and the smallest call that shows it."""

    def __init__(self, run: Run, shrinks: int) -> None:
        self.made = 0
        self.target: Defect | None = None
        self._run = run
        self.failing: list[Call] = []
        self._shrinks = shrinks
        self._shrunk = 0
        self._rejected = 0

    def conduct(self, values: SearchStrategy[Filled], *, most: int, seeded_by: int) -> None:
        """Draw until a call shows a defect that no call has shown, or so many were made."""
        subject = self._run.subject

        @profile(subject.mode, most=most, database=subject.database)  # outermost: `seed` drops the database
        @seed(seeded_by)
        @given(values)
        def search(drawn: Filled) -> None:
            self._try(*drawn)

        try:
            with without_local_constants() if subject.mode is Mode.CI else nullcontext():
                search()
        except (_FailureError, _Settled):
            pass
        except Exception:
            # What hypothesis says of a search that went wrong (flaky, unsatisfiable) is its own business: the
            # calls that were made speak for themselves.
            if not self.made:
                self._run.stopped = self._run.stopped or "no random value could be drawn"

    def _try(self, arguments: Arguments, sources: tuple[str, ...]) -> None:
        if self.target is None:
            # Where known values take most places, hypothesis draws the same arguments many times over.
            if self._rejected < _REPETITIONS and self._run.is_repetition(arguments):
                self._rejected += 1
                reject()
            self.made += 1
            defects = self._run.called(arguments, Trial(Stage.RANDOM, sources=sources))
            self.target = next((one for one in defects if self._run.is_new(one)), None)
        else:
            self._shrunk += 1
            if self._shrunk > self._shrinks:
                raise _Settled
            defects = self._run.called(arguments, Trial(Stage.SHRINKING, sources=sources))
        if self.target is not None and self.target in defects:
            self.failing.append(self._run.last)
            raise _failure(self.target[0])


class _Settled(_Enough):
    """The search for a smaller call has taken long enough."""


@cache
def _failure(code: str) -> type[_FailureError]:
    """The exception of one check."""
    return type(code, (_FailureError,), {})


def _is_chosen(schema: JSONObject) -> bool:
    return "enum" in schema or "const" in schema or schema.get("type") in ("boolean", "number")


def _told(prepared: Prepared, call: Call) -> Call:
    """A given call, with the rule that its arguments break, if they do."""
    arguments: dict[str, JSON] = dict(call.arguments)
    error = next(iter(prepared.validator.iter_errors(arguments)), None)
    if error is None or prepared.values is None:
        return call
    kind: Any = error.kind  # each kind has attributes of its own
    rule, path = str(kind.name), list(error.instance_path)
    if rule == "required":
        path.append(kind.property)
    elif rule == "additionalProperties":
        path.append(kind.unexpected[0])
    elif rule == "type" and error.instance is None:
        rule = "null"
    return replace(call, trial=Trial(Stage.GIVEN, error.message, pointer(*path), rule))
