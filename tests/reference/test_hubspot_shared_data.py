"""The declared response schemas and the renderers against recorded traffic of the real API."""

import pytest

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering, rendering_lists
from pytest_mcp_contract.reference.servers.hubspot.schemas import (
    AssociationBatch,
    AssociationList,
    CrmObject,
    CrmPage,
    Owner,
    OwnerList,
    PropertyDefinition,
    PropertyList,
    SearchAnswer,
)
from tests.reference.real_traffic import Recording, Renderer, complaints, recordings

CURRENT_SINCE = 2024


def shown(model: CrmObject) -> list[str]:
    """A record, shown in every way, with all that HubSpot sent of it."""
    names, sent = tuple(model.properties), {name: value or "" for name, value in model.properties.items()}
    answer = SearchAnswer(total=1, results=[model])
    return [
        *(rendering.render_object(model, kind, asked=names, chosen=True) for kind in ("contacts", "deals")),
        rendering.render_search(answer, "2-7001", asked=(), chosen=False, after=0),
        rendering.render_created(model, "contacts", sent),
        rendering.render_updated(model, "deals", sent),
        rendering.render_note(model, [("contacts", "51")]),
    ]


def record(body: JSON) -> list[str]:
    """One record."""
    return shown(CrmObject.model_validate(body))


def page(body: JSON) -> list[str]:
    """A list of records, each by itself."""
    return [text for model in CrmPage.model_validate(body).results for text in shown(model)]


def search(body: JSON) -> list[str]:
    """A search, its number of matches, and each result by itself."""
    model = SearchAnswer.model_validate(body)
    found = rendering.render_search(model, "meetings", asked=(), chosen=False, after=0)
    results = [text for one in model.results for text in shown(one)]
    return [found, rendering.render_count(model, "meetings"), *results]


def owners(body: JSON) -> list[str]:
    """A page of owners."""
    return [rendering_lists.render_owners(OwnerList.model_validate(body), email="", archived=False)]


def owner(body: JSON) -> list[str]:
    """One owner, as a page of one."""
    found = OwnerList(results=[Owner.model_validate(body)])
    return [rendering_lists.render_owners(found, email="", archived=False)]


def definition(body: JSON) -> list[str]:
    """A property, as a list of one and among others."""
    model = PropertyDefinition.model_validate(body)
    return [
        rendering_lists.render_properties(
            PropertyList(results=[model] * number),
            "tickets",
            name_contains="",
            writable_only=False,
            start_at=1,
            options_start_at=1,
        )
        for number in (1, 3)
    ]


def associations(body: JSON) -> list[str]:
    """A page of associations."""
    model = AssociationList.model_validate(body)
    return [rendering_lists.render_associations(model, "companies", "301", "deals")]


def batch(body: JSON) -> list[str]:
    """Associations that were made, or why they were not."""
    model = AssociationBatch.model_validate(body)
    if model.is_refused:
        return [error.message or "" for error in model.errors or ()]
    return [rendering_lists.render_association(model, ("deals", "401"), ("contacts", "51"))]


OBJECTS = r"/crm/v3/objects/[^/]+"
SHAPES: dict[str, Renderer] = {
    rf"(?:GET|PATCH) {OBJECTS}/\d+": record,
    rf"PUT {OBJECTS}/\d+/associations/.+": record,
    rf"POST {OBJECTS}": record,
    rf"GET {OBJECTS}": page,
    rf"POST {OBJECTS}/search": search,
    r"GET /crm/v3/owners/?": owners,
    r"GET /crm/v3/owners/\d+": owner,
    r"POST /crm/v3/properties/[^/]+": definition,
    r"GET /crm/v4/objects/[^/]+/\d+/associations/[^/]+": associations,
    r"POST /crm/v4/associations/[^/]+/[^/]+/batch/create": batch,
}


@pytest.fixture(scope="module")
def found() -> list[Recording]:
    """All recordings that match."""
    return recordings("hubspot", SHAPES)


@pytest.mark.shared_data
def test_every_current_recording_validates_and_renders(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    current = [recording for recording in found if recording.year >= CURRENT_SINCE]
    print(f"{len(current)} recordings since {CURRENT_SINCE}")  # noqa: T201

    assert current
    assert complaints(current, internal="https://api.hubapi.com") == {}


@pytest.mark.shared_data
def test_older_recordings_pass_too(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    older = [recording for recording in found if recording.year < CURRENT_SINCE]
    print(f"{len(older)} recordings before {CURRENT_SINCE}")  # noqa: T201

    assert older
    assert complaints(older, internal="https://api.hubapi.com") == {}


@pytest.mark.shared_data
def test_every_shape_meets_a_recording(found: list[Recording]) -> None:
    """Provenance: recordings of public API client test suites, see the folder's README."""
    assert {recording.render for recording in found} == set(SHAPES.values())
