"""What a reply says of a thing: its id, that it is there, that it is gone, or neither."""

import json

import pytest

from pytest_mcp_contract.fuzz import told
from pytest_mcp_contract.model import JSON, Reply, RpcError

TEXT: JSON = {"type": "string"}
INTEGER: JSON = {"type": "integer"}
UUID = "0b6f2f7e-3c1d-4a55-9e0a-6f1f0c7d2b11"


def said(*texts: str, structured: JSON = None, is_error: bool = False) -> Reply:
    content: tuple[JSON, ...] = tuple({"type": "text", "text": text} for text in texts)
    return Reply(content=content, structured=structured, is_error=is_error)


def test_all_that_a_reply_says_is_one_text() -> None:
    """Provenance: ours. Block by block, then the structured result, then the error, as they are written."""
    whole = Reply(
        content=({"type": "text", "text": "one"}, {"type": "image"}, {"type": "text", "text": "two"}),
        structured={"name": "Zoë"},
        error=RpcError(-32603, "three"),
    )

    assert told.text_of(whole) == 'one\ntwo\n{"name": "Zoë"}\nthree'
    assert told.text_of(Reply(structured=[])) == "[]"
    assert told.text_of(Reply()) == ""


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        pytest.param("STRASSE Straße", (), "strasse strasse", id="case"),
        pytest.param("a &amp; b&lt;", (), "a & b<", id="entities of HTML"),
        pytest.param(r"a \"b\" C:\x", (), 'a "b" c:x', id="escapes"),
        pytest.param("\uff21\ufb01", (), "afi", id="letters of another width"),
        pytest.param("Note Errors made", ("errors",), "note \u2022 made", id="a given value"),
        pytest.param("note 12 of 3", ("12", 3), "note \u2022 of \u2022", id="short digits"),
        pytest.param("the cat sat", ("cat",), "the cat sat", id="a short word is a word"),
        pytest.param("the cats sat", ("cats",), "the \u2022 sat", id="four letters"),
        pytest.param("note-abcd-2 done", ("abcd", "abcd-2"), "note-\u2022 done", id="the longest first"),
        pytest.param("1.5 null", (1.5, None, ["1.5"], {"null": 1}), "1.5 null", id="no text and no number"),
        pytest.param("tom &amp; jerry", ("Tom &amp; Jerry",), "\u2022", id="a value is read alike"),
    ],
)
def test_a_text_is_compared_without_escapes_and_without_what_was_given(
    text: str, values: tuple[JSON, ...], expected: str
) -> None:
    """Provenance: ours. A note called `Errors` is no error."""
    assert told.plain(text, values) == expected


ISSUE, LINE_ITEM = ("issue",), ("line", "item")


