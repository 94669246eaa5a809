"""From an input schema to arguments: valid ones, boundary values first, and ones that break a rule. Pure."""

from pytest_mcp_contract.fuzz.labelled import Labelled
from pytest_mcp_contract.fuzz.prepare import Prepared, prepare, strategy

__all__ = ["Labelled", "Prepared", "prepare", "strategy"]
