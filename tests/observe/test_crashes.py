"""A tool that raises is told from one that refuses, by what the library logs."""

import logging

import pytest

from pytest_mcp_contract.model import Ended
from pytest_mcp_contract.observe.crashes import crashes
from pytest_mcp_contract.observe.shelter import Shelter
from tests.observe.helpers import CALL, in_process, started


@pytest.mark.parametrize("tool", ["raises", "raises_later"])
@pytest.mark.parametrize("library", ["sdk", "fast"])
def test_what_a_tool_raises_is_named_with_its_place(library: str, tool: str, shelter: Shelter) -> None:
    """Provenance: the reply says `Error executing tool raises`, whatever was raised."""
    with (
        started(in_process(f"raising:{library}"), shelter=shelter) as session,
        crashes(is_quiet=True) as crashed,
    ):
        ended, reply, _ = session.call(tool, {"number": 7}, CALL)

    assert ended is Ended.REPLIED
    assert reply is not None
    assert not reply.succeeded
    assert len(crashed) == 1
    assert crashed[0].startswith("KeyError: 7 at raising.py:")


@pytest.mark.parametrize("tool", ["raises", "raises_later"])
def test_a_lowlevel_server_tells_by_its_reply(tool: str, shelter: Shelter) -> None:
    """Provenance: JSON-RPC 2.0, -32603: the lowlevel server has no tools to log about."""
    with started(in_process("raising:low"), shelter=shelter) as session:
        _, reply, _ = session.call(tool, {"number": 7}, CALL)

    assert reply is not None
    assert reply.error is not None
    assert reply.error.code == -32603


@pytest.mark.parametrize("library", ["sdk", "fast", "low"])
def test_a_tool_that_refuses_did_not_crash(library: str, shelter: Shelter) -> None:
    """Provenance: ours, the sound half: an error reply, and nothing raised."""
    with (
        started(in_process(f"raising:{library}"), shelter=shelter) as session,
        crashes(is_quiet=True) as crashed,
    ):
        _, refused, _ = session.call("refuses", {"number": 7}, CALL)
        _, sound, _ = session.call("raises", {"number": 1}, CALL)

    assert refused is not None
    assert refused.is_error
    assert "ask for 1" in "".join(refused.texts())
    assert sound is not None
    assert sound.succeeded
    assert crashed == []


@pytest.mark.parametrize(("is_quiet", "seen"), [(True, 0), (False, 1)])
def test_nobody_else_hears_of_it_where_it_is_tried_on_purpose(
    is_quiet: bool, seen: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Provenance: ours. Hundreds of tracebacks of faults would bury the findings."""
    logger = logging.getLogger("mcp.server.mcpserver.server")

    with crashes(is_quiet=is_quiet) as crashed:
        try:
            raise KeyError("login")
        except KeyError:
            logger.exception("tool failed")
        logger.error("without an exception")

    assert [record.message for record in caplog.records if record.exc_info] == ["tool failed"] * seen
    assert len(crashed) == 1
    assert logging.getLogger("mcp").propagate
