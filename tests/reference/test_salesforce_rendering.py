"""What the model gets to read."""

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.salesforce.api_helper import FilesOf
from pytest_mcp_contract.reference.servers.salesforce.layout import api_name, fitting, length_within
from pytest_mcp_contract.reference.servers.salesforce.rendering import (
    render_created,
    render_query,
    render_record,
    render_updated,
)
from pytest_mcp_contract.reference.servers.salesforce.rendering_files import render_files
from pytest_mcp_contract.reference.servers.salesforce.rendering_objects import (
    render_description,
    render_objects,
)
from pytest_mcp_contract.reference.servers.salesforce.schemas import (
    FilesAnswer,
    ObjectDescription,
    ObjectList,
    QueryResult,
    Record,
)
from pytest_mcp_contract.reference.servers.salesforce.values import shown

TOKEN_BUDGET = 4_000
ACME = "001000000000001AAA"
LINK = f"https://example.my.salesforce.com/{ACME}"
NASTY = "Line\r\none `tick | <b> **x** ## \u2028\x1b[0m end"


def row(kind: str = "Account", /, **fields: JSON) -> JSON:
    """A record as Salesforce sends it."""
    url = f"/services/data/v62.0/sobjects/{kind}/{ACME}"
    return {"attributes": {"type": kind, "url": url}, **fields}


def found(*rows: JSON, total: int | None = None, more: str | None = None) -> QueryResult:
    """A page of a query."""
    body: dict[str, JSON] = {"totalSize": len(rows) if total is None else total, "done": more is None}
    if more is not None:
        body["nextRecordsUrl"] = more
    return QueryResult.model_validate({**body, "records": list(rows)})


def queried(*rows: JSON, total: int | None = None, more: str | None = None, start_at: int = 1) -> str:
    """What is shown of it."""
    return render_query(found(*rows, total=total, more=more), cursor=None, start_at=start_at)


def record(values: dict[str, JSON], *, fields: tuple[str, ...] = (), start_at: int = 1) -> str:
    """What is shown of one account."""
    read = Record.model_validate(row(**values))
    return render_record(read, "Account", ACME, LINK, fields=fields, start_at=start_at)


def description(**values: JSON) -> ObjectDescription:
    """An object with these fields instead of the least it has."""
    least: dict[str, JSON] = {"name": "Account", "label": "Account", "fields": []}
    return ObjectDescription.model_validate({**least, **values})


def described(*, show: str = "fields", text: str = "", start_at: int = 1, **values: JSON) -> str:
    """What is shown of it."""
    return render_description(description(**values), show=show, text=text, start_at=start_at)


def object_field(name: str = "Name", **values: JSON) -> JSON:
    """A field that can be written."""
    writable: dict[str, JSON] = {"createable": True, "updateable": True}
    return {"name": name, "label": name, "type": "string", **writable, **values}


def test_flat_records_are_a_table_whose_names_a_query_can_use() -> None:
    """Provenance: ours."""
    text = queried(row(Total__c=1.0, Owner=row("User", Name="Ada")), row(Total__c=None, Owner=None))

    assert text == ("2 records:\n\n| Total__c | Owner.Name |\n| --- | --- |\n| 1 | Ada |\n|  |  |")


def test_a_parent_that_only_some_records_have_keeps_the_place_it_was_asked_for() -> None:
    """Provenance: ours."""
    text = queried(row(Id="1", Parent=None, Name="A"), row(Id="2", Parent=row(Name="P"), Name="B"))

    assert "| Id | Parent.Name | Name |\n| --- | --- | --- |\n| 1 |  | A |\n| 2 | P | B |" in text


def test_aggregates_are_shown_without_a_name_or_a_link_of_their_own() -> None:
    """Provenance: recorded aggregates have no url."""
    aggregate: JSON = {"attributes": {"type": "AggregateResult"}, "expr0": 6}

    assert queried(aggregate) == "1 record:\n\n### 1.\n\n- expr0: 6"


def test_children_are_lists_below_their_record() -> None:
    """Provenance: recorded child queries."""
    children: JSON = {"totalSize": 1, "done": True, "records": [row("Contact", Name=NASTY, Title=None)]}

    text = queried(row(Id=ACME, Name="Acme", Contacts=children, Cases=None))

    assert text == (
        f"1 record:\n\n### 1. Account {ACME}\n\n- Name: Acme\n- Contacts: 1 record\n"
        "  - Name: Line one \\`tick \\| \\<b\\> \\*\\*x\\*\\* ## \\[0m end\n- Empty: Cases"
    )


