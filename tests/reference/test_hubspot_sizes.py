"""No reply grows out of bounds, whatever HubSpot sends."""

from collections.abc import Callable

import pytest

from pytest_mcp_contract.observe.tokens import token_count
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers.hubspot import rendering, rendering_lists
from pytest_mcp_contract.reference.servers.hubspot.schemas import AssociationBatch, AssociationList
from tests.reference.test_hubspot_rendering import contact, found, record, search
from tests.reference.test_hubspot_rendering_lists import definition, owners, properties

TOKEN_BUDGET = 4_000
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
