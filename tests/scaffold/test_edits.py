"""Lines put into a user's Python: the right place, and not a byte elsewhere."""

import ast

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.scaffold.edits import Edited


def with_name(source: str, name: str = "m") -> str:
    """`source` with `name` in its list or mapping `NAMES`."""
    edited = Edited("constants.py", source.encode())
    found = edited.literal("NAMES")
    edited.add(found, name, f'"{name}": 1' if isinstance(found, ast.Dict) else f'"{name}"')
    return edited.content().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("NAMES = []\n", 'NAMES = [\n    "m",\n]\n'),
        ("NAMES = {}", 'NAMES = {\n    "m": 1,\n}\n'),
        ("NAMES = [\n]\n", 'NAMES = [\n    "m",\n]\n'),
        ("NAMES = [\n    # none yet\n]\n", 'NAMES = [\n    "m",\n    # none yet\n]\n'),
        ('NAMES = ["a", "z"]\n', 'NAMES = ["a", "m", "z"]\n'),
        ('NAMES = ["z"]\n', 'NAMES = ["m", "z"]\n'),
        ('NAMES = ("a",)\n', 'NAMES = ("a", "m",)\n'),
        ('NAMES = [\n  "a"\n]\n', 'NAMES = [\n  "a",\n  "m",\n]\n'),
        ('NAMES = [\n    "a"  # last\n]\n', 'NAMES = [\n    "a",  # last\n    "m",\n]\n'),
        ('NAMES = [\n    "z",\n]\n', 'NAMES = [\n    "m",\n    "z",\n]\n'),
        ('NAMES = [\n  "a",\n\n  # end\n  "z",\n]\n', 'NAMES = [\n  "a",\n  "m",\n\n  # end\n  "z",\n]\n'),
        ('NAMES = {\n    **A,\n    "z": 1,\n}\n', 'NAMES = {\n    **A,\n    "m": 1,\n    "z": 1,\n}\n'),
        ('NAMES = {\n  "a": {\n    1: 1\n  },\n}\n', 'NAMES = {\n  "a": {\n    1: 1\n  },\n  "m": 1,\n}\n'),
        ('NAMES = ["ü", "ß"]; A = 1\n', 'NAMES = ["m", "ü", "ß"]; A = 1\n'),
        ('NAMES = [\r\n    "a",\r\n]\r\n', 'NAMES = [\r\n    "a",\r\n    "m",\r\n]\r\n'),
        ('NAMES: list[str] = [\n\t"z",\n]\n', 'NAMES: list[str] = [\n\t"m",\n\t"z",\n]\n'),
    ],
)  # fmt: skip
def test_an_element_goes_before_the_first_that_sorts_after_it(before: str, after: str) -> None:
    """Provenance: ours. Comments stay with what they stand above or beside."""
    assert with_name(before) == after


@pytest.mark.parametrize(
    "source", ['NAMES = ["m"]', 'NAMES = {"a": 1, "m": 2}\n', 'NAMES = [\n"z", "m",\n]\n']
)
def test_what_is_there_is_left_as_it_is_to_the_byte(source: str) -> None:
    """Provenance: ours. A last line without an end keeps none."""
    assert with_name(source) == source


@pytest.mark.parametrize(
    "source", ["NAMES = list()\n", "A = []\n", 'NAMES = "a", "z"\n', 'NAMES = [\n"a"\n, "b"]\n']
)
def test_what_nothing_can_be_put_into_is_refused(source: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError, match=r"`constants\.py` (has|is laid out)"):
        with_name(source, name="A" if '"a", "z"' in source else "aa")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"""Words."""\n', '"""Words."""\n\nfrom own.m import X as Y\n'),
        ("import os\n", "import os\n\nfrom own.m import X as Y\n"),
        (
            "from own.a import B\nfrom own.z import C\n",
            "from own.a import B\nfrom own.m import X as Y\nfrom own.z import C\n",
        ),
        ("from own.z import (\n    C,\n)\n", "from own.m import X as Y\nfrom own.z import (\n    C,\n)\n"),
        ("from own.m import X as Y\n", "from own.m import X as Y\n"),
        ("A = 1\n", "\nfrom own.m import X as Y\nA = 1\n"),
    ],
)  # fmt: skip
def test_an_import_stands_among_those_of_its_package(before: str, after: str) -> None:
    """Provenance: ours."""
    edited = Edited("constants.py", before.encode())

    edited.add_import("own.m", "X", "Y", package="own")

    assert edited.content().decode() == after


def test_modules_with_numbers_sort_as_people_count() -> None:
    """Provenance: isort's order, which ruff holds."""
    edited = Edited("constants.py", b"from own.s2 import A\nfrom own.s11 import B\n")

    edited.add_import("own.s10", "X", "Y", package="own")

    assert edited.content() == b"from own.s2 import A\nfrom own.s10 import X as Y\nfrom own.s11 import B\n"


FACTORY = """
def create_server(name):
    match name:
        case "a":
            return 1
        # the last
        case {last}:
            return 2
"""


@pytest.mark.parametrize("last", ["_", '"z"'])
def test_a_case_stands_before_the_first_that_sorts_after_it(last: str) -> None:
    """Provenance: ours."""
    source = FACTORY.format(last=last)
    edited = Edited("factory.py", source.encode())

    edited.add_case("create_server", "m", "return 3")

    added = '        case "m":\n            return 3\n'
    assert edited.content().decode() == source.replace("        # the last", f"{added}        # the last")


def test_bytes_that_are_no_text_are_refused() -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError, match=r"^constants\.py: `constants\.py` is not Python that can be read"):
        Edited("constants.py", b"# \xff\n")
