"""What both checks against a vendor's description need: the verdicts that can be judged, and examples."""

from dataclasses import replace

from pytest_mcp_contract.checks.upstream._replays import ISSUE, example
from pytest_mcp_contract.model import Replay, Unchecked, VendorVerdict

HELD = VendorVerdict(
    ISSUE,
    key="GET /repos/{owner}/{repo}/issues/{number}",
    schema="acme.github.schemas:Issue",
    operation="GET /repos/{owner}/{repo}/issues/{issue_number}",
)
"""An exchange that was held against the description and is in order."""


def described(replay: Replay) -> tuple[VendorVerdict, ...] | Unchecked:
    """The exchanges whose operation the vendor describes, or why there are none."""
    if replay.vendor is None:
        return Unchecked("nothing was held against the vendor's description")
    if isinstance(replay.vendor, Unchecked):
        return replay.vendor
    known = tuple(verdict for verdict in replay.vendor if verdict.operation is not None)
    if replay.vendor and not known:
        return Unchecked("the vendor's description has no operation that the recorded requests ask for")
    return known


def held(verdict: VendorVerdict) -> Replay:
    """A sound replay with one exchange that was held against the description."""
    return replace(example(), vendor=(verdict,))