@pytest.mark.parametrize(
    ("document", "noun", "key", "expected"),
    [
        pytest.param({"id": 5}, ISSUE, "id", 5, id="a plain key"),
        pytest.param({"_id": "a"}, ISSUE, "id", "a", id="a key with an underscore"),
        pytest.param({"id": 5, "issue_id": 6}, ISSUE, "id", 6, id="the key with the noun says more"),
        pytest.param({"id": 5, "issueId": 6}, ISSUE, "id", 6, id="in camel case"),
        pytest.param({"id": 4, "item_id": 5}, LINE_ITEM, "id", 5, id="the last word of the noun"),
        pytest.param({"item_id": 5, "line_item_id": 6}, LINE_ITEM, "id", 6, id="all words of the noun"),
        pytest.param({"user_id": 5}, ISSUE, "id", None, id="the id of another thing"),
        pytest.param({"id": 5, "ID": 6}, ISSUE, "id", 5, id="the first of two"),
        pytest.param({"id": True}, ISSUE, "id", None, id="no boolean"),
        pytest.param({"id": 1.5}, ISSUE, "id", None, id="no fraction"),
        pytest.param({"id": None}, ISSUE, "id", None, id="no null"),
        pytest.param({"issue_id": None, "id": 5}, ISSUE, "id", 5, id="a null is passed over"),
        pytest.param({"number": 5}, ISSUE, "id", None, id="another key"),
        pytest.param({"issue": {"id": 5}}, ISSUE, "id", 5, id="under the noun"),
        pytest.param({"issues": [{"id": 5}]}, ISSUE, "id", 5, id="the only one of a list"),
        pytest.param({"issues": [{"id": 5}, {"id": 6}]}, ISSUE, "id", None, id="one of two"),
        pytest.param({"user": {"id": 5}}, ISSUE, "id", None, id="under another noun"),
        pytest.param({"result": {"id": 5}}, ISSUE, "id", 5, id="wrapped"),
        pytest.param({"created_item": {"id": 5}}, ISSUE, "id", 5, id="a wrapper among words"),
        pytest.param({"data": {"object": {"record": {"id": 5}}}}, ISSUE, "id", 5, id="wrapped three times"),
        pytest.param(
            {"data": {"object": {"record": {"item": {"id": 5}}}}}, ISSUE, "id", 5, id="wrapped four times"
        ),
        pytest.param(
            {"data": {"object": {"record": {"item": {"value": {"id": 5}}}}}},
            ISSUE,
            "id",
            None,
            id="wrapped too often",
        ),
        pytest.param({"id": 3, "data": {"id": 5}}, ISSUE, "id", 5, id="the thing is inside"),
        pytest.param({"id": 3, "data": {"id": 5}, "item": {"id": 6}}, ISSUE, "id", 3, id="two wrappers"),
        pytest.param({"id": 3, "data": "x"}, ISSUE, "id", 3, id="a wrapper of a text is none"),
        pytest.param([{"id": 5}], ISSUE, "id", 5, id="a list of one"),
        pytest.param([{"id": 5}, {"id": 6}], ISSUE, "id", None, id="a list of two"),
        pytest.param([], ISSUE, "id", None, id="a list of none"),
        pytest.param([5], ISSUE, "id", None, id="a list of a number"),
    ],
)
def test_an_id_is_read_from_json(document: JSON, noun: tuple[str, ...], key: str, expected: JSON) -> None:
    """Provenance: ours. Structured or as a text: JSON gives the type."""
    found = None if expected is None else (expected, True)

    assert told.told(said(structured=document), noun, key) == found
    assert told.told(said(json.dumps(document)), noun, key) == found


def test_two_documents_that_name_two_things_name_none() -> None:
    """Provenance: ours. A text that repeats the structured result is no second thing."""
    same, other = '{"id": 5}', '{"id": 6}'

    assert told.told(said(same, structured={"id": 5}), ISSUE, "id") == (5, True)
    assert told.told(said(other, structured={"id": 5}), ISSUE, "id") is None
    assert told.told(said(same, other), ISSUE, "id") is None
    assert told.told(said("Created issue 7", same), ISSUE, "id") == (5, True)
    assert told.told(said("ID: 7", structured={}), ISSUE, "id") is None
    assert told.told(said("{broken", "ID: 7"), ISSUE, "id") == ("7", False)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        pytest.param("ID: 12", "id", "12", id="key and colon"),
        pytest.param("issue_id=12", "id", "12", id="noun, key and equals"),
        pytest.param("The issue ID is 12.", "id", "12", id="in a sentence"),
        pytest.param("**ID:** `EX-12`", "id", "EX-12", id="marks of Markdown"),
        pytest.param("number: #12", "number", "12", id="a hash before a number"),
        pytest.param("Slug: my/page.v2.", "slug", "my/page.v2", id="the full stop is not of it"),
        pytest.param("grid: 12", "id", None, id="the end of a word"),
        pytest.param("user_id: 12", "id", None, id="the id of another thing"),
        pytest.param("_id: 12", "id", "12", id="an underscore before the key"),
        pytest.param("idea: 12", "id", None, id="the beginning of a word"),
        pytest.param("ID: 12, ID: 13", "id", None, id="two ids"),
        pytest.param("ID: 12, id = 12", "id", "12", id="twice the same"),
        pytest.param("Created issue #12", "id", "12", id="a hash after the noun"),
        pytest.param("Created issue #12", "number", "12", id="a number after the noun"),
        pytest.param("Opened with number 12", "number", "12", id="a number named as one"),
        pytest.param("Created issue #12", "slug", None, id="a slug is no number"),
        pytest.param("Created issue EX-12", "key", "EX-12", id="a key after the verb"),
        pytest.param("Added a new issue `ab1`", "uid", "ab1", id="a uid after the verb"),
        pytest.param(f"Created the issue {UUID}", "uuid", UUID, id="a UUID after the verb"),
        pytest.param(f"created task {UUID}", "guid", UUID, id="by another noun"),
        pytest.param("Created issue 12", "iid", "12", id="an iid after the verb"),
        pytest.param("Created issue twelve", "id", None, id="a word without a digit"),
        pytest.param("Created issue EX-12", "slug", None, id="a slug is not guessed"),
        pytest.param("Deleted issue EX-12", "key", None, id="another verb"),
        pytest.param("ID: 12, beside issue #13", "id", "12", id="what is named comes first"),
        pytest.param("nothing", "id", None, id="nothing"),
    ],
)
def test_an_id_is_read_from_a_text(text: str, key: str, expected: str | None) -> None:
    """Provenance: ours, in the manner of real replies."""
    assert told.told(said(text), ISSUE, key) == (None if expected is None else (expected, False))


