"""What happened when a cassette was played through its tool."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from pytest_mcp_contract.model.call import Call, Unchecked
from pytest_mcp_contract.model.exchange import (
    CassetteHeader,
    Exchange,
    Miss,
    Refusal,
    Request,
    SchemaVerdict,
)
from pytest_mcp_contract.model.fault import FaultRun
from pytest_mcp_contract.model.json import JSONObject
from pytest_mcp_contract.model.provenance import Provenance
from pytest_mcp_contract.model.vendor import VendorVerdict


class Experiment(StrEnum):
    """What is tried with a cassette beside playing it as it is; a check names what it needs."""

    FAULTS = "faults"
    """Replays with one fault each."""
    PROVENANCE = "provenance"
    """Replays with marked fields."""
    REPEATS = "repeats"
    """The same once more, in this process and in another one."""
    TOKENS = "tokens"
    """Tokens of what the API sent and of what the model gets."""
    VENDOR = "vendor"
    """The vendor's description of its API."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the registry and the tool itself say that bears on its traffic."""

    stake: str | None = None
    hints: Mapping[str, bool] = field(default_factory=dict)
    """Annotation hints that the server states."""
    parameters: tuple[str, ...] = ()
    """Names of the tool's arguments."""
    taken: tuple[str, ...] = ()
    """Names of the arguments of all tools of the server."""
    max_tokens: int = 4000
    """How much of a model's context one reply may take."""
    shows: tuple[str, ...] = ()
    """Response fields that the registry promises to the model."""
    noise: tuple[str, ...] | None = None
    """Names of fields that are noise to a model; None: the usual ones."""
    sends_changes: bool = False
    """Whether any cassette of the tool asks for something that changes the vendor's data."""
    cassettes: int = 1
    """How many cassettes of the tool were played."""
    shown_by: str = ""
    """File name of the first cassette whose call asked the API for something and succeeded: it speaks for the
    tool where a finding is about all of them. Empty where some of what the tool does was not seen."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same cassette once more, under other circumstances."""

    circumstances: str
    """`the same circumstances`, `another time zone`, `another locale`, `another process and hash seed`."""
    rendering: str | None


@dataclass(frozen=True, slots=True)
class Replay:
    """One cassette played through its tool."""

    header: CassetteHeader
    path: Path
    exchanges: tuple[Exchange, ...] = ()
    call: Call | None = None
    played: frozenset[int] = frozenset()
    """Indexes of the exchanges that were asked for."""
    misses: tuple[Miss, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """What the shelter refused while the call ran."""
    schemas: tuple[SchemaVerdict, ...] = ()
    rendering: str | None = None
    """What reaches the model (without the closing newline of the golden); None where no reply came."""
    golden: str | None = None
    rendering_redacted: str | None = None
    """The rendering as a golden has it: without the secrets of this environment; None where it holds none."""
    declares_output: bool = False
    """Whether the tool declares an output schema."""
    changing: tuple[Request, ...] = ()
    """Requests that were asked for and change something: neither reads by method, nor declared as safe."""
    never_asks: bool = False
    """Whether the tool has the weakest stake, so that nobody is asked before it runs."""
    example: tuple[JSONObject, str] | None = None
    """Arguments and expectation of the example of that name; None where the registry has none."""
    days_old: int | None = None
    """Days since the recording; None where the cassette states no day."""
    most_days: int = 180
    """How old the registry lets a cassette become."""
    responses_declared: Mapping[str, str] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    raw_tokens: int | None = None
    """Tokens of the JSON bodies that the API answered with; None where they were not counted."""
    tokens: int | None = None
    """Tokens of the rendering; None where they were not counted."""
    faults: tuple[FaultRun, ...] | None = None
    """Replays with one fault each; None where none were made."""
    provenance: Provenance | None = None
    repeats: tuple[Repeat, ...] | None = None
    vendor: tuple[VendorVerdict, ...] | Unchecked | None = None
    """What the vendor's description of its API says of the exchanges, or why it says nothing."""
    untried: Mapping[Experiment, str] = field(default_factory=dict)
    """Why an experiment that a check asked for was not made, and the way out."""

    def why_not(self, experiment: Experiment) -> str:
        """Why an experiment was not made; "" where it was."""
        return self.untried.get(experiment, "")

    def without(self, experiment: Experiment, why: str) -> "Replay":
        """The replay, with why an experiment was not made; as it is where `why` is ""."""
        return replace(self, untried={**self.untried, experiment: why}) if why else self
