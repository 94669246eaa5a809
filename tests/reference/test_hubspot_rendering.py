"""What the model gets to read."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering, rendering_lists
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    CrmObject,
    OwnerList,
    PropertyList,
    SearchAnswer,
)
from pytest_mcp_contract.reference.servers.hubspot.values import (
    epoch_milliseconds,
    hubspot_moment,
    note_html,
    sent,
    shown,
)

LINK = "https://app.hubspot.com/contacts/4422/record/0-1/51"
TOKEN_BUDGET = 4_000
HOSTILE = "`Eve | \r\n## Body\x1b[0m \u2028**done**"
ONE_LINE = "`Eve | ## Body [0m **done**"


def record(number: int = 51, url: str | None = LINK, /, **properties: str | None) -> CrmObject:
    """A record with these properties."""
    return CrmObject.model_validate({"id": str(number), "properties": properties, "url": url})


def found(*records: CrmObject, total: int | None = None, after: str | None = None) -> SearchAnswer:
    """A search answer."""
    body: dict[str, JSON] = {
        "total": len(records) if total is None else total,
        "results": [one.model_dump(by_alias=True) for one in records],
    }
    return SearchAnswer.model_validate({**body, **({"paging": {"next": {"after": after}}} if after else {})})


def contact(model: CrmObject, *asked: str, chosen: bool = True) -> str:
    """A contact as get_contact shows it."""
    return rendering.render_object(model, "contacts", asked=asked, chosen=chosen)


def search(answer: SearchAnswer, *asked: str, chosen: bool = True, after: int = 0) -> str:
    """A search for contacts."""
    return rendering.render_search(answer, "contacts", asked=asked, chosen=chosen, after=after)


def test_a_record_begins_with_its_id_and_name() -> None:
    """Provenance: ours."""
    text = contact(record(firstname="Ada", lastname="Lovelace", email="ada@example.com"), "email")

    assert text == f"# Contact 51: Ada Lovelace\n\n- email: ada@example.com\n- Link: {LINK}"


@pytest.mark.parametrize(
    ("properties", "title"),
    [
        ({"firstname": "Ada", "lastname": None}, "51: Ada"),
        ({"firstname": " ", "lastname": "", "email": "ada@example.com"}, "51: ada@example.com"),
        ({"firstname": None}, "51"),
        ({}, "51"),
    ],
)
def test_a_record_without_a_name_is_named_by_what_it_has(
    properties: dict[str, str | None], title: str
) -> None:
    """Provenance: ours."""
    assert contact(record(**properties)).splitlines()[0] == f"# Contact {title}"


def test_chosen_properties_without_a_value_are_told_from_those_that_do_not_exist() -> None:
    """Provenance: ours. HubSpot leaves unknown names out without a word."""
    text = contact(record(phone=None, fax="", email="ada@example.com"), "phone", "fax", "email", "shoe_size")

    assert "Without a value: phone, fax." in text
    assert "HubSpot did not send shoe_size; check the names with list_properties." in text


def test_usual_properties_without_a_value_are_left_out() -> None:
    """Provenance: ours."""
    text = contact(record(phone=None, firstname="Ada"), "firstname", "phone", "company", chosen=False)

    assert text == f"# Contact 51: Ada\n\n- Link: {LINK}"


def test_a_record_without_an_address_has_no_link() -> None:
    """Provenance: `url` is absent from older recordings."""
    text = contact(record(51, None, email="ada@example.com"), "email", chosen=False)

    assert text == "# Contact 51: ada@example.com"


def test_an_archived_record_says_so() -> None:
    """Provenance: ours."""
    text = contact(record().model_copy(update={"archived": True}))

    assert text.startswith("# Contact 51\n\nThis record is archived.")


def test_a_long_text_stands_in_a_fence_and_says_where_the_rest_is() -> None:
    """Provenance: ours."""
    text = contact(record(message="```\nlong\n```\n" + "word " * 5_000), "message")

    assert "## message\n\n````text\n```\nlong\n```\n" in text
    assert text.endswith(f" characters; read the rest at {LINK}.")


def test_properties_that_do_not_fit_can_be_read_by_doing_what_it_says() -> None:
    """Provenance: ours."""
    names = [f"answer_{number}" for number in range(50)]
    model = record(**dict.fromkeys(names, "1 2 3 " * 40))

    text = contact(model, *names)

    last = text.splitlines()[-1]
    assert last.startswith('More properties follow: call get_contact again with properties=["answer_')
    assert last.endswith('"answer_49"].')
    assert text.count("- answer_") + last.count('"answer_') == 50


def test_a_text_of_a_stranger_stays_on_its_line() -> None:
    """Provenance: ours."""
    model = record(firstname=HOSTILE, jobtitle="x|y `z")

    lines = search(found(model, model), "jobtitle").splitlines()

    assert lines.count(f"### 51: {ONE_LINE}") == 2
    assert lines.count("- jobtitle: x|y `z") == 2
    assert "## Body" not in lines


def test_a_search_says_how_many_match_and_how_many_are_here() -> None:
    """Provenance: ours."""
    text = search(found(record(email="ada@example.com"), total=12, after="1"), "email")

    assert text.startswith("12 contacts match, 1 of them here:\n\n### 51: ada@example.com\n")
    assert text.endswith('More contacts follow: call search_crm_objects again with after="1".')


def test_one_match_is_one() -> None:
    """Provenance: ours."""
    assert search(found(record())).startswith("1 contact matches:\n")


@pytest.mark.parametrize(
    ("after", "sentence"), [(0, "No contacts match."), (40, "No contacts match after the first 40.")]
)
def test_an_empty_search_is_one_sentence(after: int, sentence: str) -> None:
    """Provenance: ours."""
    assert search(found(total=40 if after else 0), after=after) == sentence


def test_records_that_do_not_fit_are_next_by_number() -> None:
    """Provenance: a search from 1 with two results is answered with `after` 3 in a recording."""
    rows = [record(number, firstname="word " * 25, jobtitle="word " * 60) for number in range(100)]

    text = search(found(*rows, total=1_000, after="300"), "jobtitle", after=200)

    here = text.count("### ")
    assert 5 < here < 100
    assert text.startswith(f"1000 contacts match, {here} of them here:")
    assert text.endswith(f'again with after="{200 + here}".')


def test_a_search_offers_nothing_beyond_what_hubspot_reads() -> None:
    """Provenance: ours. HubSpot refuses everything after result 10,000."""
    text = search(found(record(), total=10_000, after="10000"), after=9_999)

    assert text.startswith("At least 10,000 contacts match, 1 of them here:")
    assert text.endswith("shows only the first 10,000 matches; narrow the filters for others.")


def test_a_cursor_that_cannot_be_passed_on_is_not_offered() -> None:
    """Provenance: ours."""
    text = search(found(record(), total=2, after="two words " * 100))

    assert text.endswith("HubSpot did not say how to get them; narrow what you ask for.")


def test_a_type_that_only_hubspot_knows_shows_all_that_was_sent() -> None:
    """Provenance: ours."""
    model = record(hs_object_id="801", name="Penny-farthing", wheels="2", colour=None)

    text = rendering.render_search(found(model), "2-7001", asked=(), chosen=False, after=0)

    assert text == (
        f"1 record of type 2-7001 matches:\n\n### 51: Penny-farthing\n\n- wheels: 2\n- Link: {LINK}"
    )


@pytest.mark.parametrize(
    ("total", "start"),
    [
        (0, "No contacts match."),
        (1, "1 contact matches."),
        (12, "12 contacts match."),
        (9_999, "9999 contacts match."),
        (10_000, "At least 10,000 contacts match. HubSpot's search counts no further than 10,000: "),
        (34_012, "At least 10,000 contacts match. HubSpot's search counts no further than 10,000: "),
    ],
)
def test_a_count_says_what_hubspot_counted(total: int, start: str) -> None:
    """Provenance: ours."""
    assert rendering.render_count(found(total=total), "contacts").startswith(start)


def test_what_was_written_is_shown_as_hubspot_has_it() -> None:
    """Provenance: ours. HubSpot puts e-mail addresses into lower case, for one."""
    written = {"email": "Ada@Example.com", "phone": ""}

    created = rendering.render_created(record(90, email="ada@example.com"), "contacts", written)
    updated = rendering.render_updated(record(90, email="ada@example.com", phone=""), "contacts", written)

    assert created == f"Created contact 90: ada@example.com\n\n- email: ada@example.com\n- Link: {LINK}"
    assert "- email: ada@example.com\n- Cleared: phone\n" in updated


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("createdate", "2026-03-02T09:00:00.123Z", "2026-03-02 09:00 UTC"),
        ("closedate", "2026-03-02T09:00:00+02:00", "2026-03-02 07:00 UTC"),
        ("closedate", "2026-03-31", "2026-03-31"),
        ("closedate", "2026-13-45T09:00:00Z", "2026-13-45T09:00:00Z"),
        ("closedate", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("amount", " 1500.00 ", "1500.00"),
        ("phone", None, ""),
        (
            "hs_note_body",
            "<p>One &amp; two</p><div>three<br/>four <b>5</b></div> 1 < 2",
            "One & two\nthree\nfour 5\n 1 < 2",
        ),
        ("jobtitle", "<b>Boss</b>", "<b>Boss</b>"),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(name: str, value: str | None, text: str) -> None:
    """Provenance: ours."""
    assert shown(name, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (1500.0, "1500"),
        (1750.5, "1750.5"),
        (7, "7"),
        ("x", "x"),
        (None, ""),
    ],
)
def test_a_value_is_sent_as_a_text(value: str | bool | int | float | None, text: str) -> None:
    """Provenance: ours. `True` and `None` would be read as words."""
    assert sent(value) == text


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("2026-03-31", "1774915200000"),
        ("2026-03-31T09:00:00.500Z", "1774947600500"),
        ("1500", "1500"),
        ("2026-02-30", "2026-02-30"),
        ("soon", "soon"),
    ],
)
def test_a_moment_is_compared_as_milliseconds(text: str, compared: str) -> None:
    """Provenance: ours."""
    assert epoch_milliseconds(text) == compared


def test_a_note_is_plain_text() -> None:
    """Provenance: ours. HubSpot reads the body of a note as HTML."""
    body = note_html("a < b & c\r\n<img src=x>\nend")

    assert body == "a &lt; b &amp; c<br>&lt;img src=x&gt;<br>end"
    assert shown("hs_note_body", body) == "a < b & c\n<img src=x>\nend"


def test_a_moment_is_sent_in_utc() -> None:
    """Provenance: ours."""
    assert hubspot_moment(datetime.fromisoformat("2026-03-10T16:30:00+02:00")) == "2026-03-10T14:30:00.000Z"
    assert hubspot_moment(datetime.fromisoformat("0001-01-01T00:00:00+14:00")).startswith("0001-01-01T00")


def properties(*definitions: dict[str, JSON], **asked: object) -> str:
    """Properties of contacts."""
    model = PropertyList.model_validate({"results": list(definitions)})
    usual: dict[str, object] = {
        "name_contains": "",
        "writable_only": False,
        "start_at": 1,
        "options_start_at": 1,
    }
    return rendering_lists.render_properties(model, "contacts", **{**usual, **asked})  # type: ignore[arg-type]


def definition(name: str, **fields: JSON) -> dict[str, JSON]:
    """A property."""
    return {"name": name, "label": name.title(), "type": "string", **fields}


def test_properties_are_listed_by_name_with_what_a_writer_needs() -> None:
    """Provenance: ours."""
    stage = definition(
        "stage",
        type="enumeration",
        options=[{"value": f"s_{number}", "label": "S"} for number in range(10)],
        modificationMetadata={"readOnlyValue": True},
    )
    text = properties(stage, definition("email", hasUniqueValue=True, description="Its\naddress"))

    assert text == (
        "2 properties of contacts:\n\n"
        "- email (string, unique): Email. Its address\n"
        "- stage (enumeration, read-only; s_0, s_1, s_2, s_3, s_4, s_5, s_6, s_7 and 2 more): Stage"
    )


def test_a_property_that_is_named_whole_is_shown_with_all_its_options() -> None:
    """Provenance: ours. `hs_stage_date` has the name in it too."""
    options: JSON = [
        {"value": "a", "label": "Stage A"},
        {"value": "b", "label": None, "hidden": True},
    ]
    text = properties(
        definition("stage", options=options), definition("hs_stage_date"), name_contains="Stage"
    )

    assert text.startswith("# Property stage of contacts\n")
    assert text.endswith("## 2 options\n\n- a: Stage A\n- b (hidden)")


@pytest.mark.parametrize("asked", [{"writable_only": True}, {"name_contains": "Mail"}])
def test_properties_can_be_narrowed(asked: dict[str, object]) -> None:
    """Provenance: ours."""
    calculated = definition("score", calculated=True)

    text = properties(calculated, definition("email"), definition("e_mail_2", label="Other mail"), **asked)

    assert text.startswith("2 ")
    assert "score" not in text


def test_properties_and_options_can_be_read_to_the_end() -> None:
    """Provenance: ours."""
    many = [definition(f"answer_{number:03}", description="word " * 30) for number in range(300)]
    options: JSON = [{"value": f"value_{number}", "label": "word " * 10} for number in range(400)]

    first = properties(*many)
    here = first.count("\n- ")
    second = properties(*many, start_at=here + 1)
    one = properties(definition("stage", options=options))

    assert first.endswith(f"call list_properties again with start_at={here + 1}.")
    assert f"\n\n- answer_{here:03} " in second
    assert one.endswith(f"call list_properties again with options_start_at={one.count('- value_') + 1}.")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"name_contains": "unicorn"}, "No properties of contacts with unicorn in the name or label."),
        (
            {"writable_only": True, "name_contains": "x"},
            "No writable properties of contacts with x in the name or label.",
        ),
        ({"start_at": 9}, "There are 2 properties; there is no number 9."),
    ],
)
def test_nothing_to_list_is_one_sentence(asked: dict[str, object], sentence: str) -> None:
    """Provenance: ours."""
    assert properties(definition("email"), definition("phone"), **asked) == sentence


def owners(*rows: dict[str, JSON], after: str | None = None, email: str = "") -> str:
    """A page of owners."""
    paging: dict[str, JSON] = {"paging": {"next": {"after": after}}} if after else {}
    model = OwnerList.model_validate({"results": list(rows), **paging})
    return rendering_lists.render_owners(model, email=email, archived=False)


def test_owners_are_shown_by_the_id_that_records_have() -> None:
    """Provenance: ours. An owner has a user id too, which no record has."""
    text = owners(
        {"id": "71", "userId": 3001, "firstName": "Ben", "lastName": "Ito", "email": "ben@example.com"},
        {"id": "73", "type": "QUEUE", "email": "s@example.com", "teams": [{"name": "East | `West"}]},
        {"id": "74"},
        after="74",
    )

    assert text == (
        "3 owners:\n\n"
        "- 71 (user 3001): Ben Ito, ben@example.com\n"
        "- 73 (queue; teams East \\| \\`West): s@example.com\n"
        "- 74: (no name)\n\n"
        'More owners follow: call list_owners again with after="74".'
    )


def test_no_owner_is_one_sentence() -> None:
    """Provenance: ours."""
    assert owners(email="ada@example.com") == "No owners with the e-mail address ada@example.com."


def test_owners_that_do_not_fit_are_asked_for_in_smaller_pages() -> None:
    """Provenance: ours. The cursor of owners is HubSpot's own, so it cannot be worked out."""
    row: dict[str, JSON] = {"id": "71", "firstName": "word " * 60, "email": "ben@example.com"}

    text = owners(*[row] * 100, after="171")

    here = text.count("- 71: ")
    assert here < 100
    assert f"Only the first {here} of 100 fit." in text
    assert f"call list_owners again with limit={here}." in text
    assert "171" not in text


