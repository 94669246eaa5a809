"""A registry in TypeScript, as its team would hold it to the contract in its own repository."""

import pytest

from tests.discover.typescript.layouts import CONSTANTS, LAYOUTS, Violation, broken, violations, write
from tests.plugin.conftest import Contract

REGISTRY = f"--mcp-registry={CONSTANTS}"
RULES = "MCP0,MCP1,MCP2"
VIOLATIONS = [(layout, violation) for layout in LAYOUTS for violation in violations(layout)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sound_one_passes(project: pytest.Pytester, contract: Contract, layout: str) -> None:
    """Provenance: ours. Nothing is started: node is not needed, and no check that asks is collected."""
    write(project.path, LAYOUTS[layout])

    result = contract(REGISTRY, "--mcp-select", RULES)

    result.stdout.fnmatch_lines(
        [f"mcp-contract *: 2 servers, * checks, registry {CONSTANTS}, *", "*not collected*a server to ask*"]
    )
    result.stdout.no_fnmatch_line("*expressions of the registry not read*")
    result.stdout.no_fnmatch_line("*error[[]*")
    assert result.ret == 0


@pytest.mark.parametrize(
    ("layout", "violation"), VIOLATIONS, ids=[f"{layout}-{one.code}" for layout, one in VIOLATIONS]
)
def test_each_violation_is_found_in_the_source(
    project: pytest.Pytester, contract: Contract, layout: str, violation: Violation
) -> None:
    """Provenance: ours, after the facts."""
    write(project.path, broken(layout, violation))

    result = contract(REGISTRY, "--mcp-select", RULES)

    # A name without a row has no row to stand at: it is found in the list.
    place = f"  --> {violation.in_file or violation.file}:*"
    result.stdout.fnmatch_lines([f"*{violation.saw}*", f"*error[[]{violation.code}]*", place])
    result.stdout.fnmatch_lines(["mcp-contract: 2 servers, * 1 failed*"])
    assert result.ret == 1


def test_what_is_not_read_is_said_and_is_no_finding(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. An enumeration of a package, a timeout that is computed, a text that is fetched."""
    files = dict(LAYOUTS["today"])
    metadata = "actions/servers/tickets/metadata.ts"
    files[metadata] = files[metadata].replace(
        'body: z.string().max(10_000).describe("Markdown.")', "status: z.nativeEnum(TicketStatus)"
    )
    files[CONSTANTS] = files[CONSTANTS].replace("timeoutMs: 120_000", "timeoutMs: timeoutOf(plan)")
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", RULES)

    result.stdout.fnmatch_lines(
        [
            "*2 expressions of the registry not read: listed at the end*",
            f"mcp-contract: not read: {CONSTANTS}:17: *timeoutOf(plan)*",
            f"mcp-contract: not read: {metadata}:*TicketStatus*",
        ]
    )
    assert result.ret == 0


def test_a_server_whose_tools_are_made_at_run_time_is_not_exercised(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. Tools that depend on the user: nobody can say from the source which there are."""
    files = dict(LAYOUTS["seed"])
    server = "actions/servers/tickets.ts"
    files[server] = files[server].replace("  server.tool(", "  if (auth.isAdmin()) server.tool(")
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", "MCP120,MCP121")

    result.stdout.fnmatch_lines(
        [
            "*which tools it has could not be read (tickets.ts:*",
            "tickets *2 not exercised*",
            "weather *2 passed*",
        ]
    )
    assert result.ret == 0


def test_drift_is_found_in_the_source(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A sound registry passes; then an id, a stake and an availability change."""
    write(project.path, LAYOUTS["today"])
    assert contract(REGISTRY, "--mcp-select", "MCP5", "--mcp-update-lock").ret == 0
    assert contract(REGISTRY, "--mcp-select", "MCP5").ret == 0
    files = dict(LAYOUTS["today"])
    metadata = "actions/servers/tickets/metadata.ts"
    files[metadata] = files[metadata].replace('stake: "high"', 'stake: "low"')
    files[CONSTANTS] = (
        files[CONSTANTS].replace("id: 2,", "id: 3,").replace('availability: "manual"', 'availability: "auto"')
    )
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", "MCP5")

    result.stdout.fnmatch_lines_random(
        ["*error[[]MCP531]*", "*error[[]MCP551]*", "*stake of `post_reply`*", f"  --> {metadata}:*"]
    )
    assert result.ret == 1


def test_a_schema_that_is_read_otherwise_is_no_drift(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. What could not be read yesterday may be read today: only names are locked."""
    write(project.path, LAYOUTS["today"])
    assert contract(REGISTRY, "--mcp-select", "MCP5", "--mcp-update-lock").ret == 0
    files = dict(LAYOUTS["today"])
    metadata = "actions/servers/tickets/metadata.ts"
    files[metadata] = files[metadata].replace("z.string().max(10_000)", "someSchema()")
    write(project.path, files)

    assert contract(REGISTRY, "--mcp-select", "MCP5").ret == 0


def test_names_of_the_constants_are_options(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours."""
    files = {
        name: text.replace("AVAILABLE_INTERNAL_MCP_SERVER_NAMES", "NAMES").replace(
            "INTERNAL_MCP_SERVERS", "ROWS"
        )
        for name, text in LAYOUTS["mixed"].items()
    }
    files["actions/start.ts"] = files.pop("actions/servers/index.ts").replace(
        '"./weather"', '"./servers/weather"'
    )
    write(project.path, files)
    options = [
        "--mcp-typescript-names=NAMES",
        "--mcp-typescript-registry=ROWS",
        "--mcp-typescript-factory=start.ts",
    ]

    assert contract(REGISTRY, "--mcp-select", RULES, *options).ret == 0
    result = contract(REGISTRY, "--mcp-select", RULES)

    result.stdout.fnmatch_lines(["*`constants.ts` has no object `INTERNAL_MCP_SERVERS` that can be read*"])
    assert result.ret == 1
