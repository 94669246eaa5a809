"""What flows through a run: registry, surface, calls, replays, findings. Frozen, typed, no I/O."""

from pytest_mcp_contract.model.call import (
    Call,
    Ended,
    Fuzzed,
    Reply,
    RpcError,
    Stage,
    ToolCalls,
    Trial,
    Unchecked,
)
from pytest_mcp_contract.model.cassette_file import MOST_CASSETTE_BYTES, CassetteFault, CassetteFile
from pytest_mcp_contract.model.change import Change, Impact, Proof, Proved
from pytest_mcp_contract.model.entry import (
    REGISTRY,
    Accepted,
    Authorization,
    Entry,
    Example,
    OAuthProvider,
    Problem,
    Registry,
    ServerInfo,
    Source,
    ToolConfig,
    Waiver,
)
from pytest_mcp_contract.model.exchange import (
    CassetteHeader,
    Exchange,
    Miss,
    Reach,
    Refusal,
    Request,
    Response,
    SchemaVerdict,
)
from pytest_mcp_contract.model.fault import Breakage, Fault, FaultKind, FaultRun
from pytest_mcp_contract.model.finding import Failing, Finding, Outcome, Severity, Verdict
from pytest_mcp_contract.model.json import JSON, JSONObject, brief, each_text, pointer
from pytest_mcp_contract.model.lock import LOCK_FORMAT, Locked
from pytest_mcp_contract.model.lock_problem import LockFault, LockProblem
from pytest_mcp_contract.model.lock_state import LockState
from pytest_mcp_contract.model.measures import Measures, measures_of, reach_of
from pytest_mcp_contract.model.names import plain_name
from pytest_mcp_contract.model.provenance import Breakout, FieldReach, Provenance, Reaches
from pytest_mcp_contract.model.read_tools import ReadTools
from pytest_mcp_contract.model.relisted import Relisted
from pytest_mcp_contract.model.rendering import rendering
from pytest_mcp_contract.model.replay import Experiment, Repeat, Replay, Terms
from pytest_mcp_contract.model.secrets import FIXED_TOKEN, SECRET_SHAPES, credentials_in, secrets_in
from pytest_mcp_contract.model.sequence import Promise, Sequence, Sequences, Step
from pytest_mcp_contract.model.served import Served
from pytest_mcp_contract.model.surface import StartFailure, Surface
from pytest_mcp_contract.model.tool import ANNOTATION_DEFAULTS, Tool
from pytest_mcp_contract.model.vendor import Contradiction, Narrower, VendorVerdict
from pytest_mcp_contract.model.work import Work

__all__ = [
    "ANNOTATION_DEFAULTS",
    "FIXED_TOKEN",
    "JSON",
    "LOCK_FORMAT",
    "MOST_CASSETTE_BYTES",
    "REGISTRY",
    "SECRET_SHAPES",
    "Accepted",
    "Authorization",
    "Breakage",
    "Breakout",
    "Call",
    "CassetteFault",
    "CassetteFile",
    "CassetteHeader",
    "Change",
    "Contradiction",
    "Ended",
    "Entry",
    "Example",
    "Exchange",
    "Experiment",
    "Failing",
    "Fault",
    "FaultKind",
    "FaultRun",
    "FieldReach",
    "Finding",
    "Fuzzed",
    "Impact",
    "JSONObject",
    "LockFault",
    "LockProblem",
    "LockState",
    "Locked",
    "Measures",
    "Miss",
    "Narrower",
    "OAuthProvider",
    "Outcome",
    "Problem",
    "Promise",
    "Proof",
    "Proved",
    "Provenance",
    "Reach",
    "Reaches",
    "ReadTools",
    "Refusal",
    "Registry",
    "Relisted",
    "Repeat",
    "Replay",
    "Reply",
    "Request",
    "Response",
    "RpcError",
    "SchemaVerdict",
    "Sequence",
    "Sequences",
    "Served",
    "ServerInfo",
    "Severity",
    "Source",
    "Stage",
    "StartFailure",
    "Step",
    "Surface",
    "Terms",
    "Tool",
    "ToolCalls",
    "ToolConfig",
    "Trial",
    "Unchecked",
    "VendorVerdict",
    "Verdict",
    "Waiver",
    "Work",
    "brief",
    "credentials_in",
    "each_text",
    "measures_of",
    "plain_name",
    "pointer",
    "reach_of",
    "rendering",
    "secrets_in",
]
