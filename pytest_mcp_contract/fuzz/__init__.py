"""From an input schema to arguments: valid ones, boundary values first, and ones that break a rule. Pure."""

from pytest_mcp_contract.fuzz.breaks import invalid
from pytest_mcp_contract.fuzz.edges import boundary
from pytest_mcp_contract.fuzz.labelled import Labelled
from pytest_mcp_contract.fuzz.prepared import Prepared, prepare, strategy

__all__ = ["Labelled", "Prepared", "boundary", "invalid", "prepare", "strategy"]
