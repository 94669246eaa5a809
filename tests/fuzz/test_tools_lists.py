"""The input schemas of all tools that 43 real servers listed."""

import pytest

from pytest_mcp_contract.fuzz import boundary, invalid, prepare, strategy
from pytest_mcp_contract.model import Surface
from tests.corpus.tools_lists import FOLDER, surfaces
from tests.fuzz.drawing import drawn

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recorded tools/list answers in {FOLDER}"),
]

DRAWN = 8
SURFACES = surfaces() if FOLDER.is_dir() else ()


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.server)
def test_every_tool_gets_valid_arguments(surface: Surface) -> None:
    """Provenance: tools/list of real servers."""
    for tool in surface.tools:
        prepared = prepare(tool.input_schema)
        made = [*drawn(strategy(prepared), DRAWN), *(each.arguments for each in boundary(prepared))]

        assert prepared.unsupported == ()
        assert len(made) > 1
        assert [value for value in made if not prepared.validator.is_valid(value)] == []


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.server)
def test_no_invalid_arguments_are_valid(surface: Surface) -> None:
    """Provenance: tools/list of real servers."""
    for tool in surface.tools:
        prepared = prepare(tool.input_schema)

        wrong = [each.arguments for each in invalid(prepared)]

        assert [value for value in wrong if prepared.validator.is_valid(value)] == []


def test_tools_whose_arguments_cannot_be_wrong_are_few() -> None:
    """Provenance: tools/list of real servers. They take no arguments, and say nothing of others."""
    tools = [tool for surface in SURFACES for tool in surface.tools]

    harmless = [tool for tool in tools if not list(invalid(prepare(tool.input_schema)))]

    assert len(tools) == 1114
    assert len(harmless) == 30
    assert not [name for tool in harmless for name, _ in tool.properties() if name in tool.required()]