def test_what_the_caller_gave_is_no_id() -> None:
    """Provenance: ours. A reply repeats the arguments."""
    text = "Created issue #12 for ID: Team-7"

    assert told.told(said(text), ISSUE, "id") == ("Team-7", False)
    assert told.told(said(text), ISSUE, "id", ("team-7",)) == ("12", False)
    assert told.told(said(text), ISSUE, "id", ("for team-7", 12)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Saved.", "My qx100z", id="not named"),
        pytest.param("Saved My qx100z", "My qx100z", id="as it was given"),
        pytest.param("Saved my-qx100z.md", "my-qx100z.md", id="made a file name"),
        pytest.param("Saved `my-QX100Z`, done", "my-QX100Z", id="in marks"),
        pytest.param("Saved a/qx100z and b/qx100z", None, id="two names"),
        pytest.param("Saved a/qx100z, see a/qx100z.", "a/qx100z", id="one name twice"),
        pytest.param("Saved <b>qx100z</b>", None, id="no word"),
    ],
)
def test_a_name_may_be_made_another_one(text: str, expected: str | None) -> None:
    """Provenance: ours."""
    assert told.renamed(said(text), "qx100z", "My qx100z") == expected


def test_a_name_is_recognised_in_escapes() -> None:
    """Provenance: ours."""
    assert told.renamed(said("Saved qx100z d&#39;Arc"), "qx100z", "qx100z d'Arc") == "qx100z d'Arc"
    assert told.renamed(said(structured={"name": 'qx100z "x"'}), "qx100z", 'qx100z "x"') == 'qx100z "x"'


@pytest.mark.parametrize(
    ("value", "schema", "expected"),
    [
        pytest.param("TASK-7", TEXT, ["task-7", "7"], id="case and digits"),
        pytest.param("task-7", TEXT, ["TASK-7", "7"], id="upper case"),
        pytest.param(7, TEXT, ["7"], id="a number as a text"),
        pytest.param("7", INTEGER, [7], id="a text as a number"),
        pytest.param(7, INTEGER, [], id="no other number"),
        pytest.param(" a ", TEXT, ["a", " A "], id="blanks"),
        pytest.param("#a", TEXT, ["#A", "a"], id="a hash"),
        pytest.param("a/b", TEXT, ["A/B", "b"], id="after a slash"),
        pytest.param("a:b", TEXT, ["A:B", "b"], id="after a colon"),
        pytest.param("a_b", TEXT, ["A_B", "b"], id="after an underscore"),
        pytest.param("x#b", TEXT, ["X#B", "b"], id="after a hash"),
        pytest.param("a1b2", TEXT, ["A1B2"], id="digits in two places are none"),
        pytest.param("a/", TEXT, ["A/"], id="nothing after the slash"),
        pytest.param("7", {"type": "array", "items": INTEGER}, [], id="no list"),
        pytest.param("a", {"type": "boolean"}, [], id="nothing fits"),
    ],
)
def test_other_spellings_of_an_id_are_those_that_a_person_would_try(
    value: JSON, schema: JSON, expected: list[JSON]
) -> None:
    """Provenance: ours. The spelling that was given is none of them."""
    assert list(told.variants(value, schema)) == expected


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Note created", True),
        ("", True),
        ('{"ok": true, "errors": []}', True),
        ('{"error": null}', True),
        ("errors: 0, failed = none", True),
        ("Deleted. This cannot be undone.", True),
        ("Deleted, and unrecoverable. It can't easily be restored.", True),
        ("Cannot create note", False),
        ("The note could not be deleted", False),
        ("Note not found", False),
        ("I was unable to delete it", False),
        ("Error: no space", False),
        ("It failed", False),
        ("Note already exists", False),
        ("couldn't be made", False),
        ("Permission denied", False),
        ("invalid name", False),
        ("dry-run: nothing was done", False),
        ("Please confirm", False),
        ("1 skipped", False),
        ("duplicate", False),
        ("no changes", False),
        ("no such note", False),
        ("it doesn't exist", False),
        ("0 notes deleted", False),
        ("Queued for deletion", False),
        ("will be deleted shortly", False),
        ("in progress", False),
        ('{"errors": ["x"]}', False),
    ],
)
def test_a_reply_says_whether_it_was_done_and_at_once(text: str, does: bool) -> None:
    """Provenance: ours, in the manner of real replies."""
    assert told.worked(said(text), ()) is does


