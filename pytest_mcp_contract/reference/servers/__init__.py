"""The servers of the reference registry, one package each."""

from mcp.server import MCPServer

from pytest_mcp_contract.reference.servers import github, hubspot, jira, notion, salesforce, zendesk

NAMES = ("github", "hubspot", "jira", "notion", "salesforce", "zendesk")


def create_server(name: str) -> MCPServer:
    """A new server of that name; raises ValueError for a name that the registry does not have."""
    match name:
        case "github":
            return github.create_server()
        case "hubspot":
            return hubspot.create_server()
        case "jira":
            return jira.create_server()
        case "notion":
            return notion.create_server()
        case "salesforce":
            return salesforce.create_server()
        case "zendesk":
            return zendesk.create_server()
        case _:
            raise ValueError(f"no reference server is named {name!r}; there are: {', '.join(NAMES)}")
