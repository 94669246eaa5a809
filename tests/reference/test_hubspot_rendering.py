"""What the model gets to read of records."""

import re

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering
from pytest_mcp_contract.reference.servers.hubspot.schemas import CrmObject, SearchAnswer

LINK = "https://app.hubspot.com/contacts/4422/record/0-1/51"
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
    assert re.search(r'call get_contact again with properties=\["message"\] and text_from=\d+\.$', text)


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


def test_matches_that_hubspot_did_not_send_are_not_denied() -> None:
    """Provenance: ours."""
    assert search(found(total=3)) == "HubSpot counts 3 matches, but sent no contacts; try again."


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


def test_the_only_record_without_the_only_property_is_named() -> None:
    """Provenance: ours. Nothing is left to read on in."""
    text = rendering.render_search(
        found(record(email="a@example.com", notes=None)),
        "contacts",
        asked=("notes",),
        chosen=True,
        after=0,
        text_from=1,
    )

    assert f"\n- Link: {LINK}" in text
    assert "- notes:" not in text