def test_what_was_given_is_not_what_is_said() -> None:
    """Provenance: ours. Neither is anything done by a call that is refused."""
    assert told.worked(said("Created `Error log`"), ("Error log",))
    assert not told.worked(said("Created `Error log`"), ("Other",))
    assert not told.worked(said("Note created", is_error=True), ())


@pytest.mark.parametrize(
    ("text", "is_soft"),
    [
        ("Deletes a note", False),
        ("This cannot be undone", False),
        ("It can never be restored", False),
        ('{"archived": false}', False),
        ('{"trashed": 0}', False),
        ("Moves a note to the trash", True),
        ("Archives the note", True),
        ("It can be restored", True),
        ("soft-deletes", True),
        ("marked as deleted", True),
        ("deactivated", True),
        ("May take a minute", True),
        ("is deleted in the background", True),
        ("Scheduled for deletion", True),
        ('{"archived": true}', True),
    ],
)
def test_a_deletion_that_is_none_yet_says_so(text: str, is_soft: bool) -> None:
    """Provenance: ours, with words of real descriptions."""
    assert told.is_soft(text) is is_soft


@pytest.mark.parametrize(
    ("text", "is_unasked"),
    [
        ("Rate limit exceeded", True),
        ("403", True),
        ("Unauthorised", True),
        ("timed out", True),
        ("timeout", True),
        ("Connection refused", True),
        ("Try again", True),
        ("Service unavailable", True),
        ("Note not found", False),
        ("14030 notes", False),
    ],
)
def test_an_error_may_have_nothing_to_do_with_the_thing(text: str, is_unasked: bool) -> None:
    """Provenance: ours."""
    assert told.is_unasked(said(text, is_error=True)) is is_unasked
    assert told.is_unasked(Reply(error=RpcError(-32603, text))) is is_unasked


@pytest.mark.parametrize(
    ("text", "is_absent"),
    [
        ("Note not found", True),
        ("No such note", True),
        ("It doesn't exist", True),
        ("The note can't be found", True),
        ("could not find it", True),
        ("no longer there", True),
        ("No note with that name", True),
        ("Here it is", False),
        ("No.", False),
    ],
)
def test_a_thing_is_said_to_be_absent(text: str, is_absent: bool) -> None:
    """Provenance: ours. An error says so, or a reply that is no error and nothing but this."""
    assert told.is_refused_as_absent(said(text, is_error=True)) is is_absent
    assert told.is_absent(said(text), ()) is is_absent
    assert not told.is_refused_as_absent(said(text))


@pytest.mark.parametrize("text", ["Unknown note", "missing", "HTTP 404", "NOT_FOUND", "NotFound"])
def test_one_word_of_an_error_will_do(text: str) -> None:
    """Provenance: ours. In a text that is no error it may mean anything."""
    assert told.is_refused_as_absent(said(text, is_error=True))
    assert not told.is_absent(said(text), ())


def test_an_excuse_is_short_and_in_the_words_of_the_server() -> None:
    """Provenance: ours. A page of text may speak of something else that is not found."""
    excuse = "not found"

    assert told.is_absent(said(excuse.ljust(199, ".")), ())
    assert not told.is_absent(said(excuse.ljust(200, ".")), ())
    assert not told.is_absent(said("# Not found"), ("Not found",))


