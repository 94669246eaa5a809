from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.checks.security._secrets import described, placed_texts
from pytest_mcp_contract.model import Entry, Example, Finding, ServerInfo, ToolConfig, secrets_in

_RESOLVED = ("env", "headers")
_TOKEN = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"  # not real


@entry_check(
    code="MCP604",
    title="A secret stands in the registry",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://cwe.mitre.org/data/definitions/798.html",
    why="""
        The registry is a file of the repository: whoever can read it, or its history, or the log of a CI
        job, can use the secret. It has the shape its vendor gives real ones.
    """,
    fix="Revoke the secret, then write `${NAME}` and set the variable where the run starts.",
    bad=(
        row(name="github", env={"GITHUB_TOKEN": _TOKEN}),
        row(name="github", headers={"Authorization": f"Bearer {_TOKEN}"}),
        row(name="github", command=["npx", "server", f"--token={_TOKEN}"]),
        row(name="github", values={"token": [{"inner": [_TOKEN]}]}),
        row(
            name="github",
            tools={"login": ToolConfig(examples=[Example(name="one", arguments={"token": _TOKEN})])},
        ),
        # The token itself where the name of its variable belongs.
        row(name="github", token_env=_TOKEN),
        row(name="github", server_info=ServerInfo(description=f"Works with {_TOKEN}.")),
    ),
    good=(
        row(name="github", env={"GITHUB_TOKEN": "${GITHUB_TOKEN}"}, token_env="GITHUB_TOKEN"),
        # Made up, and seen to be.
        row(name="github", env={"GITHUB_TOKEN": "ghp_" + "x" * 36}),
        row(name="aws", env={"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}),
        # A word that begins like a key.
        row(name="skate", env={"BOARD": "sk-board-of-directors-and-their-assistants"}),
        row(name="tls", values={"header": ["-----BEGIN PRIVATE KEY-----"]}),
        row(
            name="github",
            env={"GITHUB_TOKEN": "REDACTED"},
            headers={"X-Key": "your-token-goes-here-0123456789"},
        ),
        # Random, and no secret: a commit, a UUID, a hash, a picture.
        row(
            name="github",
            values={
                "sha": ["9fceb02d0ae598e95dc970b74767f19372d61af8"],
                "id": ["3f2504e0-4f89-41d3-9a0c-0305e82c3301"],
                "digest": ["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
                "icon": [
                    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
                ],
            },
        ),
    ),
)
def secret_in_registry(entry: Entry) -> Iterator[Finding]:
    for at, text in placed_texts(entry.model_dump(exclude={"name"}, exclude_none=True)):
        for kind, length in secrets_in(text):
            yield Finding(
                at=".".join(("servers", entry.name, *at)),
                saw=f"the value holds {described(kind, length)}",
                want="`${NAME}`, read from the environment" if at[:1] and at[0] in _RESOLVED else "no secret",
            )
