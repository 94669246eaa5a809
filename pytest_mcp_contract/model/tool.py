"""One tool as the wire shows it, kept as raw JSON: any softening would hide the findings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pytest_mcp_contract.model.json import JSON, JSONObject

ANNOTATION_DEFAULTS: Mapping[str, bool] = {
    "readOnlyHint": False,
    "destructiveHint": True,
    "idempotentHint": False,
    "openWorldHint": True,
}
"""What an absent hint means: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool as tools/list shows it. Fields of a wrong JSON type are kept as they came."""

    name: str
    description: JSON = None
    title: JSON = None
    input_schema: JSON = field(default_factory=dict)
    output_schema: JSON = None
    annotations: JSONObject = field(default_factory=dict)
    meta: JSONObject = field(default_factory=dict)
    raw: JSONObject = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_raw(cls, raw: JSONObject) -> "Tool":
        """The tool in one element of tools/list; a name that is no text becomes ``""``."""
        name, annotations, meta = raw.get("name"), raw.get("annotations"), raw.get("_meta")
        return cls(
            name=name if isinstance(name, str) else "",
            description=raw.get("description"),
            title=raw.get("title"),
            input_schema=raw.get("inputSchema"),
            output_schema=raw.get("outputSchema"),
            annotations=annotations if isinstance(annotations, dict) else {},
            meta=meta if isinstance(meta, dict) else {},
            raw=raw,
        )

    def properties(self) -> Iterator[tuple[str, JSONObject]]:
        """Top-level parameters with their schemas; parameters whose schema is no object are left out."""
        schema = self.input_schema if isinstance(self.input_schema, dict) else {}
        properties = schema.get("properties")
        for name, sub in (properties if isinstance(properties, dict) else {}).items():
            if isinstance(sub, dict):
                yield name, sub

    def required(self) -> tuple[str, ...]:
        """Names that `required` of the input schema lists; `()` where it lists none."""
        schema = self.input_schema if isinstance(self.input_schema, dict) else {}
        required = schema.get("required")
        return tuple(name for name in required if isinstance(name, str)) if isinstance(required, list) else ()

    def hint(self, name: str) -> bool:
        """An annotation hint, with the protocol's default where the server states none."""
        value = self.annotations.get(name)
        return value if isinstance(value, bool) else ANNOTATION_DEFAULTS[name]

    def states_hint(self, name: str) -> bool:
        """Whether the server itself gives the hint as a JSON boolean."""
        return isinstance(self.annotations.get(name), bool)
