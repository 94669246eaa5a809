"""Tools as source code states them, of a server that is not started."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pytest_mcp_contract.model.tool import Tool


@dataclass(frozen=True, slots=True)
class ReadTools:
    """What could be read of the tools of one server."""

    tools: tuple[Tool, ...] | None = None
    """None where not all of them could be found."""
    why: str = ""
    """Why they could not, and where."""
    partly: Mapping[str, str] = field(default_factory=dict)
    """Tools of which some part could not be read, with the first such part."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: type, _handler: GetCoreSchemaHandler) -> CoreSchema:
        # Else pydantic follows the fields, to JSON values of any depth.
        return core_schema.is_instance_schema(cls)