def test_more_children_than_are_shown_are_counted_and_reachable() -> None:
    """Provenance: ours."""
    rows: list[JSON] = [row("Contact", Name=f"Contact {number}") for number in range(200)]
    children: JSON = {"totalSize": 320, "done": False, "records": rows, "nextRecordsUrl": "/x"}

    text = queried(row(Contacts=children))

    assert "- Contacts: 320 records\n  - Name: Contact 0\n" in text
    assert "  - 310 more: query these records by themselves with execute_read_query" in text


def test_nothing_found_and_nothing_but_a_count_are_one_sentence() -> None:
    """Provenance: recorded: `COUNT()` gives a size and no records."""
    assert queried() == "No records match the query."
    assert queried(total=1) == "1 record matches the query."
    assert queried(total=6) == "6 records match the query."


def test_a_page_that_does_not_fit_names_the_number_to_go_on_with() -> None:
    """Provenance: ours."""
    rows = [row(Id=f"{number:018}", Name="x" * 50) for number in range(200)]
    url = "/services/data/v62.0/query/01gAAA-200"

    first = render_query(found(*rows, total=450, more=url), cursor=None, start_at=1)
    here = first.count("\n| 0000")
    second = render_query(found(*rows, total=450, more=url), cursor="01gAAA-200", start_at=here + 1)
    last = render_query(found(*rows, total=450, more=url), cursor=None, start_at=200)

    assert first.startswith(f"450 records, {here} of them here:\n")
    assert first.endswith(f"More records follow: call execute_read_query again with start_at={here + 1}.")
    assert f"| {here:018} |" in second
    assert f'again with cursor="01gAAA-200" and start_at={here * 2 + 1}.' in second
    assert last.endswith('More records follow: call execute_read_query again with cursor="01gAAA-200".')


@pytest.mark.parametrize("url", [None, "https://evil.example/query/01g", "/services/data/v62.0/limits"])
def test_a_continuation_that_leads_elsewhere_is_not_offered(url: str | None) -> None:
    """Provenance: ours."""
    result = QueryResult.model_validate(
        {"totalSize": 9, "done": False, "records": [row(Id="1")], "nextRecordsUrl": url}
    )

    text = render_query(result, cursor=None, start_at=1)

    assert text.endswith("Salesforce did not say how to get them; narrow the query by WHERE or LIMIT.")
    assert "evil" not in text


def test_a_number_beyond_the_page_is_told() -> None:
    """Provenance: ours."""
    assert queried(row(Id="1"), start_at=2) == (
        "The last record of this page is number 1; there is no record 2."
    )


def test_long_texts_in_a_result_are_cut_with_a_sentence_that_says_so() -> None:
    """Provenance: ours."""
    text = queried(row(Id="1", Description="x" * 301), row(Id="2", Description="y" * 300))

    assert f"- Description: {'x' * 299}…\n" in text
    assert f"- Description: {'y' * 300}\n" in text
    assert text.endswith("Texts that end with … are cut; get_record shows more of them.")


def test_a_child_that_is_shown_in_part_says_so() -> None:
    """Provenance: ours."""
    values: dict[str, JSON] = {f"Field_{number}__c": "x" * 121 for number in range(20)}
    children: JSON = {"totalSize": 1, "done": True, "records": [row("Contact", **values)]}

    text = queried(row(Contacts=children))

    assert f"  - Field_0__c: {'x' * 119}…; Field_1__c: {'x' * 119}…" in text
    assert "; and 18 more\n" in text
    assert text.endswith("Texts that end with … are cut; get_record shows more of them.")


def test_text_of_strangers_stays_in_its_cell_and_on_its_line() -> None:
    """Provenance: ours."""
    table = queried(row(Name=NASTY, Id="1"), row(Name=NASTY, Id="2"))
    section = queried(row(Name=NASTY, Id="1"))

    assert len(table.splitlines()) == 6
    assert all(line.count(" | ") == 1 for line in table.splitlines() if line.startswith("|"))
    assert section.splitlines()[-1] == "- Name: Line one `tick | <b> **x** ## [0m end"


