"""Things that are created, looked for and deleted in any order, by way of a `call` that is handed in.

A sequence fails where the tools of a server contradict each other: one says that it has created a thing, and
another does not find it. Where a reply may be read in two ways, nothing is said.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pytest_mcp_contract.fuzz.constants import without_local_constants
from pytest_mcp_contract.fuzz.creations import Creation, Creations, creations, got, put, signs
from pytest_mcp_contract.fuzz.families import Family, Reader, described
from pytest_mcp_contract.fuzz.known import Known
from pytest_mcp_contract.fuzz.modes import Mode, profile
from pytest_mcp_contract.fuzz.prepared import Arguments, Prepared
from pytest_mcp_contract.fuzz.told import (
    is_absent,
    is_distinct,
    is_empty,
    is_refused_as_absent,
    is_soft,
    is_unasked,
    is_whole,
    mentions,
    mentions_as_there,
    new_words_of_absence,
    plain,
    renamed,
    text_of,
    told,
    variants,
    worked,
)
from pytest_mcp_contract.model import JSON, Call, Ended, Reply, Tool, Unchecked, brief
from pytest_mcp_contract.model.sequence import Promise, Sequences, Step
from pytest_mcp_contract.model.sequence import Sequence as Broken

Defect: TypeAlias = tuple[Promise, str, str]
"""What is broken, by which tool, seen by which."""
_REPLY = 200
"""Characters of a reply that a step shows."""
_MOST_DEFECTS = 6
_MOST_OPEN = 2
"""Things that nobody has asked for yet: more would show no more."""
_MOST_IN_VAIN = 12
"""Calls that create nothing that can be asked for, before a family is given up."""


@dataclass(frozen=True, slots=True)
class _Amounts:
    """How much is tried with each family."""

    runs: int
    steps: int
    shrinks: int
    """Runs in search of fewer steps, for each defect."""
    seconds: float
    """When no new run begins, for all families together."""


_AMOUNTS = {
    Mode.CI: _Amounts(runs=30, steps=8, shrinks=30, seconds=20),
    Mode.LOCAL: _Amounts(runs=60, steps=12, shrinks=100, seconds=40),
    Mode.DEEP: _Amounts(runs=1_000, steps=20, shrinks=200, seconds=60),
}


class _Enough(BaseException):
    """Ends a search from inside; no `Exception`, which hypothesis would take for a failure."""


class _BrokenError(Exception):
    """A promise that is broken. Each has a class of its own: hypothesis tells by it."""


@dataclass(eq=False)
class _Thing:
    """Something that was created."""

    sign: str | None
    """A word of its own, wherever it is shown; None where it bears none."""
    identity: JSON
    """What stands for it; None where the reply did not say."""
    arguments: Arguments
    creation: Creation
    given: JSON = None
    """What the caller named it."""
    is_told: bool = False
    """Whether the server named it."""
    is_there: bool = True
    is_gone: bool = False
    """Neither, where a reply may be read in two ways."""
    seen: dict[str, str] = field(default_factory=dict)
    """What each tool last said of it while it was there."""

    @property
    def values(self) -> tuple[JSON, ...]:
        """Everything that a reply may repeat without saying anything by it."""
        return (self.identity, self.given, *_texts(dict(self.arguments)))

    @property
    def signs(self) -> tuple[JSON, ...]:
        """By what a reply names it, and nothing else."""
        own = (self.sign,) if self.sign else ()
        return (*own, self.identity) if self.identity is not None and is_distinct(self.identity) else own


@dataclass
class Play:
    """The families of one server, tried one after the other."""

    server: str
    families: Sequence[Family]
    known: Callable[[Tool, Prepared], Known]
    call: Callable[[str, Arguments], Call | Unchecked]
    clock: Callable[[], float]
    mode: Mode = Mode.CI
    seed: int = 0
    seconds: float | None = None
    made: int = 0
    kept: Counter[Promise] = field(default_factory=Counter)
    stopped: str = ""
    _signs: Iterator[str] = field(init=False)
    _found: dict[Defect, Broken] = field(default_factory=dict)
    _searched: set[Defect] = field(default_factory=set)
    _refused: dict[str, str] = field(default_factory=dict)
    _created: int = 0
    _unnamed: set[str] = field(default_factory=set)
    _in_vain: Counter[str] = field(default_factory=Counter)
    _finding: set[str] = field(default_factory=set)

    def all(self) -> Sequences:
        """Every family, until the time is over: what was promised and kept, and what was not."""
        self._signs = signs(self.server, self.seed)
        amounts, began = _AMOUNTS[self.mode], self.clock()
        until = began + (self.seconds or amounts.seconds)
        try:
            self._choose_signs()
            for family in self.families:
                how = creations(family, self.known)
                for number in range(_MOST_DEFECTS):
                    search = _Search(self, how, amounts, until)
                    search.conduct(number)
                    if search.target is None:
                        break
                    search.shorten()
                    self._searched.add(search.target)
        except _Enough:
            pass
        return Sequences(
            server=self.server,
            families=_named(self.families),
            made=self.made,
            kept={promise: self.kept[promise] for promise in Promise},
            failing=tuple(self._found.values()),
            reason=self.stopped or self._why_nothing(),
        )

    def ask(self, tool: str, arguments: Arguments) -> Reply:
        """The reply to a call; a call without one ends it all, since nobody knows what is left."""
        call = self.call(tool, arguments)
        self.made += 1
        if isinstance(call, Unchecked):
            self.stopped = call.reason
            raise _Enough
        if call.ended is not Ended.REPLIED or call.reply is None:
            self.stopped = f"`{tool}` did not answer: {call.detail or call.ended.value}"
            raise _Enough
        return call.reply

    def sign(self) -> str:
        """A word that no thing bears yet."""
        return next(self._signs)

    def _choose_signs(self) -> None:
        """Words that the server does not know from an earlier run."""
        lists = {
            reader.tool.name for family in self.families for reader in family.lists if not reader.context
        }
        texts = [text_of(self.ask(name, {})).casefold() for name in sorted(lists)]
        for salt in range(20):
            first = next(signs(self.server, self.seed, salt=salt))
            if not any(first[:5] in text for text in texts):
                self._signs = signs(self.server, self.seed, salt=salt)
                return

    def was_created(self, tool: str, *, is_named: bool) -> None:
        """Count a thing, and remember where nobody knows what it is called."""
        self._created += 1
        if is_named:
            self._in_vain[tool] = -1_000_000
        else:
            self._unnamed.add(tool)
            self._in_vain[tool] += 1

    def has_found(self, tool: str) -> None:
        """Remember that a tool finds things."""
        self._finding.add(tool)

    def is_finding(self, tool: str) -> bool:
        """Whether a tool has found anything so far: its errors are no accident of the way it is called."""
        return tool in self._finding

    def was_refused(self, tool: str, reply: Reply) -> None:
        """Remember what a tool said that created nothing."""
        self._refused.setdefault(tool, brief(text_of(reply), width=60))
        self._in_vain[tool] += 1

    def is_in_vain(self, family: Family) -> bool:
        """Whether nothing that is created can be asked for."""
        return self._in_vain[family.create.name] >= _MOST_IN_VAIN

    def is_known(self, defect: Defect) -> bool:
        """Whether a search was made for a defect."""
        return defect in self._searched

    def keep(self, defect: Defect, broken: Broken) -> None:
        """Keep the shorter of two sequences that fail alike."""
        before = self._found.get(defect)
        if before is None or _size(broken) < _size(before):
            self._found[defect] = broken

    def _why_nothing(self) -> str:
        if self._unnamed:
            return f"the reply of `{min(self._unnamed)}` does not say what the new thing is called"
        if self._created:
            return ""
        if self._refused:
            tool, said = next(iter(self._refused.items()))
            return f"nothing was created: give an example for `{tool}` that works ({said})"
        return "nothing was created: give an example for " + ", ".join(
            f"`{family.create.name}`" for family in self.families[:3]
        )


class _Search:
    """One search of hypothesis: it ends with the first new defect and the fewest steps that show it."""

    def __init__(self, play: Play, how: Creations, amounts: _Amounts, until: float) -> None:
        self.play, self.how = play, how
        self.target: Defect | None = None
        self.creation: Creation | None = None
        """What the thing that shows it was created with."""
        self._amounts, self._until = amounts, until
        self._shrunk = 0

    def conduct(self, number: int) -> None:
        """Play rounds until one shows a defect that none has shown, or so many were played."""
        if self.how.values is None:
            return
        play, family = self.play, self.how.family
        machine = seed(_number(play.server, family.create.name, play.seed, number))(
            _machine(self, self.how.values)
        )
        limits = settings(
            profile(play.mode, most=self._amounts.runs), stateful_step_count=self._amounts.steps
        )
        try:
            with without_local_constants() if play.mode is Mode.CI else nullcontext():
                run_state_machine_as_test(machine, settings=limits)
        except (_Settled, Exception):
            # What was broken is kept; what hypothesis says of a search that went wrong is its own business.
            return

    def shorten(self) -> None:
        """Try what should be enough: to create, to delete if that is it, and to look; with simpler names."""
        assert self.target is not None
        assert self.creation is not None
        for creation in self.how.simpler(self.creation):
            try:
                Round(self).essential(creation, self.target)
            except _BrokenError:
                return

    def begin(self) -> None:
        """Called before each round.

        Raises:
            _Settled: there were enough.
        """
        if self.target is not None:
            self._shrunk += 1
        is_late = self.play.clock() > self._until
        if self._shrunk > self._amounts.shrinks or is_late or self.play.is_in_vain(self.how.family):
            raise _Settled

    def broken(self, defect: Defect, broken: Broken, creation: Creation) -> None:
        """What a round has shown.

        Raises:
            _BrokenError: it is what is searched for.
        """
        if self.play.is_known(defect) or self.target not in (None, defect):
            return
        self.target, self.creation = defect, creation
        self.play.keep(defect, broken)
        raise _failure(defect[0])


class _Settled(_Enough):
    """The search has taken long enough."""


def _machine(search: _Search, values: st.SearchStrategy[Creation]) -> type[RuleBasedStateMachine]:
    """The state machine of one family."""
    family = search.how.family

    class Machine(RuleBasedStateMachine):
        things: "Bundle[_Thing]" = Bundle("things")

        def __init__(self) -> None:
            super().__init__()
            search.begin()
            self.round = Round(search)

        @precondition(lambda self: sum(map(self.round.is_open, self.round.things)) < _MOST_OPEN)
        @rule(target=things, creation=values)
        def create(self, creation: Creation) -> MultipleResults[_Thing] | _Thing:
            thing = self.round.create(creation)
            return multiple() if thing is None else thing

        @precondition(lambda self: bool(family.gets) and any(map(self.round.is_open, self.round.things)))
        @rule(thing=things, which=st.sampled_from(family.gets or (None,)))
        def get(self, thing: _Thing, which: Reader) -> None:
            self.round.get(thing, which)

        @precondition(lambda self: bool(family.lists) and self.round.has_news)
        @rule(which=st.sampled_from(family.lists or (None,)))
        def look_over(self, which: Reader) -> None:
            self.round.look_over(which)

        @precondition(lambda self: bool(family.searches) and any(one.is_gone for one in self.round.things))
        @rule(thing=things, which=st.sampled_from(family.searches or (None,)))
        def look_for(self, thing: _Thing, which: Reader) -> None:
            self.round.look_for(thing, which)

        @precondition(lambda self: bool(family.deletes) and any(one.is_there for one in self.round.things))
        @rule(thing=things, which=st.sampled_from(family.deletes or (None,)))
        def delete(self, thing: _Thing, which: Reader) -> None:
            self.round.delete(thing, which)

    return Machine


class Round:
    """One run of the state machine: the calls so far, and what became of each thing."""

    def __init__(self, search: _Search) -> None:
        self.things: list[_Thing] = []
        self._search, self._play, self._how = search, search.play, search.how
        self._family = search.how.family
        self.has_news = False
        """Whether anything was created or deleted since all things were asked for."""
        self._steps: list[Step] = []
        self._deleted_by: dict[int, str] = {}
        self._asked: set[tuple[int, bool, str]] = set()
        """What was asked for, in which state, of whom: the same again would show nothing new."""

    def is_open(self, thing: _Thing) -> bool:
        """Whether some tool has not been asked for a thing as it is now."""
        return thing.identity is not None and any(
            (id(thing), thing.is_gone, reader.tool.name) not in self._asked for reader in self._family.gets
        )

    # -- what is done

    def create(self, creation: Creation) -> _Thing | None:
        """Create a thing; None where the server refuses, or leaves open whether it did."""
        sign = self._play.sign()
        arguments = self._how.named(creation, sign)
        if arguments is None:
            return None
        reply = self._ask(self._family.create.name, arguments)
        if not worked(reply, _texts(arguments)):
            self._play.was_refused(self._family.create.name, reply)
            return None
        thing = _Thing(sign if self._how.name else None, None, arguments, creation)
        key = self._family.key
        named = told(reply, self._family.noun, key, _texts(arguments)) if key else None
        if self._family.given is not None:
            thing.given = thing.identity = got(arguments, self._family.given.path)
            if named is not None and named[1] and sign in str(named[0]).casefold():
                thing.identity = named[0]
            else:
                thing.identity = renamed(reply, sign, str(thing.given))
            thing.is_told = thing.identity != thing.given
        elif named is not None:
            thing.identity, thing.is_told = named[0], True
            if not named[1]:
                thing.identity = self._typed(named[0])
        is_seen = thing.identity is not None or any(reader.is_complete for reader in self._family.lists)
        self._play.was_created(self._family.create.name, is_named=is_seen)
        self.things.append(thing)
        self.has_news = True
        return thing

    def get(self, thing: _Thing, reader: Reader) -> None:
        """Ask for one thing; it is found if it was created, and not if it was deleted."""
        asked = id(thing), thing.is_gone, reader.tool.name
        if thing.identity is None or asked in self._asked:
            return
        self._asked.add(asked)
        reply = self._ask(reader.tool.name, self._arguments(reader, thing, thing.identity))
        if thing.is_there and not reply.succeeded and not is_unasked(reply):
            self._is_unusable(thing, reader)
        if thing.is_gone:
            self._expect_gone(thing, reader, reply, is_there=self._shows(thing, reader, reply))
        elif not thing.is_there:
            return
        elif self._is_missing(thing, reader, reply):
            expected = f"what {brief(thing.identity)} is"
            self._broken(Promise.CREATED_IS_FOUND, self._family.create.name, reader, thing, expected)
        elif reply.succeeded:
            thing.seen[reader.tool.name] = text_of(reply)
            self._play.has_found(reader.tool.name)
            self._play.kept[Promise.CREATED_IS_FOUND] += 1
            self._play.kept[Promise.ID_IS_USABLE] += thing.is_told

    def look_over(self, reader: Reader) -> None:
        """Ask for all things: those that were created are among them, and those that were deleted are not."""
        of, self.has_news = self.things[-1], False
        reply = self._ask(reader.tool.name, self._arguments(reader, of, None))
        if not reply.succeeded:
            return
        text = text_of(reply)
        for thing in self.things:
            if any(thing.arguments.get(name) != of.arguments.get(name) for name in reader.context):
                continue
            if thing.is_gone and thing.signs:
                self._expect_gone(
                    thing, reader, reply, is_there=any(mentions_as_there(text, sign) for sign in thing.signs)
                )
            elif thing.is_there and thing.signs and reader.is_complete and is_whole(reply, self._values()):
                if any(mentions(text, sign) for sign in thing.signs):
                    self._play.kept[Promise.CREATED_IS_FOUND] += 1
                    continue
                expected = f"{self._shown(thing)} among others"
                self._broken(Promise.CREATED_IS_FOUND, self._family.create.name, reader, thing, expected)

    def look_for(self, thing: _Thing, reader: Reader) -> None:
        """Search for a thing that was deleted. Who knows what a search finds otherwise."""
        asked = id(thing), thing.is_gone, reader.tool.name
        if not thing.is_gone or thing.sign is None or asked in self._asked:
            return
        self._asked.add(asked)
        reply = self._ask(reader.tool.name, self._arguments(reader, thing, thing.sign))
        is_there = (
            reply.succeeded
            and mentions_as_there(text_of(reply), thing.sign)
            and not is_absent(reply, thing.values)
            and not self._is_as_of_nothing(reply, thing, reader, thing.sign)
        )
        self._expect_gone(thing, reader, reply, is_there=is_there)

    def delete(self, thing: _Thing, reader: Reader) -> None:
        """Delete a thing; nothing is expected where the server does not say that it did, and at once."""
        if thing.identity is None or not thing.is_there:
            return
        reply = self._ask(reader.tool.name, self._arguments(reader, thing, thing.identity))
        said = f"{described(reader.tool)} {plain(text_of(reply), thing.values)}"
        thing.is_there = False
        thing.is_gone = worked(reply, thing.values) and not is_soft(said)
        self.has_news = True
        self._deleted_by[id(thing)] = reader.tool.name

    def essential(self, creation: Creation, defect: Defect) -> None:
        """The fewest steps that can show a defect.

        Raises:
            _BrokenError: they do.
        """
        promise, tool, by = defect
        thing, family = self.create(creation), self._family
        if thing is None:
            return
        if promise is Promise.DELETED_IS_GONE:
            self.delete(thing, next(one for one in family.deletes if one.tool.name == tool))
        for readers, look in (
            (family.gets, self.get),
            (family.searches, self.look_for),
        ):
            for reader in readers:
                if reader.tool.name == by:
                    look(thing, reader)
        for reader in family.lists:
            if reader.tool.name == by:
                self.look_over(reader)

    # -- what is expected

    def _is_missing(self, thing: _Thing, reader: Reader, reply: Reply) -> bool:
        """Whether a reply says that there is no such thing."""
        if not reply.succeeded:
            is_good = self._play.is_finding(reader.tool.name)
            return not is_unasked(reply) and (is_good or is_refused_as_absent(reply))
        if is_absent(reply, thing.values):
            return True
        if any(mentions(text_of(reply), sign) for sign in thing.signs):
            return False
        return is_empty(reply) and self._is_as_of_nothing(reply, thing, reader, thing.identity)

    def _shows(self, thing: _Thing, reader: Reader, reply: Reply) -> bool:
        """Whether a reply still shows a thing that was deleted."""
        if not reply.succeeded or is_absent(reply, thing.values):
            return False
        text, before = text_of(reply), thing.seen.get(reader.tool.name, "")
        words = plain(text, thing.values)
        if text != before and new_words_of_absence(words, plain(before, thing.values)):
            return False
        is_named = any(mentions(text, sign) for sign in thing.signs)
        is_as_before = text == before and mentions(text, thing.identity)
        return (is_named or is_as_before) and not self._is_as_of_nothing(reply, thing, reader, thing.identity)

    def _is_as_of_nothing(self, reply: Reply, thing: _Thing, reader: Reader, identity: JSON) -> bool:
        """Whether a tool says the same of something that never was."""
        if not isinstance(identity, str) or thing.sign is None or thing.sign not in identity.casefold():
            return is_empty(reply)
        never = self._play.sign()
        other = re.sub(thing.sign, never, identity, flags=re.IGNORECASE)
        arguments = self._arguments(reader, thing, other)
        said = self._play.ask(reader.tool.name, arguments)
        return plain(text_of(said), (other, never)) == plain(text_of(reply), (identity, thing.sign))

    def _expect_gone(self, thing: _Thing, reader: Reader, reply: Reply, *, is_there: bool) -> None:
        if not is_there:
            self._play.kept[Promise.DELETED_IS_GONE] += 1
            return
        by = self._deleted_by[id(thing)]
        self._broken(Promise.DELETED_IS_GONE, by, reader, thing, f"nothing of {self._shown(thing)}")

    def _is_unusable(self, thing: _Thing, reader: Reader) -> None:
        """Try an id that was told in other spellings: one that is taken shows what is wrong."""
        assert reader.slot is not None
        if not thing.is_told:
            return
        given = () if thing.given is None else (thing.given,)
        for other in (*given, *variants(thing.identity, reader.slot.schema)):
            reply = self._ask(reader.tool.name, self._arguments(reader, thing, other))
            if reply.succeeded and any(mentions(text_of(reply), sign) for sign in thing.signs):
                expected = f"the same for {brief(thing.identity)} as for {brief(other)}"
                self._broken(Promise.ID_IS_USABLE, self._family.create.name, reader, thing, expected)
                return
            self._steps.pop()

    def _broken(self, promise: Promise, tool: str, reader: Reader, thing: _Thing, expected: str) -> None:
        thing.is_there = thing.is_gone = False
        broken = Broken(promise, tuple(self._steps), tool, reader.tool.name, self._shown(thing), expected)
        self._search.broken((promise, tool, reader.tool.name), broken, thing.creation)

    # -- calls

    def _ask(self, tool: str, arguments: Arguments) -> Reply:
        reply = self._play.ask(tool, arguments)
        shown = brief(text_of(reply), width=_REPLY)
        self._steps.append(Step(tool, arguments, shown, is_error=not reply.succeeded))
        return reply

    def _arguments(self, reader: Reader, thing: _Thing, identity: JSON) -> Arguments:
        arguments = {name: thing.arguments[name] for name in reader.context if name in thing.arguments}
        if reader.slot is not None:
            put(arguments, reader.slot.path, identity)
        return arguments

    def _shown(self, thing: _Thing) -> str:
        return brief(thing.sign if thing.identity is None else thing.identity)

    def _typed(self, text: JSON) -> JSON:
        """An id that stood in a text, which says nothing of its type, as the tools ask for it."""
        readers = (*self._family.gets, *self._family.deletes)
        slot = next((reader.slot for reader in readers if reader.slot is not None), None)
        asked = slot.schema.get("type") if slot is not None and isinstance(slot.schema, dict) else None
        is_number = asked in ("integer", "number") and isinstance(text, str) and text.isdigit()
        return int(str(text)) if is_number else text

    def _values(self) -> tuple[JSON, ...]:
        return tuple(value for thing in self.things for value in thing.values)


def _texts(value: JSON) -> Iterator[JSON]:
    if isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _texts(below)
    elif isinstance(value, str | int):
        yield value


def _size(broken: Broken) -> tuple[int, int]:
    return len(broken.steps), sum(len(json.dumps(dict(step.arguments))) for step in broken.steps)


def _named(families: Sequence[Family]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for family in families:
        found[family.name] = tuple(dict.fromkeys((*found.get(family.name, ()), *family.tools)))
    return found


def _number(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256(json.dumps(parts).encode()).digest()[:8])


@cache
def _failure(promise: Promise) -> type[_BrokenError]:
    """The exception of one promise."""
    return type(promise.name, (_BrokenError,), {})
