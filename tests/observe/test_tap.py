"""Raw results, from before any model softens them."""

import mcp_types as types
from mcp.shared.message import SessionMessage

from pytest_mcp_contract.observe.tap import Tap


def sent(tap: Tap, number: int, method: str) -> None:
    tap.sent(SessionMessage(types.JSONRPCRequest(jsonrpc="2.0", id=number, method=method)))


def received(tap: Tap, number: int, **result: object) -> None:
    tap.received(SessionMessage(types.JSONRPCResponse(jsonrpc="2.0", id=number, result=result)))


def test_the_raw_result_of_a_method_is_given_once() -> None:
    """Provenance: ours."""
    tap = Tap()
    sent(tap, 1, "tools/list")

    received(tap, 1, tools=["a text"], ttl="?")

    assert tap.take("tools/list") == {"tools": ["a text"], "ttl": "?"}
    assert tap.take("tools/list") is None


def test_the_newest_request_of_a_method_speaks() -> None:
    """Provenance: ours. A late answer to an earlier page is not the answer to this one."""
    tap = Tap()
    sent(tap, 1, "tools/list")
    sent(tap, 2, "tools/list")

    received(tap, 2, tools=[2])
    received(tap, 1, tools=[1])

    assert tap.take("tools/list") == {"tools": [2]}


def test_results_of_different_methods_are_kept_apart() -> None:
    """Provenance: ours."""
    tap = Tap()
    sent(tap, 1, "tools/list")
    sent(tap, 2, "tools/call")

    received(tap, 2, content=[])

    assert tap.take("tools/list") is None
    assert tap.take("tools/call") == {"content": []}


def test_an_id_that_is_used_again_does_not_give_an_old_result() -> None:
    """Provenance: ours."""
    tap = Tap()
    sent(tap, 1, "tools/list")
    received(tap, 1, tools=[])

    sent(tap, 1, "tools/list")

    assert tap.take("tools/list") is None


def test_errors_and_notifications_are_no_results() -> None:
    """Provenance: ours."""
    tap = Tap()
    sent(tap, 1, "tools/list")
    error = types.ErrorData(code=-32603, message="no")

    tap.received(SessionMessage(types.JSONRPCError(jsonrpc="2.0", id=1, error=error)))
    tap.received(SessionMessage(types.JSONRPCNotification(jsonrpc="2.0", method="notifications/message")))
    tap.received(ValueError("noise"))

    assert tap.take("tools/list") is None
