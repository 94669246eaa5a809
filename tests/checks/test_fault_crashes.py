"""MCP421: one cause is one finding, however many faults show it."""

from dataclasses import replace

from pytest_mcp_contract.checks.upstream._faults import NO_NUMBER, NOT_FOUND, faulted
from pytest_mcp_contract.checks.upstream.mcp421_fault_crashes_tool import fault_crashes_tool
from pytest_mcp_contract.model import Fault, FaultRun, Finding, Reply, RpcError


def raised(fault: Fault, code: int, message: str) -> FaultRun:
    (run,) = faulted(fault).faults or ()
    return replace(run, call=replace(run.call, reply=Reply(error=RpcError(code, message))))


def test_errors_of_the_protocol_that_hold_what_the_api_said_are_one_finding() -> None:
    """Provenance: mcp-gitlab. The TypeScript SDK sends the text of whatever a handler throws."""
    runs = raised(NOT_FOUND, -32603, "404: Not Found"), raised(NO_NUMBER, -32603, "number: expected a number")

    (found,) = fault_crashes_tool(replace(faulted(NOT_FOUND), faults=runs))

    assert isinstance(found, Finding)
    assert found.saw.startswith("JSON-RPC error -32603: 404: Not Found (and 1 more, ")


def test_an_error_of_another_code_is_no_crash() -> None:
    """Provenance: ours. -32602 is what a server says that does not take the arguments."""
    run = raised(NOT_FOUND, -32602, "404: Not Found")

    assert not list(fault_crashes_tool(replace(faulted(NOT_FOUND), faults=(run,))))
