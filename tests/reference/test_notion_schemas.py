"""What the schemas accept: all versions of the API's shapes, and nothing that cannot be shown."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from pydantic import BaseModel, ValidationError

from pytest_mcp_contract.reference.entries.notion import ENTRY
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.notion import rendering
from pytest_mcp_contract.reference.servers.notion.rendering_rows import render_rows
from pytest_mcp_contract.reference.servers.notion.schemas import (
    Comment,
    Comments,
    DataSource,
    Page,
    Rows,
    Search,
    Users,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import AppendedBlocks, Block, BlockList
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyDefinition, PropertyValue
from pytest_mcp_contract.reference.servers.notion.schemas_text import Mention, RichText, User
from pytest_mcp_contract.reference.servers.notion.wording import states

ID = "a" * 32
PAGE_NULLS = "cover icon public_url parent url created_by last_edited_by archived in_trash properties"
DATABASE_NULLS = "cover icon public_url parent description title properties is_locked in_trash"
USER_NULLS = "avatar_url name type person bot"
BLOCK_NULLS = "type has_children archived in_trash paragraph code table_row image unsupported"
COMMENT_NULLS = "discussion_id parent created_time created_by display_name rich_text attachments"


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (Page, PAGE_NULLS),
        (DataSource, DATABASE_NULLS),
        (User, USER_NULLS),
        (Block, BLOCK_NULLS),
        (Comment, COMMENT_NULLS),
    ],
    ids=["page", "data source", "user", "block", "comment"],
)
def test_what_is_null_or_absent_in_recorded_traffic_is_accepted(model: type[BaseModel], names: str) -> None:
    """Provenance: counts over recordings of public API client test suites; `{object, id}` is legal."""
    alone = model.model_validate({"id": ID})
    nulls = model.model_validate({"id": ID, **dict.fromkeys(names.split())})

    for name in set(names.split()) & set(model.model_fields):
        assert getattr(alone, name) is getattr(nulls, name) is None, name


def test_every_optional_field_of_an_answer_may_be_null() -> None:
    """Provenance: ours. Notion empties a value by null, and documents few of the cases."""
    for model in _models():
        required = {
            name for name, field in model.model_fields.items() if field.is_required() or name == "results"
        }
        for name in set(model.model_fields) - required:
            one_block: JSON = [{"id": ID}]
            given: dict[str, JSON] = {one: one_block if one == "results" else ID for one in required}
            given[name] = None
            assert getattr(model.model_validate(given), name) is None, f"{model.__name__}.{name}"


def test_fields_that_are_new_are_kept_in_every_object() -> None:
    """Provenance: ours. Vendors add fields without a new version."""
    models = _models()

    assert {Page, Block, PropertyValue, RichText, Mention, User, Rows} <= models
    assert {model for model in models if model.model_config.get("extra") != "allow"} == set()


def _models() -> set[type[BaseModel]]:
    """All models of the declared responses, with those inside of them."""
    declared = ENTRY["responses"]
    assert isinstance(declared, dict)
    found: set[type[BaseModel]] = set()
    work: list[object] = []
    for reference in declared.values():
        module, _, attribute = reference.partition(":")
        work.append(getattr(import_module(module), attribute))
    while work:
        one = work.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in found:
            found.add(one)
            work += [field.annotation for field in one.model_fields.values()]
        work += _arguments(one)
    return found


def _arguments(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__args__", ())


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ({"archived": False}, []),
        ({"archived": True}, ["in trash"]),
        ({"archived": True, "in_trash": True}, ["in trash"]),
        ({"archived": False, "in_trash": False, "is_locked": True}, ["locked"]),
        ({"in_trash": True, "is_archived": False, "is_locked": False}, ["in trash"]),
        ({"in_trash": False, "is_archived": True, "is_locked": False}, ["archived"]),
        ({"in_trash": False, "is_archived": False, "is_locked": False}, []),
        ({"archived": None, "in_trash": None, "is_archived": None, "is_locked": None}, []),
        ({}, []),
    ],
)
def test_the_trash_is_told_in_the_words_of_every_version(flags: dict[str, JSON], told: list[str]) -> None:
    """Provenance: `archived` was the trash until 2025; `in_trash`, `is_archived`, `is_locked` since 2026."""
    assert states(Page.model_validate({"id": ID, **flags})) == told


def test_a_database_of_the_time_before_data_sources_has_its_rows_read() -> None:
    """Provenance: versions until 2022-06-28, in which a database holds the properties itself."""
    database = DataSource.model_validate(
        {
            "object": "database",
            "id": ID,
            "title": [{"plain_text": "Old"}],
            "parent": {"type": "workspace", "workspace": True},
            "properties": {"Name": {"id": "title", "type": "title", "title": {}}},
        }
    )
    rows = Rows.model_validate({"results": [{"object": "page", "id": ID, "properties": {}}]})

    text = render_rows(database, rows, columns=(), page_size=5, is_first=True, is_filtered=False)

    assert text.startswith(f"1 row of data source {ID}: Old\n\nProperties: Name (title)\n")


def test_a_database_since_2025_names_its_data_sources_and_has_no_properties() -> None:
    """Provenance: version 2025-09-03, with `data_sources` in a database."""
    found = Search.model_validate(
        {
            "results": [
                {"object": "database", "id": ID, "title": [], "data_sources": [{"id": "x", "name": "One"}]},
                {
                    "object": "data_source",
                    "id": ID,
                    "title": [{"plain_text": "One"}],
                    "properties": {"Name": {"id": "title", "type": "title", "title": {}}},
                },
                {
                    "object": "page",
                    "id": ID,
                    "properties": {"N": {"type": "title", "title": [{"plain_text": "A page"}]}},
                },
            ],
        }
    )

    text = rendering.render_search(found, "", kind="all", page_size=25, is_first=True)

    assert text.split("\n\n")[1].splitlines() == [
        f"- database {ID}: (no title)",
        f"- data source {ID}: One",
        f"- page {ID}: A page",
    ]


def test_rows_may_be_data_sources() -> None:
    """Provenance: the vendor's API description; wikis hold data sources."""
    rows = Rows.model_validate(
        {
            "results": [
                {"object": "data_source", "id": ID, "title": [{"plain_text": "Inner"}], "properties": {}},
                {"object": "page", "id": ID},
                {"id": ID},
            ]
        }
    )

    assert [type(row) for row in rows.results] == [DataSource, Page, Page]


