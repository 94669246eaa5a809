"""How much is tried in one run: `ci`, `local` and `deep`, each with every setting of hypothesis stated.

What is left out is taken from the profile that the user's own tests have chosen, so nothing is.
"""

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.database import ExampleDatabase


class Mode(StrEnum):
    """The modes of `--mcp-fuzz`."""

    CI = "ci"
    """The same calls at each run."""
    LOCAL = "local"
    """More calls, others at each run; failing ones are kept for the next."""
    DEEP = "deep"
    """As many calls as the time allows."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many calls of one tool are made."""

    boundary: int
    invalid: int
    random: int
    shrinks: int
    """Calls in search of a smaller one that fails alike, for each defect."""


AMOUNTS = {
    Mode.CI: Amounts(boundary=100, invalid=100, random=25, shrinks=200),
    Mode.LOCAL: Amounts(boundary=200, invalid=200, random=100, shrinks=500),
    Mode.DEEP: Amounts(boundary=200, invalid=200, random=1_000, shrinks=2_000),
}


def profile(mode: Mode, *, most: int, database: ExampleDatabase | None = None) -> settings:
    """The settings of one search; every field is set.

    With several bugs at a time hypothesis goes on drawing after the first: one search finds one bug instead,
    and is made again for the next, so that what comes after a failure is known to be shrinking.
    """
    is_repeatable = mode is Mode.CI
    return settings(
        max_examples=most,
        derandomize=is_repeatable,
        database=None if is_repeatable else database,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink)
        if is_repeatable
        else (Phase.reuse, Phase.generate, Phase.shrink),
        stateful_step_count=20,
        report_multiple_bugs=False,
        suppress_health_check=tuple(HealthCheck),
        deadline=None,
        print_blob=False,
        backend="hypothesis",
    )
