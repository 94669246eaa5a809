from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Finding, Replay


@replay_check(
    code="MCP409",
    title="A cassette is older than the registry allows",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Vendors change their APIs. A recording of long ago shows that the tool worked with what the API
        sent then.
    """,
    fix="Record it again with `pytest --mcp-contract --mcp-record=new`, or raise `cassette_max_age_days`.",
    bad=(replace(example(), days_old=181, most_days=180),),
    good=(
        example(),
        replace(example(), days_old=180, most_days=180),
        # A recording from tomorrow is one from another time zone.
        replace(example(), days_old=-1),
        replace(example(), days_old=None),
    ),
)
def cassette_stale(replay: Replay) -> Iterator[Finding]:
    if replay.days_old is not None and replay.days_old > replay.most_days:
        yield Finding(
            at=replay.header.case,
            saw=f"cassette `{replay.header.case}` was recorded {replay.days_old} days ago",
            want=f"at most {replay.most_days} days",
            tool=replay.header.tool,
            file=str(replay.path),
        )
