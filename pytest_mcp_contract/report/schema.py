"""The JSON Schema of the JSON report."""

from pydantic import ConfigDict, JsonValue, TypeAdapter, with_config

from pytest_mcp_contract.report.wire import ReportData

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def report_schema() -> dict[str, JsonValue]:
    """The schema of format 1, draft 2020-12. It lets keys pass that a later version may add."""
    made = TypeAdapter(with_config(ConfigDict(use_attribute_docstrings=True))(ReportData)).json_schema()
    made["properties"]["format"]["const"] = 1
    return {"$schema": DIALECT, **made, "title": "Report of pytest-mcp-contract"}
