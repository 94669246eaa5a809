"""What the checks of a registry share: ids, names, the verbs of tools."""

from itertools import islice
from typing import Any

import pytest

from pytest_mcp_contract.checks.registry._ids import free_ids
from pytest_mcp_contract.checks.registry._names import names_of, namesake, spelled_alike
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.checks.registry._verbs import only_reads, ranked_stakes, verb
from pytest_mcp_contract.model import Entry, Registry, Served, ServerInfo, Surface


@pytest.mark.parametrize(
    ("ids", "retired", "free"),
    [([], [], [1, 2]), ([3, 1, None], [], [4, 5]), ([1], [7], [8, 9]), ([-5], [], [1, 2])],
)
def test_free_ids_are_above_all_that_were_ever_used(
    ids: list[int | None], retired: list[int], free: list[int]
) -> None:
    """Provenance: ours. A gap may be an id that somebody forgot to retire."""
    registry = Registry(
        servers={f"s{number}": row(f"s{number}", id=id) for number, id in enumerate(ids)},
        retired_ids=dict.fromkeys(retired, "gone"),
    )

    assert list(islice(free_ids(registry), 2)) == free


def test_a_row_has_its_key_and_the_name_that_is_shown() -> None:
    """Provenance: ours."""
    assert names_of(row("a", server_info=ServerInfo(name="A"))) == ["a", "A"]
    assert names_of(row("a", server_info=ServerInfo(name=""))) == ["a"]
    assert names_of(row("a", server_info=None)) == ["a"]
    assert spelled_alike("Google-Drive 2_x") == "googledrive2x"


def found(wire: str | None, one: dict[str, Any], *others: Entry) -> str | None:
    """The row that the server of the row `one` carries the name of."""
    entry = Entry(name="one", **one)
    registry = Registry(servers={each.name: each for each in (entry, *others)})
    other = namesake(Served(Surface("one", server_name=wire), entry, registry))
    return other.name if other else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"url": "https://a.example/x"}, {"url": "https://a.example/y"}),
        ({"url": "https://a.example/x?k=1"}, {"url": "https://b.example/x?k=2"}),
        ({"python": "a:b", "env": {"K": "1"}}, {"python": "a:c", "env": {"K": "2"}}),
        ({"command": ["a-mcp", "--x"]}, {"command": ["b-mcp", "--y"]}),
        ({"command": ["npx", "pkg-a", "x"]}, {"command": ["npx", "pkg-b", "x"]}),
        (
            {"command": ["docker", "run", "--rm", "image-a"]},
            {"command": ["docker", "run", "--rm", "image-b"]},
        ),
        ({"command": ["npx.cmd", "pkg-a"]}, {"command": ["npx.cmd", "pkg-b"]}),
        ({}, {}),
    ],
    ids=["path", "host", "object", "program", "package", "image", "runner of Windows", "nothing is stated"],
)
def test_another_server_under_the_name_of_a_neighbour_is_its_namesake(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Provenance: ours."""
    assert found("Other", one, Entry(name="other", **other)) == "other"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"command": ["npx", "-y", "pkg", "a"]}, {"command": ["npx", "--yes", "pkg", "b"]}),
        ({"command": ["uvx", "pkg"], "env": {"K": "1"}}, {"command": ["uvx", "pkg"]}),
        ({"command": ["npx"], "env": {"K": "1"}}, {"command": ["uvx"]}),
        ({"command": ["npx", "-y"]}, {"command": ["npx", "--yes", "run"]}),
        ({"url": "https://a.example", "headers": {"K": "1"}}, {"url": "https://a.example"}),
        ({"python": "a:b", "workdir": "x"}, {"python": "a:b", "workdir": "y"}),
        ({"python": "a:b", "upstream": {"A": "https://a.example"}}, {"python": "a:b"}),
    ],
    ids=["arguments", "environment", "runners alone", "flags alone", "headers", "folder", "base address"],
)
def test_a_row_that_starts_the_same_with_other_settings_is_none(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Provenance: ours. A server has one name, however often it is offered."""
    assert found("other", one, Entry(name="other", **other)) is None


@pytest.mark.parametrize("wire", [None, "", "--", "one", "ONE", "o_n_e", "third"])
def test_a_name_that_is_its_own_or_nobodys_has_no_namesake(wire: str | None) -> None:
    """Provenance: ours."""
    assert found(wire, {"python": "a:b"}, Entry(name="other", python="c:d")) is None


def test_a_server_without_a_row_has_no_namesake() -> None:
    """Provenance: ours."""
    registry = Registry(servers={"other": Entry(name="other")})

    assert namesake(Served(Surface("one", server_name="other"), None, registry)) is None


def test_the_namesake_is_found_behind_rows_of_other_names() -> None:
    """Provenance: ours."""
    others = [Entry(name=name, python=f"x:{name}") for name in ("aa", "bb", "cc")]

    assert found("bb", {"python": "a:b"}, *others) == "bb"


@pytest.mark.parametrize(
    ("tool", "server", "said"),
    [
        ("get", "", "get"),
        ("set", "", ""),
        ("set_page", "", "set"),
        ("record", "", ""),
        ("record_sale", "", "record"),
        ("page_get", "", ""),
        ("wiki_get", "wiki", "get"),
        ("wiki_get", "notes", ""),
        ("wiki", "wiki", ""),
        ("get_list_items", "get", "get"),
        ("acme_wiki_delete_page", "acme_wiki", "delete"),
        ("acme_delete_page", "acme_wiki", ""),
    ],
)
def test_the_verb_stands_first_or_behind_the_name_of_the_server(tool: str, server: str, said: str) -> None:
    """Provenance: ours."""
    assert verb(tool, server) == said


@pytest.mark.parametrize(
    ("tool", "reads"),
    [
        ("get_page", True),
        ("save_page", False),
        ("page", False),
        ("check_in", False),
        ("check_out", False),
        ("check_inbox", True),
        ("search_and_browse", False),
        ("get_page_and_delete", False),
        ("get_terms_or_conditions", True),
        ("list_and", False),
        ("list_pages_and", True),
    ],
)
def test_a_name_that_joins_verbs_says_more_than_that_it_reads(tool: str, reads: bool) -> None:
    """Provenance: ours."""
    assert only_reads(tool) is reads


def test_stakes_have_the_rank_of_the_registrys_own_list() -> None:
    """Provenance: ours."""
    servers = {
        "a": row("a", tools_stakes={"x": "high", "y": "some", "z": "never_ask"}),
        "b": row("b"),
        "c": row("c", tools_stakes={"x": "low"}),
    }

    assert list(ranked_stakes(Registry(servers=servers))) == [
        ("a", "x", "high", 2),
        ("a", "z", "never_ask", 0),
        ("c", "x", "low", 1),
    ]
    assert list(ranked_stakes(Registry(servers=servers, stakes=["low", "some"]))) == [
        ("a", "y", "some", 1),
        ("c", "x", "low", 0),
    ]
    assert list(ranked_stakes(Registry(servers=servers, stakes=["low"]))) == []
    assert list(ranked_stakes(Registry(servers=servers, dropped=frozenset({"stakes"})))) == []
