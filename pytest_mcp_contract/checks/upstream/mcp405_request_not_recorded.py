from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, reply_of, request_line
from pytest_mcp_contract.model import Ended, Finding, Miss, Reach, Refusal, Replay, Request, Unchecked

_MISS = Miss(Request("GET", "https://api.example.com/repos/o/r/labels"), "not recorded")


@replay_check(
    code="MCP405",
    title="A tool asks its API for something that was not recorded",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        The cassette holds the traffic of this very call. A request it cannot answer means that the
        code now asks for something else, and that the reply was made without the answer: whatever else
        this replay shows is not what users get.
    """,
    fix="""
        If the new request is wanted, record the call again with `pytest --mcp-contract --mcp-record`. If
        it differs by accident (a time, a random id), make it the same every time, or leave that part out
        of `match_on`.
    """,
    bad=(
        replace(example(), misses=(_MISS,)),
        replace(example(), refusals=(Refusal(Reach.NETWORK, "socket.connect", "203.0.113.5:443"),)),
    ),
    good=(
        example(),
        # A file or a process that was refused is no request.
        replace(
            example(),
            refusals=(
                Refusal(Reach.PROCESS, "subprocess.Popen", "git status"),
                Refusal(Reach.FILE, "open", "/etc/acme/socket.connect"),
            ),
        ),
        replace(example(ended=Ended.HANG), misses=(_MISS,)),
    ),
)
def request_not_recorded(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    case, tool, file = replay.header.case, replay.header.tool, str(replay.path)
    asked = dict.fromkeys((request_line(miss.request), miss.why) for miss in replay.misses)
    for line, why in asked:
        yield Finding(
            at=f"{case}: {line}", saw=f"no recorded exchange answers it: {why}", tool=tool, file=file
        )
    for refusal in dict.fromkeys(replay.refusals):
        if refusal.reach is Reach.NETWORK:
            saw = f"a connection outside the cassette: `{refusal.event}` to {refusal.target}"
            yield Finding(at=case, saw=saw, tool=tool, file=file)
