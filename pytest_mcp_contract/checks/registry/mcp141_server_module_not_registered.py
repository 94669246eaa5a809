from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Entry, Finding, Registry, Unchecked

_SERVERS = {"jira": Entry(name="jira", python="acme.servers.jira.server:create_server")}


def _registry(*modules: str) -> Registry:
    return Registry(servers_package="acme.servers", servers=_SERVERS, server_modules=modules)


@registry_check(
    code="MCP141",
    title="A module of the servers package is registered by no row",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 5: Register Server in Index",
    why="""
        Somebody wrote a server and forgot the row that offers it, or took the row out and left the code.
        Nobody runs it, and nothing checks it.
    """,
    fix="""
        Add a row whose `python` names the module, or remove it. A module that holds no server of its own
        begins with `_`, or stands in another package.
    """,
    bad=(_registry("acme.servers.jira", "acme.servers.github"),),
    good=(_registry("acme.servers.jira"), Registry(servers_package="acme.servers", server_modules=())),
    requires=("servers_package",),
)
def server_module_not_registered(registry: Registry) -> Iterator[Finding | Unchecked]:
    if registry.server_modules is None:
        yield Unchecked(f"the package `{registry.servers_package}` cannot be found")
        return
    targets = [entry.python.partition(":")[0] for entry in registry.servers.values() if entry.python]
    for module in registry.server_modules:
        if not any(target == module or target.startswith(f"{module}.") for target in targets):
            yield Finding(at="servers_package", saw=f"`{module}` is started by no row")
