"""The lines of a Python registry, read from its source."""

from pathlib import Path
from textwrap import dedent

from pytest_mcp_contract.discover.literals import Literals, Repeated, literals


def found(source: str, name: str = "REGISTRY") -> Literals:
    return literals(dedent(source).lstrip("\n"), name)


def test_keys_of_nested_dicts_have_their_lines() -> None:
    """Provenance: ours."""
    shown = found(
        """
        REGISTRY: dict = {
            "format": 1,
            "servers": {
                "a": {
                    "id": 1,
                    "tools_stakes": {"get": "low",
                                     "add": "high"},
                },
            },
            "waivers": [
                {"code": "X"},
                {"code": "Y"},
            ],
        }
        """
    )

    assert shown.lines == {
        "format": 2,
        "servers": 3,
        "servers.a": 4,
        "servers.a.id": 5,
        "servers.a.tools_stakes": 6,
        "servers.a.tools_stakes.get": 6,
        "servers.a.tools_stakes.add": 7,
        "waivers": 10,
        "waivers.0": 11,
        "waivers.0.code": 11,
        "waivers.1": 12,
        "waivers.1.code": 12,
    }
    assert (shown.first_line, shown.repeated) == (1, [])


def test_names_lead_to_other_assignments() -> None:
    """Provenance: ours."""
    shown = found(
        """
        NAME = "a"
        INFO = {"icon": "X"}
        ROW = {
            "server_info": INFO,
        }
        MORE = {"b": {"id": 2}}
        REGISTRY = {
            "servers": {NAME: ROW, **MORE} | {"c": {}},
        }
        """
    )

    assert shown.lines == {
        "servers": 8,
        "servers.a": 8,
        "servers.a.server_info": 4,
        "servers.a.server_info.icon": 2,
        "servers.b": 6,
        "servers.b.id": 6,
        "servers.c": 8,
    }
    assert shown.first_line == 7


def test_calls_with_keywords_are_read_like_dicts() -> None:
    """Provenance: ours."""
    shown = found(
        """
        REGISTRY = Registry(
            servers=MappingProxyType({
                "a": Entry(
                    id=1,
                    **dict(url="x"),
                ),
            }),
        )
        """
    )

    assert shown.lines == {"servers": 2, "servers.a": 3, "servers.a.id": 4, "servers.a.url": 5}


def test_a_function_is_read_at_what_it_returns() -> None:
    """Provenance: ours."""
    shown = found(
        """
        def registry():
            rows = {"a": {"id": 1}}
            return {
                "servers": rows,
            }
        """,
        "registry",
    )

    assert shown.lines == {"servers": 4, "servers.a": 2, "servers.a.id": 2}
    assert shown.first_line == 1


def test_a_repeated_key_has_both_lines() -> None:
    """Provenance: ours. One key in two dicts is no repetition, nor is an override by `**`."""
    shown = found(
        """
        BASE = {"a": {"id": 1}}
        REGISTRY = {"servers": {
            **BASE,
            "a": {"id": 1},
            "b": {"id": 2},
            "a": {"id": 3},
        }}
        """
    )

    assert shown.repeated == [Repeated("servers.a", 4, 6)]
    assert shown.lines["servers.a"] == 6


def test_names_that_lead_back_to_themselves_end() -> None:
    """Provenance: ours."""
    shown = found(
        """
        A = {"b": B}
        B = {"a": A}
        REGISTRY = REGISTRY | A
        """
    )

    assert shown.lines == {"b": 1, "b.a": 2}


def test_source_that_does_not_parse_shows_nothing() -> None:
    """Provenance: ours."""
    assert found("REGISTRY = {") == Literals()
    assert found("\0") == Literals()
    assert found("x = 1") == Literals()


def test_an_imported_part_has_the_lines_and_the_file_of_its_module() -> None:
    """Provenance: ours."""
    other = "X = 1\n\nENTRY = {\n    'id': 1,\n    'id': 2,\n}\n"
    shown = literals(
        "from acme.rows import jira\nfrom .rows.wiki import ENTRY as wiki\n"
        "REGISTRY = {'servers': {\n  'jira': jira.ENTRY,\n  'wiki': wiki,\n  'own': {'id': 3},\n}}\n",
        "REGISTRY",
        module="acme.registry",
        imported=lambda name: (Path(f"{name}.py"), other) if name.startswith("acme.rows.") else None,
    )

    assert shown.lines["servers.jira"] == 4
    assert shown.lines["servers.jira.id"] == shown.lines["servers.wiki.id"] == 5
    assert shown.lines["servers.own.id"] == 6
    assert shown.files == {
        "servers.jira": Path("acme.rows.jira.py"),
        "servers.wiki": Path("acme.rows.wiki.py"),
    }
    assert Repeated("servers.jira.id", 4, 5, Path("acme.rows.jira.py")) in shown.repeated


def test_what_an_unknown_module_supplies_has_no_line() -> None:
    """Provenance: ours."""
    shown = literals(
        "import os\nfrom acme import x\nREGISTRY = {'servers': x.SERVERS, 'names': os.environ}\n", "REGISTRY"
    )

    assert shown.lines == {"servers": 3, "names": 3}
    assert shown.files == {}