def test_a_field_name_that_salesforce_cannot_have_is_shown_as_text() -> None:
    """Provenance: ours. Aliases in a GROUP BY are chosen by whoever writes the query."""
    assert api_name("ns__Total__c") == "ns__Total__c"
    assert api_name("a | b\n# c") == "a \\| b # c"
    assert api_name("__init__") != "__init__"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (400, "400"),
        (300.0, "300"),
        (0.1, "0.1"),
        (1250000.5, "1250000.5"),
        (1e300, "1e+300"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        ("2026-05-06T12:07:50.000+0000", "2026-05-06 12:07 UTC"),
        ("2026-05-06T12:07:50.000-0230", "2026-05-06 14:37 UTC"),
        ("2026-05-06T12:07:50Z", "2026-05-06 12:07 UTC"),
        ("2026-13-45T12:07:50.000+0000", "2026-13-45T12:07:50.000+0000"),
        ("0001-01-01T00:00:00.000+1400", "0001-01-01T00:00:00.000+1400"),
        ("2026-05-06", "2026-05-06"),
        ("four;six", "four;six"),
        ({"city": "Ulm", "country": "DE", "street": None, "latitude": 48.4}, "Ulm, DE"),
        ({"latitude": 48.4, "longitude": 10.0}, "48.4, 10"),
        ({"salutation": "Dr.", "firstName": "Ada", "age": None}, "salutation Dr., firstName Ada"),
        ([1, None, "a"], "1; a"),
        ([[[[[[["deep"]]]]]]], "(nested too deep to show)"),
    ],
)
def test_a_value_is_shown_as_a_person_would_write_it(value: JSON, text: str) -> None:
    """Provenance: recorded values: floats, compound fields, dates without a colon in the offset."""
    assert shown(value) == text


def test_a_record_begins_with_its_name_and_leaves_out_what_says_nothing() -> None:
    """Provenance: recorded records send an address twice, whole and in parts."""
    text = record(
        {
            "Id": ACME,
            "IsDeleted": False,
            "Name": "Acme",
            "BillingStreet": "1 Main St",
            "BillingCity": "Ulm",
            "BillingAddress": {"street": "1 Main St", "city": "Ulm"},
            "ShippingCity": "Bonn",
            "Phone": None,
            "Fax": "",
        }
    )

    assert text == (
        f"# Account {ACME}: Acme\n\n- Name: Acme\n- BillingAddress: 1 Main St, Ulm\n- ShippingCity: Bonn\n"
        f"- Link: {LINK}\n\n2 more fields without a value."
    )


def test_fields_that_were_asked_for_are_shown_even_if_they_say_nothing() -> None:
    """Provenance: ours."""
    text = record({"IsDeleted": False, "Phone": None}, fields=("IsDeleted", "Phone"))

    assert text == f"# Account {ACME}\n\n- IsDeleted: false\n- Link: {LINK}\n\nEmpty: Phone."


def test_a_long_or_broken_text_of_a_record_is_a_block_that_it_cannot_leave() -> None:
    """Provenance: ours."""
    text = record({"Description": "One\r\n```\n# Not ours", "Notes__c": "x" * 5_000})

    assert "## Description\n\n````text\nOne\n```\n# Not ours\n````" in text
    assert (
        "These are the characters 1 to 4000 of 5000. More characters follow: call get_record again with "
        in text
    )
    assert 'with fields=["Notes__c"] and text_from=4001.' in text


def test_a_wide_record_is_read_to_its_end_by_doing_what_it_says() -> None:
    """Provenance: ours. An object may have 800 fields."""
    values: dict[str, JSON] = {f"Field_{number}__c": "value " * 20 for number in range(100)}
    start_at, texts = 1, [""]
    while start_at:
        texts.append(record(values, start_at=start_at))
        _, _, rest = texts[-1].partition("More fields follow: call get_record again with start_at=")
        start_at = int(rest.rstrip(".") or 0)

    assert len(texts) > 3
    assert sum(text.count("\n- Field_") for text in texts) == 100
    assert "there is no number 101" in record(values, start_at=101)