@pytest.mark.parametrize(
    ("reply", "is_empty"),
    [
        pytest.param(said(structured={"entities": [], "n": 0, "x": {"y": None}}), True, id="an empty list"),
        pytest.param(said(structured={"entities": ["a"]}), False, id="a list of something"),
        pytest.param(said(structured=[]), True, id="nothing structured"),
        pytest.param(said("none", structured={"a": 1}), False, id="the structured result counts"),
        pytest.param(said('{"notes": []}'), True, id="JSON as a text"),
        pytest.param(said('[{"name": "a"}]'), False, id="JSON of something"),
        pytest.param(said("No notes"), True, id="no"),
        pytest.param(said("Empty folder"), True, id="empty"),
        pytest.param(said("0 notes"), True, id="zero"),
        pytest.param(said("Nothing was not found"), True, id="not found"),
        pytest.param(said("Notes: a, b"), False, id="notes"),
        pytest.param(said("10 notes"), False, id="ten"),
        pytest.param(said(""), False, id="silence says nothing"),
        pytest.param(said("no".ljust(199, ".")), True, id="a short text"),
        pytest.param(said("no".ljust(200, ".")), False, id="a long text"),
        pytest.param(said("not found".ljust(200, ".")), False, id="a long excuse"),
    ],
)
def test_a_reply_says_expressly_that_there_is_nothing(reply: Reply, is_empty: bool) -> None:
    """Provenance: ours."""
    assert told.is_empty(reply) is is_empty


@pytest.mark.parametrize(
    ("after", "before", "is_new"),
    [
        ('{"status": "archived"}', '{"status": "open"}', True),
        ('{"status": "archived"}', '{"status": "archived"}', False),
        ('{"archived": false}', '{"status": "open"}', False),
        ("a closed note", "a closed note, deleted", False),
        ("a closed note, deleted", "a closed note", True),
        ("a note", "a note", False),
    ],
)
def test_words_of_absence_are_new_where_they_were_not_said_before(
    after: str, before: str, is_new: bool
) -> None:
    """Provenance: ours."""
    assert told.new_words_of_absence(after, before) is is_new


@pytest.mark.parametrize(
    ("text", "sign", "does"),
    [
        ("notes: qx100z, b", "qx100z", True),
        ("notes: QX100Z", "qx100z", True),
        ("notes: my_qx100z_note", "qx100z", True),
        ("notes: aqx100z", "qx100z", False),
        ("notes: qx100za", "qx100z", False),
        ("notes: qx100z1", "qx100z", False),
        ("note 12.", 12, True),
        ("note 121", 12, False),
        ("a &amp; b", "a & b", True),
        ("axb", "a.b", False),
    ],
)
def test_a_thing_is_mentioned_as_a_word_of_its_own(text: str, sign: JSON, does: bool) -> None:
    """Provenance: ours. Said of nothing beside it, it is said to be there."""
    assert told.mentions(text, sign) is does
    assert told.mentions_as_there(text, sign) is does


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("qx100z (deleted)", False),
        ("deleted: qx100z", False),
        ('{"name": "qx100z", "deleted": false}', True),
        ("qx100z".ljust(128, ".") + " deleted", True),
        ("qx100z".ljust(118, ".") + " deleted", False),
        ("deleted " + "qx100z".rjust(126, "."), True),
        ("deleted " + "qx100z".rjust(116, "."), False),
        ("qx100z in the trash", False),
        ("qx100z, and an archived one", False),
    ],
)
def test_a_thing_is_not_there_where_it_is_said_beside_it(text: str, is_there: bool) -> None:
    """Provenance: ours. What is said of others, far away, does not count."""
    assert told.mentions(text, "qx100z")
    assert told.mentions_as_there(text, "qx100z") is is_there


@pytest.mark.parametrize(
    ("value", "is_distinct"),
    [("abcde1", True), ("abcd1", False), ("abcdef", False), (123456, True), (12345, False), (None, False)],
)
def test_a_distinct_value_is_long_and_has_a_digit(value: JSON, is_distinct: bool) -> None:
    """Provenance: ours."""
    assert told.is_distinct(value) is is_distinct


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("a, b, c", True),
        ("a, b and more", False),
        ("a, b...", False),
        ("a, b\u2026", False),
        ('{"has_more": false}', False),
        ("Showing 2 of 5", False),
        ("page 1", False),
        ("first 10", False),
        ("truncated", False),
        ("3 remaining", False),
        ("a".ljust(49_999), True),
        ("a".ljust(50_000), False),
    ],
    ids=lambda text: str(text)[:20].strip(),
)
def test_a_list_is_whole_where_nothing_says_otherwise(text: str, is_whole: bool) -> None:
    """Provenance: ours."""
    assert told.is_whole(said(text), ()) is is_whole


def test_what_was_given_does_not_bound_a_list() -> None:
    """Provenance: ours."""
    assert told.is_whole(said("a, Read more, b"), ("Read more",))
    assert not told.is_whole(said("a, Read more, b"), ())