def test_associations_are_shown_with_their_labels() -> None:
    """Provenance: ours."""
    kinds: JSON = [
        {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
        {"category": "USER_DEFINED", "typeId": 28, "label": "Billing *contact*"},
    ]
    model = AssociationList.model_validate(
        {
            "results": [{"toObjectId": 301, "associationTypes": kinds}, {"toObjectId": "302"}],
            "paging": {"next": {"after": "MzAy"}},
        }
    )

    text = rendering_lists.render_associations(model, "contacts", "51", "companies")

    assert text == (
        "2 companies associated with contact 51, by id:\n\n"
        "- 301: Billing \\*contact\\*\n- 302\n\n"
        "To read one, call get_company.\n\n"
        'More companies follow: call list_associations again with after="MzAy".'
    )


def test_no_association_is_one_sentence() -> None:
    """Provenance: ours."""
    model = AssociationList.model_validate({"results": []})

    text = rendering_lists.render_associations(model, "2-7001", "801", "tickets")

    assert text == "No tickets are associated with record 801 of type 2-7001."


@pytest.mark.parametrize(("labels", "end"), [(["Primary"], ", labelled Primary."), ([], "."), (None, ".")])
def test_an_association_is_confirmed_with_its_labels(labels: JSON, end: str) -> None:
    """Provenance: ours."""
    made = AssociationBatch.model_validate({"results": [{"labels": labels}]})

    text = rendering_lists.render_association(made, ("contacts", "51"), ("companies", "301"))

    assert text == f"Associated contact 51 with company 301{end}"


HUGE = [
    "漢字" * 6_000,
    "🧑‍🚀🦕" * 4_000,
    "ǅ̷̛́" * 4_000,
    "`|*_<[" * 2_000,
    "q7Zx-" * 2_000,
    "two\nlines\n" * 2_000,
    "x" * 30_000,
]
HUGE_IDS = ["han", "emoji", "rare", "markup", "random", "lines", "long"]


def big_search(text: str) -> str:
    """A page full of such records, which hold ten such values each."""
    names = [f"answer_{number}" for number in range(10)]
    model = record(51, text, firstname=text, **dict.fromkeys(names, text))
    return search(found(*[model] * 200), *names)


def big_record(text: str) -> str:
    """A record with fifty such values."""
    names = [f"answer_{number}" for number in range(50)]
    return contact(record(51, text, firstname=text, **dict.fromkeys(names, text)), *names)


def big_write(text: str) -> str:
    """A record that was given a hundred such values."""
    values = dict.fromkeys([f"answer_{number}" for number in range(100)], text)
    return rendering.render_updated(record(51, text, firstname=text), "contacts", values)


def big_properties(text: str) -> str:
    """A thousand such properties."""
    options: JSON = [{"value": text, "label": text}] * 20
    row = definition(text, label=text, type=text, fieldType=text, description=text, options=options)
    return properties(*[row] * 1_000)


def big_options(text: str) -> str:
    """One property with a thousand such options."""
    options: JSON = [{"value": text, "label": text}] * 1_000
    return properties(
        definition(text, label=text, type=text, fieldType=text, description=text, options=options)
    )


def big_owners(text: str) -> str:
    """A thousand such owners."""
    row: dict[str, JSON] = {"id": text, "firstName": text, "email": text, "teams": [{"name": text}] * 9}
    return owners(*[row] * 1_000, after=text)


def big_associations(text: str) -> str:
    """A thousand such associations."""
    kinds: JSON = [{"category": text, "typeId": 1, "label": text}] * 9
    rows: JSON = [{"toObjectId": text, "associationTypes": kinds}] * 1_000
    model = AssociationList.model_validate({"results": rows, "paging": {"next": {"after": text}}})
    return rendering_lists.render_associations(model, "contacts", "51", "companies")


def big_association(text: str) -> str:
    """One association with ten thousand such labels."""
    made = AssociationBatch.model_validate({"results": [{"labels": [text] * 10_000}]})
    return rendering_lists.render_association(made, ("contacts", "51"), ("companies", "301"))


@pytest.mark.parametrize("text", HUGE, ids=HUGE_IDS)
@pytest.mark.parametrize(
    "render",
    [
        big_search,
        big_record,
        big_write,
        big_properties,
        big_options,
        big_owners,
        big_associations,
        big_association,
    ],
)
def test_however_much_there_is_a_reply_stays_within_its_tokens(
    render: Callable[[str], str], text: str
) -> None:
    """Provenance: ours."""
    shown_text = render(text)

    assert token_count(shown_text) <= TOKEN_BUDGET
    assert not any(word in shown_text for word in ("None", "null", "undefined"))
