import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.model import Entry, Example, Finding, ToolConfig

_SHAPES = {
    "a GitHub token": r"gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,}",
    "a GitLab token": r"glpat-[A-Za-z0-9_-]{20,}",
    "a Slack token": r"xox[abeoprs]-[A-Za-z0-9-]{20,}",
    "an API key of a model vendor": r"sk-(?:ant|proj|svcacct|or)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{32,}",
    "a Stripe key": r"[rs]k_live_[A-Za-z0-9]{20,}",
    "an AWS access key": r"A[KS]IA[A-Z0-9]{16}",
    "a Google API key": r"AIza[A-Za-z0-9_-]{35}",
    "an Atlassian token": r"ATATT3[A-Za-z0-9_=-]{40,}",
    "a Notion token": r"(?:secret|ntn)_[A-Za-z0-9]{40,}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{64,}",
}
_SECRET = re.compile(
    r"(?<![A-Za-z0-9])(?:" + "|".join(f"({shape})" for shape in _SHAPES.values()) + r")(?![A-Za-z0-9])"
)
_MADE_UP = re.compile(
    r"example|x{4}|0{6}|1234567|abcdef|your|dummy|fake|placeholder|redacted|test", re.IGNORECASE
)

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
        Entry(name="github", env={"GITHUB_TOKEN": _TOKEN}),
        Entry(name="github", headers={"Authorization": f"Bearer {_TOKEN}"}),
        Entry(name="github", command=["npx", "server", f"--token={_TOKEN}"]),
        Entry(name="github", values={"token": [{"inner": [_TOKEN]}]}),
        Entry(
            name="github",
            tools={"login": ToolConfig(examples=[Example(name="one", arguments={"token": _TOKEN})])},
        ),
    ),
    good=(
        Entry(name="github", env={"GITHUB_TOKEN": "${GITHUB_TOKEN}"}, token_env="GITHUB_TOKEN"),
        # Made up, and seen to be.
        Entry(name="github", env={"GITHUB_TOKEN": "ghp_" + "x" * 36}),
        Entry(name="aws", env={"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}),
        # A word that begins like a key.
        Entry(name="skate", env={"BOARD": "sk-board-of-directors-and-their-assistants"}),
        Entry(name="tls", values={"header": ["-----BEGIN PRIVATE KEY-----"]}),
        Entry(name="github", values={"sha": ["9fceb02d0ae598e95dc970b74767f19372d61af8"]}),
    ),
)
def secret_in_registry(entry: Entry) -> Iterator[Finding]:
    for at, value in _values(entry):
        for found in _SECRET.finditer(value):
            kind = next(name for name, group in zip(_SHAPES, found.groups(), strict=True) if group)
            if len(set(found[0])) >= 10 and not _MADE_UP.search(found[0]):
                yield Finding(
                    at=f"servers.{entry.name}.{at}",
                    saw=f"the value holds {kind}: `{found[0][:4]}…`, {len(found[0])} characters",
                    want="`${NAME}`, read from the environment",
                )


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every literal of the row that may hold a secret, with its dotted path in the row."""
    yield from _strings("env", entry.env)
    yield from _strings("headers", entry.headers)
    yield from _strings("command", entry.command)
    yield from _strings("url", entry.url)
    yield from _strings("upstream", entry.upstream)
    yield from _strings("values", entry.values)
    for name, tool in entry.tools.items():
        yield from _strings(f"tools.{name}.values", tool.values)
        for example in tool.examples:
            yield from _strings(f"tools.{name}.examples", example.arguments)


def _strings(at: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(f"{at}.{key}", item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(at, item)
