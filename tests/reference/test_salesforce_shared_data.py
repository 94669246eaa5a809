"""The declared response schemas and the renderers against recorded traffic of the real API."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.salesforce.rendering import (
    render_created,
    render_query,
    render_record,
)
from pytest_mcp_contract.reference.servers.salesforce.rendering_objects import (
    render_description,
    render_objects,
)
from pytest_mcp_contract.reference.servers.salesforce.schemas import (
    CreatedRecord,
    ObjectDescription,
    ObjectList,
    QueryResult,
    Record,
    SaveResult,
)
from tests.reference.real_traffic import Recording, Renderer, complaints, recordings

CURRENT_SINCE = 2022
LINK = "https://example.my.salesforce.com/001"


def query(body: JSON) -> list[str]:
    """A page of a query, from its start and from its last record, and each record by itself."""
    model = QueryResult.model_validate(body)
    pages = [render_query(model, cursor=None, start_at=number) for number in (1, len(model.records) or 1)]
    alone = [render_record(one, "Some", "001", LINK, fields=(), start_at=1) for one in model.records]
    return [*pages, *alone]


def record(body: JSON) -> list[str]:
    """One record, whole and with all its fields asked for."""
    model = Record.model_validate(body)
    names = list(model.fields)
    return [render_record(model, "Some", "001", LINK, fields=asked, start_at=1) for asked in ((), names)]


def objects(body: JSON) -> list[str]:
    """The list of objects."""
    return [render_objects(ObjectList.model_validate(body), kind="all", text="", start_at=1)]


def description(body: JSON) -> list[str]:
    """A description in all its views, and a filter that leaves few fields."""
    model = ObjectDescription.model_validate(body)
    return [
        render_description(model, show=show, text=text, start_at=start_at)
        for show in ("fields", "child_relationships")
        for text in ("", "industry", "nothing has this")
        for start_at in (1, 20)
    ]


def saved(body: JSON) -> list[str]:
    """A record that was written."""
    model = CreatedRecord.model_validate(body)
    assert SaveResult.model_validate(body).success
    return [render_created("Some", model.id or "", LINK)]


def all_saved(body: JSON) -> list[str]:
    """The rows of a bulk write, which are the results of one write each."""
    assert isinstance(body, list)
    return [text for row in body for text in saved(row)]


DATA = r"/services/data/v[\dx]+\.0"
SHAPES: dict[str, Renderer] = {
    rf"GET {DATA}/(?:tooling/)?query(?:/\w*)?": query,
    rf"GET {DATA}/sobjects/\w+/describe": description,
    rf"GET {DATA}/sobjects/\w+/[A-Za-z0-9]+": record,
    rf"GET {DATA}/sobjects": objects,
    rf"(?:POST|PATCH) {DATA}/sobjects/.+": saved,
    rf"(?:POST|PATCH) {DATA}/composite/sobjects(?:/\w+/\w+)?": all_saved,
}


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("salesforce", SHAPES)


@pytest.mark.shared_data
def test_every_dated_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    dated = [recording for recording in found if recording.year]
    print(f"{len(dated)} recordings with a date, all before {CURRENT_SINCE}")  # noqa: T201

    assert dated
    assert complaints(dated, internal="/services/data/") == {}


@pytest.mark.shared_data
def test_recordings_without_a_date_pass_too(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README. Most are of v58.0."""
    undated = [recording for recording in found if not recording.year]
    print(f"{len(undated)} recordings without a date")  # noqa: T201

    assert undated
    assert complaints(undated, internal="/services/data/") == {}


@pytest.mark.shared_data
def test_the_recordings_have_every_kind_of_answer(found: list[Recording]) -> None:
    """Provenance: ours. A pattern that matches nothing would prove nothing."""
    assert {recording.render for recording in found} == set(SHAPES.values())
