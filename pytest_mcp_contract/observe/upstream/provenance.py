"""Replays with marked answers: which fields of an API's answers reach the model, and which break its text."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from pytest_mcp_contract.model import (
    JSON,
    Breakout,
    Ended,
    Exchange,
    Experiment,
    FieldReach,
    Provenance,
    Reaches,
    Replay,
    Unchecked,
)
from pytest_mcp_contract.observe.upstream.bench import Bench
from pytest_mcp_contract.observe.upstream.breakout import Page, hostile, is_free_text, is_one_line
from pytest_mcp_contract.observe.upstream.field_cost import cost
from pytest_mcp_contract.observe.upstream.keys import key_for
from pytest_mcp_contract.observe.upstream.marked_fields import (
    Answer,
    Field,
    Place,
    Sheet,
    Values,
    is_sent,
    marker_of,
    name_of,
)
from pytest_mcp_contract.observe.upstream.markers import Kind
from pytest_mcp_contract.observe.upstream.match import Deck
from pytest_mcp_contract.observe.upstream.responses import load_schema

MOST_CALLS = 9
"""Marked calls of one cassette: one, and eight more where it fails or leaves a doubt."""
MOST_HOSTILE = 8
MOST_HANGS = 3
"""Calls of one cassette that may take all of their time."""


def conduct(bench: Bench, replays: list[Replay]) -> Iterator[Replay]:
    """Each replay with the reach of the fields of its answers."""
    with bench.opened():
        tried = [_tried(bench, played) for played in replays]
    shows = bench.entry.tool(bench.tool.name).shows
    shown = [place for place in shows if any(_is_shown(one, place) for one in tried)]
    for one in tried:
        assert one.provenance is not None, "it was tried"
        elsewhere = tuple(place for place in shown if not _is_shown(one, place))
        yield replace(one, provenance=replace(one.provenance, elsewhere=elsewhere))


def _tried(bench: Bench, played: Replay) -> Replay:
    why = _unfit(played)
    if why:
        return replace(played, provenance=Provenance(unmarked=why))
    trial = _Trial(bench, played)
    tried = replace(played, provenance=trial.provenance())
    return tried.without(Experiment.PROVENANCE, trial.lost)


def _is_shown(tried: Replay, place: str) -> bool:
    """Whether anything at a place of an answer reaches the model."""
    fields = tried.provenance.fields if tried.provenance else ()
    return any(field.reaches is Reaches.YES and field.is_at(place) for field in fields)


def _unfit(played: Replay) -> str:
    """Why a cassette cannot show what reaches the model; "" where it can."""
    reply = played.call.reply if played.call else None
    if reply is None or not reply.succeeded or played.rendering is None:
        return "only a call that succeeds shows which fields reach the model"
    if played.misses:
        return "the cassette does not answer every request of the call"
    if not any(played.exchanges[index].response.answers_in_json for index in played.played):
        return "the call got no answer in JSON"
    return ""


class _Trial:
    """One cassette, called with other values in its answers."""

    def __init__(self, bench: Bench, played: Replay) -> None:
        self._bench = bench
        self._played = played
        self._recorded = played.rendering or ""
        self._sheet = Sheet(list(_answers(bench, played)), played.exchanges, self._recorded)
        self._calls = 0
        self._hostile_calls = 0
        self._hangs = 0
        self.lost = ""
        """Why the server could not be called."""
        self._reach: dict[str, Reaches] = {}
        self._text_of: dict[str, str] = {}
        """Field -> the text of the call that it was marked in."""

    def provenance(self) -> Provenance:
        """What marked and hostile calls show."""
        candidates = self._sheet.accepted(self._sheet.marked)
        if not candidates:
            return Provenance(
                tuple(map(self._row, self._sheet.fields)), unmarked="no field can carry a marker"
            )
        self._mark(candidates)
        self._resolve_doubts(candidates)
        broken = tuple(self._break_out(candidates))
        rows = tuple(self._row(one) for one in self._sheet.fields)
        return Provenance(
            rows,
            calls=self._calls,
            hostile_calls=self._hostile_calls,
            broken=broken,
            unmarked=self.lost,
        )

    # -- marked calls

    @property
    def _may_call(self) -> bool:
        return self._calls < MOST_CALLS and self._hangs < MOST_HANGS and not self.lost

    def _mark(self, candidates: list[Field]) -> None:
        """Mark all fields at once; where that fails, the halves, and theirs."""
        waiting = deque([candidates])
        while waiting and self._may_call:
            some = waiting.popleft()
            text = self._marked(some)
            if text is not None:
                self._tell(some, text)
            elif len(some) > 1:
                middle = len(some) // 2
                waiting += (some[:middle], some[middle:])

    def _tell(self, fields: list[Field], text: str) -> None:
        for one in fields:
            name = name_of(one)
            if any(place.marker.found(text) for place in one.places):
                self._reach[name] = Reaches.YES
                self._text_of[name] = text
            elif self._reach.get(name) is not Reaches.YES:
                self._text_of[name] = text
                self._reach[name] = Reaches.NOT_MARKABLE if one.is_opaque else Reaches.NO

    def _resolve_doubts(self, candidates: list[Field]) -> None:
        """Mark those fields anew whose recorded value is gone from the text although no marker came instead.

        One marker may have kept another from the text: an id by which two answers are joined, a state that
        the renderer branches on. What the registry promises is an error where it is missing, and is tried
        once more in any case.
        """
        absent = [one for one in candidates if self._reach.get(name_of(one)) is Reaches.NO]
        promised = [one for those in self._missing(candidates) for one in those]
        explained = self._values_that_reach(candidates)
        doubtful = [one for one in absent if one in promised or self._is_gone(one, explained)]
        if doubtful and len(doubtful) < len(candidates) and self._may_call:
            text = self._marked(doubtful)
            if text is not None:
                self._tell(doubtful, text)
        explained = self._values_that_reach(candidates)
        for one in doubtful:
            is_absent = self._reach[name_of(one)] is Reaches.NO and one not in promised
            if is_absent and self._is_gone(one, explained):
                self._reach[name_of(one)] = Reaches.NOT_MARKABLE  # a total that is told up to 10,000 only
        for those in self._missing(candidates):
            self._change(those)

    def _missing(self, candidates: list[Field]) -> Iterator[list[Field]]:
        """For each promised place of which nothing reaches the model: the fields that do not."""
        for place in self._bench.entry.tool(self._bench.tool.name).shows:
            those = [one for one in candidates if _row_of(one).is_at(place)]
            said = {self._reach.get(name_of(one)) for one in those}
            if Reaches.NO in said and Reaches.YES not in said:
                yield [one for one in those if self._reach.get(name_of(one)) is Reaches.NO]

    def _change(self, those: list[Field]) -> None:
        """Change promised fields alone: in some form they reach the model if the text is another one.

        Of an answer that is marked in parts that says nothing, nor does a call that fails.
        """
        is_whole = all(
            len(one.places) == sum(value not in (None, "") for value in one.recorded) for one in those
        )
        text = self._marked(those, _smaller) if is_whole and self._may_call else None
        for one in those:
            if text is None:
                self._reach[name_of(one)] = Reaches.NOT_MARKABLE
            elif text != self._recorded:
                self._reach[name_of(one)] = Reaches.YES

    def _values_that_reach(self, candidates: list[Field]) -> str:
        shown = (one for one in candidates if self._reach.get(name_of(one)) is Reaches.YES)
        return "\n".join(str(value) for one in shown for value in one.recorded)

    def _is_gone(self, one: Field, explained: str) -> bool:
        """Whether a value of it has left the text, and was not there as a part of another value."""
        texts = [" ".join(str(place.recorded).split())[:60].lower() for place in one.places]
        kept = self._text_of[name_of(one)]
        return any(
            len(text) > 1
            and is_sent(text, _line(self._recorded))
            and not is_sent(text, _line(kept))
            and not is_sent(text, _line(explained))
            for text in texts
        )

    def _marked(self, fields: list[Field], values: Values = marker_of) -> str | None:
        self._calls += 1
        return self._play(fields, values)

    def _play(self, fields: list[Field], values: Values) -> str | None:
        """The text of a call with other values; None where it fails or asks for something else."""
        deck = Deck(self._sheet.exchanges(fields, values), self._bench.entry.match_on)
        done = self._bench.play(deck, self._played.header.arguments)
        if isinstance(done, Unchecked):
            self.lost = done.reason
            return None
        self._hangs += done.ended is Ended.HANG
        is_sound = done.reply is not None and done.reply.succeeded and not done.crash
        is_same = not done.misses and deck.played == self._played.played
        return done.rendering if is_sound and is_same else None

    # -- hostile calls

    def _break_out(self, candidates: list[Field]) -> Iterator[Breakout]:
        """Fields whose content changes the structure of the text, each told by the word it was given."""
        words = self._sheet.words(self._inline(candidates))
        rows_are_even = not any(
            Page(text).has_ragged_rows for text in {self._text_of[name] for name in words}
        )

        def value(one: Field, place: Place) -> JSON:
            return hostile(words[name_of(one)])

        fields = self._sheet.accepted([one for one in candidates if name_of(one) in words], value)
        waiting = deque([fields] if fields else [])
        while waiting and self._hostile_calls < MOST_HOSTILE and not self.lost and self._hangs < MOST_HANGS:
            some = waiting.popleft()
            self._hostile_calls += 1
            text = self._play(some, value)
            if text is None:
                middle = len(some) // 2
                waiting += (some[:middle], some[middle:]) if middle else ()
                continue
            tried = {name_of(one): words[name_of(one)] for one in some}
            became = Page(text).broken_by(tried, rows_are_even=rows_are_even)
            for one in some:
                if name_of(one) in became:
                    content = hostile(words[name_of(one)])
                    yield Breakout(one.key, one.pointer, content, became[name_of(one)])
            rest = [one for one in some if name_of(one) not in became]
            if became and rest:
                waiting.append(rest)  # what one has broken may hide what another breaks

    def _inline(self, candidates: list[Field]) -> list[Field]:
        """Fields of one line of free text that stand within lines of the text."""
        pages: dict[str, Page] = {}
        found = []
        for one in candidates:
            text = self._text_of.get(name_of(one), "")
            if self._reach.get(name_of(one)) is not Reaches.YES or one.kind not in (Kind.PROSE, Kind.WORD):
                continue
            if not is_free_text(one.name, one.recorded) or not all(map(is_one_line, one.recorded)):
                continue
            page = pages.setdefault(text, Page(text))
            if all(page.is_inline(place.marker.pattern) for place in one.places if place.marker.found(text)):
                found.append(one)
        return found

    # -- the table

    def _row(self, one: Field) -> FieldReach:
        name = name_of(one)
        reaches = self._reach.get(name, Reaches.NOT_MARKABLE)
        row = replace(_row_of(one), reaches=reaches)
        if reaches is not Reaches.YES:
            return row
        text = self._text_of.get(name, "")
        found = next(
            (match for match in (place.marker.verbatim(text) for place in one.places) if match), None
        )
        beside = text[: found.start()].rpartition("\n")[2][-80:] if found else ""
        return replace(
            row, verbatim=found is not None, beside=beside, tokens=cost(one.recorded, self._recorded)
        )


def _smaller(one: Field, place: Place) -> JSON:
    """Another value; of a number about half of it: a large one may be told as `10,000 or more`."""
    value = place.recorded
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value // 2 if value > 1 else value + 1
    return marker_of(one, place)


@lru_cache(maxsize=16)
def _line(text: str) -> str:
    return " ".join(text.split()).lower()


def _row_of(one: Field) -> FieldReach:
    request = one.first.request
    value = one.value if isinstance(one.value, str) else _spelled(one.value)
    return FieldReach(
        one.key, one.pointer, Reaches.NOT_MARKABLE, value=value, host=request.host, path=request.path
    )


def _spelled(value: JSON) -> str:
    names: Mapping[object, str] = {None: "null", True: "true", False: "false"}
    return names[value] if value is None or isinstance(value, bool) else str(value)


def _answers(bench: Bench, played: Replay) -> Iterator[Answer]:
    """The answers that the call got in JSON, each with the schema that is declared for it."""
    declared = bench.entry.responses_for(bench.tool.name)
    for index in sorted(played.played):
        exchange = played.exchanges[index]
        if not exchange.response.answers_in_json:
            continue
        key = key_for(exchange, declared)
        if key is None:
            yield Answer(index, f"{exchange.request.method} {exchange.request.path}", exchange)
        else:
            yield _judged(Answer(index, key, exchange), bench, played, exchange)


def _judged(answer: Answer, bench: Bench, played: Replay, exchange: Exchange) -> Answer:
    """The answer with its declared schema, where that can be used and takes what was recorded."""
    verdict = next((one for one in played.schemas if one.exchange is exchange), None)
    if verdict is None or verdict.unusable or verdict.errors:
        return answer
    schema = load_schema(verdict.schema, bench.folder)

    def accepts(body: bytes) -> bool:
        try:
            return not schema.errors(body)
        except Exception:  # a validator of the user's that raises takes nothing
            return False

    try:
        said = schema.json_schema()
    except Exception:  # some types that validate have no JSON Schema
        said = None
    return replace(answer, schema=said, accepts=accepts)
