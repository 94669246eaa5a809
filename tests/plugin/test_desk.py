"""`mcp_session` without a run: what a test is told where a server gives no reply."""

from pathlib import Path

import pytest

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.fixtures import Desk, McpCallError
from pytest_mcp_contract.model import Registry

GONE = {"servers": {"weather": {"name": "weather", "python": "no_such_module_at_all:server"}}}


def test_a_server_that_does_not_start_is_told_at_the_first_call(tmp_path: Path) -> None:
    """Provenance: ours. A name that is none is told before."""
    desk = Desk(Registry.model_validate(GONE), tmp_path)
    try:
        session = desk("weather")
        assert session.tools == ()
        with pytest.raises(McpCallError, match=r"^weather\.get_forecast: .*no_such_module_at_all"):
            session.call("get_forecast", {"city": "Oslo"})
        with pytest.raises(ConfigError) as raised:
            desk("wether")
    finally:
        desk.close()

    assert raised.value.what == "there is no server `wether`"
    assert raised.value.fix == "one of weather"
