"""A run cut into parts for the machines of a CI: every item of the contract is in exactly one of them."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.whole_file import write_whole

FORMAT = 1
Scope = tuple[str, str]
"""A server, and the node id of itself or of one of its tools."""
_LEAST = 0.001
"""Seconds that anything takes."""
_WORDS = re.compile(r"(\d{1,4})/(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of a run."""

    number: int
    """From 1."""
    of: int

    def part(self, items: Mapping[Scope, int], seconds: Mapping[str, float]) -> set[Scope]:
        """The scopes that are this part's.

        `items` has how many there are of each, `seconds` what they took once, as far as that is known. A
        server is kept together, so that one part starts it, unless it is more than a fair share of the whole.

        Raises:
            ConfigError: there are fewer scopes than parts.
        """
        weights = weighed(items, seconds)
        if self.of > len(weights):
            raise ConfigError(
                at=f"--mcp-shard={self.number}/{self.of}",
                what=f"some parts would be empty: there are {len(weights)} servers and tools to share out",
                fix=f"write a second number of {len(weights)} or less",
            )
        units = self._units(weights)
        loads = [0.0] * self.of
        mine: set[Scope] = set()
        heavy_first = sorted(units, key=lambda unit: (-sum(weights[key] for key in units[unit]), unit))
        for unit in heavy_first:
            lightest = loads.index(min(loads))
            loads[lightest] += sum(weights[key] for key in units[unit])
            mine |= set(units[unit]) if lightest == self.number - 1 else set()
        return mine

    def _units(self, weights: Mapping[Scope, float]) -> Mapping[Scope, list[Scope]]:
        """What stays together: servers, but for the heaviest ones."""
        by_server: defaultdict[str, list[Scope]] = defaultdict(list)
        for scope in weights:
            by_server[scope[0]].append(scope)
        total = {server: sum(weights[scope] for scope in scopes) for server, scopes in by_server.items()}
        fair = sum(weights.values()) / self.of
        units: dict[Scope, list[Scope]] = {(server, ""): scopes for server, scopes in by_server.items()}
        for server in sorted(by_server, key=lambda server: (-total[server], server)):
            if total[server] > fair or len(units) < self.of:
                units |= {scope: [scope] for scope in units.pop((server, ""))}
        return units


@dataclass(frozen=True, slots=True)
class Durations:
    """What is asked of parts of a run, and of what they are shared out by."""

    file: Path
    known: Mapping[str, float]
    """Seconds by scope."""
    shard: Shard | None
    stores: bool

    @property
    def note(self) -> str:
        """Which part this is, and by what the parts were made."""
        assert self.shard is not None
        by = f"seconds in {self.file.name}" if self.known else "number of checks"
        return f"shard {self.shard.number} of {self.shard.of}, shared out by {by}"


def weighed(items: Mapping[Scope, int], seconds: Mapping[str, float]) -> dict[Scope, float]:
    """Seconds of each scope; one that is not known counts as many items of those that are."""
    known = {key: max(_LEAST, seconds[key[1]]) for key in items if key[1] in seconds}
    counted = sum(items[key] for key in known)
    each = sum(known.values()) / counted if counted else 1.0
    return {key: known.get(key, each * number) for key, number in sorted(items.items())}


def shard_of(words: str) -> Shard:
    """The part that `2/5` names.

    Raises:
        ConfigError: it names none.
    """
    found = _WORDS.fullmatch(words)
    number, of = map(int, found.groups()) if found else (0, 0)
    if not 1 <= number <= of:
        raise ConfigError(
            at=f"--mcp-shard={words}", what="is no part of a run", fix="write the second of five as `2/5`"
        )
    return Shard(number, of)


def read_durations(path: Path) -> dict[str, float]:
    """Seconds by scope, as `write_durations` left them; none where the file is not there.

    Raises:
        ConfigError: it cannot be read, so the parts of several machines might not add up.
    """
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']!r}, not {FORMAT}")
        return {str(scope): max(0.0, float(took)) for scope, took in data["seconds"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ConfigError(
            at=str(path),
            what=f"cannot be read: {error}",
            fix="write it anew with `pytest --mcp-contract --mcp-store-durations`",
        ) from error


def write_durations(path: Path, seconds: Mapping[str, float], *, is_full: bool) -> None:
    """Keep what scopes took; beside those of other scopes, unless this run had everything.

    Raises:
        ConfigError: the file that is there cannot be read.
        OSError: it cannot be written.
    """
    kept = {} if is_full else read_durations(path)
    merged = {**kept, **{scope: round(took, 3) for scope, took in seconds.items()}}
    text = json.dumps({"format": FORMAT, "seconds": dict(sorted(merged.items()))}, indent=2)
    write_whole(path, f"{text}\n".encode())
