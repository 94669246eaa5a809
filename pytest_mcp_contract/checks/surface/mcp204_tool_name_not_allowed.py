import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, tool_check
from pytest_mcp_contract.model import Finding, Tool, brief

_ALLOWED = re.compile(r"[A-Za-z0-9_.-]{1,128}")


@tool_check(
    code="MCP204",
    title="The name of a tool is outside the protocol's rule",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names",
    why="""
        A tool should be called by 1 to 128 ASCII letters, digits, `_`, `-` and `.`. Model vendors allow
        that or less, so a client has to rename the tool or to leave it out.
    """,
    fix="Rename the tool; what people should read belongs in `title`.",
    bad=(
        Tool("get issue", input_schema={"type": "object"}),
        Tool("größe", input_schema={"type": "object"}),
        Tool("issues/get", input_schema={"type": "object"}),
        Tool("a" * 129, input_schema={"type": "object"}),
        Tool("get_issue\n", input_schema={"type": "object"}),
    ),
    good=(
        Tool("a", input_schema={"type": "object"}),
        Tool("API-get.user_v2", input_schema={"type": "object"}),
        Tool("a" * 128, input_schema={"type": "object"}),
        # No name at all is for MCP220.
        Tool.from_raw({"name": None, "inputSchema": {"type": "object"}}),
    ),
)
def tool_name_not_allowed(tool: Tool) -> Iterator[Finding]:
    if _ALLOWED.fullmatch(tool.name) or not isinstance(tool.raw.get("name", tool.name), str):
        return
    if "name" not in tool.raw and tool.raw:
        return
    if len(tool.name) > 128:
        saw = f"the name {brief(tool.name)} has {len(tool.name)} characters"
    else:
        others = "".join(sorted(set(re.sub(r"[A-Za-z0-9_.-]", "", tool.name))))
        saw = f"the name {brief(tool.name)} holds {brief(others)}" if others else "the name is empty"
    yield Finding(at="/name", saw=saw, want="1 to 128 of A-Z, a-z, 0-9, `_`, `-` and `.`")
