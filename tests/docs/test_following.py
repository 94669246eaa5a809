"""Every page is followed from its first block to its last, and says what then comes out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.docs.following import followed
from tests.docs.pages import SHELL, Block, Command, blocks, pages
from tests.docs.shell import Outcome, fits, shell, walk
from tests.docs.stages import STAGES
from tests.docs.unrun import is_run

Outcomes = Mapping[str, Sequence[Outcome]]
COMMANDS = {
    page: [
        command.words
        for block in blocks(page)
        if block.language in SHELL
        for command in block.commands()
        if is_run(block, command)
    ]
    for page in pages()
}
PAGES = [page for page, commands in COMMANDS.items() if commands]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What came of all commands, page by page: one warm interpreter runs them."""
    found = defaultdict(list)
    for outcome in followed(PAGES, tmp_path_factory.mktemp("pages")):
        found[outcome.block.page].append(outcome)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_comes_out(outcomes: Outcomes, page: str) -> None:
    """Provenance: ours. `make screenshots` writes what comes out now, for a person to read over."""
    wrong = [str(outcome) for outcome in outcomes[page] if not outcome.is_as_shown]

    assert wrong == [], "\n".join(wrong)
    assert [outcome.command.words for outcome in outcomes[page]] == COMMANDS[page]


def test_what_is_prepared_is_for_a_page_that_runs_something() -> None:
    """Provenance: ours."""
    assert STAGES.keys() <= set(PAGES)
    assert sum(map(len, COMMANDS.values())) > 30


@pytest.mark.parametrize(
    ("shown", "is_fitting"),
    [
        (["one", "two", "three"], True),
        (["one", "...", "three"], True),
        (["...", "two", "..."], True),
        (["...", "three"], True),
        (["one", "..."], True),
        (["one", "two"], False),
        (["two", "three"], False),
        (["...", "two"], False),
        (["...", "three", "...", "two", "..."], False),
        (["...", "one", "three", "..."], False),
        ([], False),
    ],
)
def test_a_cut_stands_for_lines_and_for_nothing_else(shown: list[str], is_fitting: bool) -> None:
    """Provenance: ours. A comparison that took anything would hold every page right."""
    assert fits(shown, ["one", "two", "three"]) == is_fitting


def test_times_vary_and_failures_do_not() -> None:
    """Provenance: ours."""
    assert fits(["=== 1 failed, 7 passed in 0.12s ==="], ["====== 1 failed, 91 passed in 14.55s ======"])
    assert not fits(["=== 1 failed, 7 passed in 0.12s ==="], ["=== 2 failed, 7 passed in 0.12s ==="])
    assert not fits(["=== 7 passed in 0.12s ==="], ["=== 1 failed, 7 passed in 0.12s ==="])


def test_a_command_that_fails_is_seen_and_its_twin_left_alone(tmp_path: Path) -> None:
    """Provenance: ours."""
    text = "$ echo it is\nit is\n$ echo it is not\nit is\n$ false\n$ true\n"
    bare = Block("page.md", 1, "console", "false\ntrue\n")

    done = walk([Block("page.md", 1, "console", text), bare], shell(tmp_path / "here"), is_run=_always)

    assert [outcome.is_as_shown for outcome in done] == [True, False, True, True, False, True]


def _always(_block: Block, _command: Command) -> bool:
    return True
