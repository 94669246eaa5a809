"""What a proof says, in words."""

import json

import jsonschema_rs

from pytest_mcp_contract.checks.drift._places import place_in_schema
from pytest_mcp_contract.checks.surface._schemas import dialect_of
from pytest_mcp_contract.model import JSON, Proof, brief, pointer

_WIDTH = 60


def shown(proof: Proof) -> str:
    """The witness and its place, and on a line of its own the whole of it; `""` where there is none."""
    if not proof.has_witness:
        return ""
    place = f" at {brief_place(proof.at)}" if proof.at else ""
    whole = json.dumps(proof.witness, ensure_ascii=False)
    return f": `{brief(proof.witness, width=_WIDTH)}`{place}\n{whole}"


def brief_place(at: str) -> str:
    """A place, cut where it is long."""
    return at if len(at) <= _WIDTH else at[: _WIDTH - 1] + "…"


def because(proof: Proof, refusing: JSON) -> str:
    """What a schema has against the witness, as the end of a sentence; `""` where that cannot be said."""
    reason = _refusal(proof.witness, refusing) if proof.has_witness else ""
    return f" ({reason})" if reason else ""


def where(key: str, schema: JSON, proof: Proof) -> str:
    """The place in a tool of what makes the difference."""
    return pointer(key) + place_in_schema(schema, proof.at)


def _refusal(value: JSON, schema: JSON) -> str:
    if not isinstance(schema, dict) or (dialect := dialect_of(schema)) is None:
        return ""
    try:
        validator = dialect.validator(schema, validate_formats=True, offline=True)
        first = next(iter(validator.iter_errors(value)), None)
    except (ValueError, jsonschema_rs.ReferencingError):
        return ""
    return "" if first is None else first.message.partition("\n")[0][:300]