def test_writes_name_what_they_changed_but_not_the_values() -> None:
    """Provenance: ours."""
    assert render_created("Account", ACME, LINK) == f"Created Account {ACME}.\n\n- Link: {LINK}"
    assert render_updated("Account", ACME, LINK, {"Name": "secret", "Phone": None}) == (
        f"Updated Account {ACME}: set Name; cleared Phone.\n\n- Link: {LINK}"
    )
    assert render_updated("Account", ACME, LINK, {"Phone": None}).startswith(
        f"Updated Account {ACME}: cleared Phone."
    )


def test_objects_are_listed_by_kind_and_text() -> None:
    """Provenance: ours."""
    objects = ObjectList.model_validate(
        {
            "sobjects": [
                {"name": "Account", "label": "Account"},
                {"name": "Bill__c", "label": "Invoice", "custom": True, "queryable": False},
                {"name": "Old", "label": "Old", "deprecatedAndHidden": True},
            ]
        }
    )

    assert render_objects(objects, kind="all", text="", start_at=1) == (
        "2 objects:\n\n- Account\n- Bill__c (custom, cannot be queried): Invoice"
    )
    assert render_objects(objects, kind="custom", text="INVOICE", start_at=1).startswith(
        '1 custom object with "INVOICE" in name or label:'
    )
    assert render_objects(objects, kind="standard", text="x", start_at=1) == (
        'There are no standard objects with "x" in name or label that this token may see.'
    )
    assert render_objects(objects, kind="standard", text="", start_at=2).endswith("there is no number 2.")
    nothing = ObjectList(sobjects=[])
    assert render_objects(nothing, kind="all", text="", start_at=1) == (
        "There are no objects that this token may see."
    )


def test_a_description_says_what_a_record_and_a_query_need() -> None:
    """Provenance: ours."""
    text = described(
        label="Firma",
        labelPlural="Firmen",
        keyPrefix="001",
        createable=True,
        recordTypeInfos=[
            {"name": "Master", "master": True},
            {"name": "Partner", "recordTypeId": "0120", "defaultRecordTypeMapping": True},
            {"name": "Hidden", "available": False},
        ],
        fields=[
            object_field(nillable=False, length=255, label="Account Name"),
            object_field(
                "OwnerId", type="reference", referenceTo=["Group", "User"], relationshipName="Owner"
            ),
            object_field("Active", type="boolean", nillable=False),
            object_field("Score", createable=False, updateable=False, calculated=True, type="double"),
            object_field("Once", updateable=False, unique=True, externalId=True, filterable=False),
            object_field(
                "Kind", type="picklist", picklistValues=[{"value": "A"}, {"value": "B", "active": False}]
            ),
        ],
        childRelationships=[
            {"childSObject": "Contact", "field": "AccountId", "relationshipName": "Contacts"}
        ],
    )

    assert text == (
        "# Account (standard object): Firma\n\n- Records can be queried, created\n- Ids begin with: 001\n"
        "- Plural: Firmen\n- Record types: Partner (0120, default)\n\n## Fields (6)\n\n"
        "- Name (string of 255, required): Account Name\n"
        "- OwnerId (reference to Group, User, relationship Owner)\n"
        "- Active (boolean)\n"
        "- Score (double, read-only, calculated)\n"
        "- Once (string, only at creation, unique, external id, not in WHERE)\n"
        "- Kind (picklist)\n  - Values: A\n\n"
        "1 child relationship can be used in subqueries: "
        'call describe_object with show="child_relationships".'
    )


def test_only_relationships_that_a_query_can_follow_are_listed() -> None:
    """Provenance: recorded: 140 of 373 child relationships have no name."""
    children: list[JSON] = [
        {"childSObject": "AccountFeed", "field": "ParentId", "relationshipName": None},
        {"childSObject": "Bill__c", "field": "Account__c", "relationshipName": "Bills__r"},
    ]

    text = described(show="child_relationships", childRelationships=children)

    assert text.endswith("## Child relationships (1)\n\n- Bills__r: Bill__c by Account__c")
    assert described(show="child_relationships").endswith("It has no child relationships.")
    assert described(show="child_relationships", text="x", childRelationships=children).endswith(
        'No child relationship matches "x".'
    )