def test_blocks_of_2021_have_their_text_in_another_field() -> None:
    """Provenance: version 2021-05-13, with `text` where there is `rich_text` now."""
    old = Block.model_validate(
        {"id": ID, "type": "paragraph", "paragraph": {"text": [{"type": "text", "plain_text": "Old"}]}}
    )
    new = Block.model_validate(
        {"id": ID, "type": "paragraph", "paragraph": {"rich_text": [{"type": "text", "plain_text": "New"}]}}
    )

    deleted = [rendering.render_deleted(block) for block in (old, new)]

    assert [text.rpartition(": ")[2] for text in deleted] == ["Old", "New"]


@pytest.mark.parametrize("kind", ["paragraph", "hologram", "tab", "unsupported"])
def test_a_block_of_any_type_is_a_block(kind: str) -> None:
    """Provenance: recorded are `unsupported` and the new `tab`; others will follow."""
    block = Block.model_validate({"id": ID, "type": kind, kind: {"anything": [1, {"deep": None}]}})

    assert block.type == kind


@pytest.mark.parametrize(
    "payload", [None, {}, {"options": []}, {"options": None}, {"options": [{"name": None}]}, {"groups": []}]
)
@pytest.mark.parametrize("kind", ["select", "multi_select", "status", "number", "hologram"])
def test_a_definition_has_any_configuration(kind: str, payload: JSON) -> None:
    """Provenance: the vendor's API description; null and empty ones are legal."""
    source = DataSource(
        id=ID, properties={"P": PropertyDefinition.model_validate({"type": kind, kind: payload})}
    )

    text = render_rows(source, Rows(results=[]), columns=(), page_size=5, is_first=True, is_filtered=False)

    assert f"Properties: P ({kind}" in text
    assert "None" not in text


def test_a_wrong_value_deep_inside_is_reported_once() -> None:
    """Provenance: unions that try one type after the other report, and look, at each level anew."""
    value: dict[str, JSON] = {"type": "number", "number": "no number"}
    for _ in range(40):
        value = {"type": "array", "rollup": {"type": "array", "array": [value]}}

    with pytest.raises(ValidationError) as caught:
        PropertyValue.model_validate(value)

    assert caught.value.error_count() == 1


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (Page, {}),
        (Page, {"id": None}),
        (Page, {"id": 7}),
        (Page, {"id": ID, "created_time": "2026-03-02T09:00:00"}),
        (Page, {"id": ID, "in_trash": "yes"}),
        (Page, {"id": ID, "properties": []}),
        (DataSource, {"id": ID, "title": "A text"}),
        (Block, {"type": "paragraph"}),
        (Block, {"id": ID, "type": "paragraph", "paragraph": "A text"}),
        (BlockList, {}),
        (BlockList, {"results": None}),
        (BlockList, {"results": [None]}),
        (AppendedBlocks, {"results": []}),
        (Rows, {"results": ["x"]}),
        (Search, {"object": "list"}),
        (Users, {"results": [{"name": "Ada"}]}),
        (Comments, {"results": [{}]}),
        (PropertyValue, {"type": "number", "number": "5"}),
        (PropertyValue, {"type": "checkbox", "checkbox": 1}),
        (PropertyValue, {"type": "number", "number": float("inf")}),
        (RichText, {"plain_text": ["a"]}),
    ],
)
def test_what_cannot_be_shown_is_refused(model: type[BaseModel], body: JSON) -> None:
    """Provenance: ours."""
    with pytest.raises(ValidationError):
        model.model_validate(body)
