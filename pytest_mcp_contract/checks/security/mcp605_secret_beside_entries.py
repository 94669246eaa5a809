from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, registry_check
from pytest_mcp_contract.checks.security._secrets import described, placed_texts
from pytest_mcp_contract.model import Entry, Finding, OAuthProvider, Registry, Waiver, secrets_in

_TOKEN = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"  # not real


def _waived(reason: str) -> Registry:
    return Registry(waivers=[Waiver(code="MCP202", server="github", reason=reason)])


@registry_check(
    code="MCP605",
    title="A secret stands in the registry, beside its entries",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://cwe.mitre.org/data/definitions/798.html",
    why="""
        A provider's secret written where the name of its variable belongs, or a token pasted into the
        reason of a waiver, is as open as one in an entry: in the file, its history, and every log that
        shows the line.
    """,
    fix="Revoke the secret, then name the variable that holds it; a reason says what it was, not its value.",
    bad=(
        _waived(f"Works with {_TOKEN} only."),
        Registry(oauth_providers={"github": OAuthProvider(client_secret_env=_TOKEN)}),
        Registry(redact=[_TOKEN]),
    ),
    good=(
        _waived("The vendor describes it: https://docs.acme.example/tokens?ref=9fceb02d0ae598e95dc970b7."),
        _waived("Recorded with REDACTED; a real one begins with `ghp_` and has 36 letters."),
        Registry(oauth_providers={"github": OAuthProvider(client_secret_env="GITHUB_CLIENT_SECRET")}),
        Registry(redact=["ghp_[A-Za-z0-9]{36}", "acme-[0-9]+"]),
        # What stands in a row is for MCP604.
        Registry(
            servers={
                "github": Entry(
                    name="github",
                    id=1,
                    availability="manual",
                    env={"TOKEN": _TOKEN},
                )
            }
        ),
    ),
)
def secret_beside_entries(registry: Registry) -> Iterator[Finding]:
    if registry.is_bare:
        return
    for at, text in placed_texts(registry.model_dump(exclude={"servers"}, exclude_none=True)):
        for kind, length in secrets_in(text):
            yield Finding(at=".".join(at), saw=f"the value holds {described(kind, length)}", want="no secret")
