from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.model import Finding, Registry


@registry_check(
    code="MCP140",
    title="A file of an OAuth provider is missing",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: OAuth Configuration Check",
    why="""
        Users connect a platform through its OAuth provider, and a provider works only where every part of
        the product has it. With one part missing, the server is offered and connecting it fails.
    """,
    fix="Write the missing file, or correct `provider` of the row or `oauth_provider_files` of the registry.",
    bad=(
        Registry(
            oauth_provider_files=["oauth/{provider}.py"],
            missing_provider_files=(("github", "oauth/github.py"),),
        ),
    ),
    good=(Registry(oauth_provider_files=["oauth/{provider}.py"]),),
    requires=("oauth_provider_files",),
)
def oauth_provider_file_missing(registry: Registry) -> Iterator[Finding]:
    for server, path in registry.missing_provider_files:
        yield Finding(
            at=f"servers.{server}.server_info.authorization.provider",
            saw=f"`{server}` needs `{path}`, which is not there",
        )
