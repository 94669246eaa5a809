"""Replies, calls and faults: what is read out of them, and what reaches a model."""

import base64

import pytest

from pytest_mcp_contract.model import (
    JSON,
    Breakage,
    Call,
    Fault,
    FaultKind,
    JSONObject,
    Reply,
    Request,
    RpcError,
    Stage,
    Trial,
    rendering,
)

REFUSED = RpcError(-32602, "no such tool")


@pytest.mark.parametrize(
    ("raw", "reply"),
    [
        ({}, Reply()),
        ({"content": "text"}, Reply()),
        ({"content": [{"type": "text"}, 1]}, Reply(content=({"type": "text"}, 1))),
        ({"structuredContent": {"a": 1}}, Reply(structured={"a": 1})),
        ({"isError": True}, Reply(is_error=True)),
        ({"isError": "true"}, Reply()),
        ({"isError": 1}, Reply()),
    ],
    ids=["nothing", "content of another type", "content", "structured", "error", "a text", "a number"],
)
def test_a_result_is_read_as_it_came(raw: JSONObject, reply: Reply) -> None:
    """Provenance: ours. Only the JSON value true makes a result an error."""
    read = Reply.from_raw(raw)

    assert read == reply
    assert read.raw == raw


@pytest.mark.parametrize(
    ("reply", "succeeded"),
    [
        (Reply(), True),
        (Reply(is_error=True), False),
        (Reply(error=REFUSED), False),
        (Reply(is_error=True, error=REFUSED), False),
    ],
    ids=["result", "error reply", "error of the protocol", "both"],
)
def test_a_reply_succeeds_where_nothing_calls_it_an_error(reply: Reply, succeeded: bool) -> None:
    """Provenance: ours."""
    assert reply.succeeded is succeeded


def test_the_texts_of_a_reply_are_those_of_its_text_blocks() -> None:
    """Provenance: ours. A block without a type, or whose text is none, shows no text."""
    blocks: tuple[JSON, ...] = (
        {"type": "text", "text": "one"},
        {"type": "image", "text": "a caption"},
        {"type": "video", "text": "another caption"},
        {"text": "no type"},
        {"type": "text", "text": 2},
        {"type": "text"},
        "text",
        {"type": "text", "text": "two"},
    )

    assert Reply(content=blocks).texts() == ("one", "two")


@pytest.mark.parametrize(
    ("trial", "is_valid", "is_given"),
    [
        (None, True, True),
        (Trial(Stage.GIVEN), True, True),
        (Trial(Stage.GIVEN, rule="type"), False, True),
        (Trial(Stage.BOUNDARY), True, False),
        (Trial(Stage.RANDOM), True, False),
        (Trial(Stage.INVALID, rule="minimum"), False, False),
    ],
)
def test_a_call_is_valid_without_a_broken_rule_and_given_where_somebody_wrote_it(
    trial: Trial | None, is_valid: bool, is_given: bool
) -> None:
    """Provenance: ours."""
    call = Call("get_issue", {}, "example normal", trial=trial)

    assert (call.is_valid, call.is_given) == (is_valid, is_given)


@pytest.mark.parametrize(
    ("reply", "requests", "reached"),
    [
        (None, 0, False),
        (Reply(is_error=True), 0, False),
        (Reply(error=REFUSED), 0, False),
        (Reply(), 0, True),
        (Reply(is_error=True), 1, True),
        (None, 1, True),
    ],
)
def test_a_call_got_through_that_succeeded_or_asked_the_api(
    reply: Reply | None, requests: int, reached: bool
) -> None:
    """Provenance: ours."""
    assert Call("get_issue", {}, "", reply=reply, requests=requests).reached is reached


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply(), ""),
        (Reply(content=({"type": "text", "text": "one"},)), "one"),
        (
            Reply(content=({"type": "text", "text": "one"}, {"type": "text", "text": "two"})),
            "one\n<!-- block -->\ntwo",
        ),
        (Reply(content=({"type": "text", "text": "gone"},), is_error=True), "<!-- error -->\ngone"),
        (Reply(content=({"type": "text", "text": "unseen"},), error=REFUSED), "<!-- error -->\nno such tool"),
        (Reply(content=("a string",)), "<!-- no block -->"),
        (Reply(content=({"type": "text", "text": 1},)), "<!-- text -->"),
        (Reply(content=({"type": "note", "text": "kept for programs"},)), "<!-- note -->"),
        (Reply(content=({"type": "video", "text": "a caption"},)), "<!-- video -->"),
        (
            Reply(content=({"type": "image", "mimeType": "image/png", "data": "AAEC"},)),
            "<!-- image/png, 3 bytes -->",
        ),
        (Reply(content=({"type": "image", "data": "no base64"},)), "<!-- image, 9 bytes -->"),
        (Reply(content=({"type": "image", "mimeType": "image/png", "data": 7},)), "<!-- image/png -->"),
    ],
    ids=[
        "nothing",
        "one text",
        "two texts",
        "error reply",
        "error of the protocol",
        "no object",
        "text of another type",
        "another kind with a text",
        "a third kind with a text",
        "image",
        "no base64",
        "data of another type",
    ],
)
def test_a_reply_is_rendered_block_by_block(reply: Reply, text: str) -> None:
    """Provenance: the form of a golden. What is no text stands there as its kind and its size."""
    assert rendering(reply) == text


def test_a_size_is_that_of_the_bytes_and_not_of_their_spelling() -> None:
    """Provenance: ours."""
    data = base64.b64encode(b"x" * 300).decode()

    assert rendering(Reply(content=({"type": "audio", "data": data},))) == "<!-- audio, 300 bytes -->"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(FaultKind.STATUS, 0, Breakage.RESET, at="404"), "status 404 from GET /issues/1"),
        (Fault(FaultKind.NULLED, 0, Breakage.RESET, at="/user"), "field null at /user of GET /issues/1"),
        (Fault(FaultKind.EMPTY_BODY, 0, Breakage.RESET), "empty body of GET /issues/1"),
        (Fault(FaultKind.TIMEOUT, 0, Breakage.TIMEOUT), "timeout of GET /issues/1"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Fault) else "",
)
def test_a_fault_is_told_with_the_request_that_it_spoils(fault: Fault, said: str) -> None:
    """Provenance: ours."""
    assert fault.of(Request("GET", "https://api.example/issues/1?page=2")) == said


@pytest.mark.parametrize(
    ("fault", "must_fail"),
    [
        (Fault(FaultKind.NULLED, 0, Breakage.RESET), True),
        (Fault(FaultKind.NULLED, 0, Breakage.RESET, steers=True), True),
        (Fault(FaultKind.NULLED, 0, Breakage.RESET, tolerable=True), False),
        (Fault(FaultKind.NULLED, 0, Breakage.RESET, may_be_empty=True), False),
        (Fault(FaultKind.NULLED, 0, Breakage.RESET, is_optional=True), False),
    ],
    ids=["plain", "it matters", "the schema takes it", "empty is honest", "the request is not needed"],
)
def test_a_call_must_fail_unless_something_allows_for_the_fault(fault: Fault, must_fail: bool) -> None:
    """Provenance: ours."""
    assert fault.must_fail is must_fail