def test_a_wide_object_is_read_to_its_end_by_doing_what_it_says() -> None:
    """Provenance: ours."""
    fields: list[JSON] = [object_field(f"Field_{number}__c", label="A label") for number in range(500)]
    start_at, texts = 1, [""]
    while start_at:
        texts.append(described(fields=fields, start_at=start_at))
        _, _, rest = texts[-1].partition("More fields follow: call describe_object again with start_at=")
        start_at = int(rest.partition(".")[0] or 0)

    assert len(texts) > 3
    assert sum(text.count("\n- Field_") for text in texts) == 500


def test_files_are_one_line_each() -> None:
    """Provenance: ours. A document that the user may not see is null."""
    answer = FilesAnswer.model_validate(
        {
            "totalSize": 2,
            "done": True,
            "records": [
                {"attributes": {"type": "Attachment"}, "Id": "00P1", "Name": NASTY, "BodyLength": 999},
                {
                    "attributes": {"type": "ContentDocumentLink"},
                    "ContentDocumentId": "0691",
                    "ContentDocument": None,
                },
            ],
        }
    )

    assert render_files([FilesOf(answer, "SELECT")], ACME, start_at=1) == (
        f"2 files on record {ACME}:\n\n"
        "- attachment 00P1 (999 bytes): Line one `tick | <b> **x** ## [0m end\n"
        "- file 0691: (no title)"
    )


def test_more_files_than_a_page_are_reachable() -> None:
    """Provenance: ours."""
    attachment: JSON = {"attributes": {"type": "Attachment"}, "Id": "00P1", "Name": "a" * 60}
    url = "/services/data/v62.0/query/01gAAA-200"
    body: JSON = {"totalSize": 201, "done": False, "records": [attachment] * 200, "nextRecordsUrl": url}
    found = [FilesOf(FilesAnswer.model_validate(body), "SELECT Id")]

    first = render_files(found, ACME, start_at=1)
    last = render_files(found, ACME, start_at=200)

    assert "More files follow: call list_attachments again with start_at=" in first
    assert last.endswith(
        'More files follow: call execute_read_query again with query="SELECT Id" and cursor="01gAAA-200".'
    )
    assert render_files(found, ACME, start_at=201).endswith("there is no file 201.")


def test_what_fits_is_at_least_one() -> None:
    """Provenance: ours."""
    assert fitting(["x" * 100, "y"], 10) == ["x" * 100]
    assert fitting(["1234", "1234", "1"], 10) == ["1234", "1234"]
    assert length_within("ü" * 10, 9) == 3
    assert length_within("abc", 9) == 3


@pytest.mark.parametrize("text", ["x", "漢字", "🦄", "ᚠ", "ü", "0035500001H9kZuAAJ", "\\`*"])
def test_nothing_takes_more_than_the_model_can_read(text: str) -> None:
    """Provenance: ours. Long lists, long texts and characters that take many tokens."""
    long = text * 3_000
    values: dict[str, JSON] = {f"Field_{number}__c": long[:200] for number in range(500)}
    children: JSON = {"totalSize": 10_000, "done": True, "records": [row(Name=long, **values)] * 50}
    picklist: list[JSON] = [{"value": long[:250]}] * 1_000
    fields: list[JSON] = [
        object_field(f"F{number}", label=long, picklistValues=picklist) for number in range(300)
    ]
    few = fields[:3]
    objects: list[JSON] = [{"name": f"Object_{number}__c", "label": long} for number in range(5_000)]
    attachment: JSON = {"attributes": {"type": "Attachment"}, "Id": long, "Name": long, "ContentType": long}
    files = FilesAnswer.model_validate({"totalSize": 9, "done": True, "records": [attachment] * 5_000})
    shown_texts = [
        queried(*[row(Id=long, Name=long)] * 10_000),
        queried(*[row(Id=text, Name=text)] * 10_000),
        queried(*[row(Children=children, Name=long, **values)] * 3),
        record({"Name": long, **values}),
        record({"Name": long, "Description": long, "Other": long}),
        described(label=long, labelPlural=long, fields=fields),
        described(label=long, labelPlural=long, fields=few),
        render_objects(ObjectList.model_validate({"sobjects": objects}), kind="all", text="", start_at=1),
        render_files([FilesOf(files, "SELECT")], ACME, start_at=1),
    ]

    assert [token_count(one) for one in shown_texts if token_count(one) > TOKEN_BUDGET] == []
