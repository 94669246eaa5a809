"""What the emulated HubSpot holds, and holds from the start."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.hubspot.answers import PORTAL
from tests.emulators.hubspot.definitions import DEFAULTS, DEFINITIONS

TYPE_IDS = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "tickets": "0-5", "notes": "0-46"}
MANY_TICKETS = 12_345
MANY_CONTACTS = 45


@dataclass
class StoredObject:
    """A record."""

    type: str
    id: str
    properties: dict[str, str]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Owner:
    """A person or a queue; one who left has no user."""

    id: str
    email: str
    first_name: str = ""
    last_name: str = ""
    user_id: int | None = None
    type: str = "PERSON"
    archived: bool = False
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class AssociationKind:
    """A type of association in one direction."""

    type_id: int
    label: str | None = None
    category: str = "HUBSPOT_DEFINED"


@dataclass
class Account:
    """All that there is."""

    objects: dict[str, dict[str, StoredObject]] = field(default_factory=dict)
    associations: dict[tuple[str, str, str, str], list[AssociationKind]] = field(default_factory=dict)
    """By type and id of both ends, in each direction."""


OWNERS = (
    Owner("71", "ben.ito@example.com", "Ben", "Ito", 3001, teams=("Sales East", "Renewals")),
    Owner("72", "chiara.rossi@example.com", "Chiara", "Rossi", 3002),
    Owner("73", "support@example.com", type="QUEUE"),
    Owner("79", "leo.gone@example.com", "Leo", "Gone", archived=True),
)
KINDS: dict[tuple[str, str], tuple[AssociationKind, ...]] = {
    ("contacts", "companies"): (
        AssociationKind(279),
        AssociationKind(1, "Primary"),
        AssociationKind(28, "Billing contact", "USER_DEFINED"),
    ),
    ("companies", "contacts"): (
        AssociationKind(280),
        AssociationKind(2, "Primary"),
        AssociationKind(29, "Billing contact", "USER_DEFINED"),
    ),
    ("contacts", "deals"): (AssociationKind(4),),
    ("deals", "contacts"): (AssociationKind(3),),
    ("deals", "companies"): (AssociationKind(341),),
    ("companies", "deals"): (AssociationKind(342),),
    ("notes", "contacts"): (AssociationKind(202),),
    ("contacts", "notes"): (AssociationKind(201),),
    ("notes", "companies"): (AssociationKind(190),),
    ("companies", "notes"): (AssociationKind(189),),
    ("notes", "deals"): (AssociationKind(214),),
    ("deals", "notes"): (AssociationKind(213),),
    ("notes", "tickets"): (AssociationKind(228),),
    ("tickets", "notes"): (AssociationKind(227),),
}
"""The types by the types of both ends; the first one is the plain one."""


def moment(value: datetime) -> str:
    """`2026-03-02T09:00:00.000Z`."""
    return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1_000:03}Z"


def value_of(stored: StoredObject, name: str) -> str | None:
    """The value of a property, those that HubSpot sets among them."""
    match name:
        case "hs_object_id":
            return stored.id
        case "createdate" | "hs_createdate":
            return moment(stored.created_at)
        case "lastmodifieddate" | "hs_lastmodifieddate":
            return moment(stored.updated_at)
        case "hs_is_closed_won":
            return "true" if stored.properties.get("dealstage") == "closedwon" else "false"
        case _:
            return stored.properties.get(name)


def object_json(stored: StoredObject, asked: Iterable[str]) -> JSON:
    """A record with its default and the asked-for properties; unknown names are silently left out."""
    known = {definition.name for definition in DEFINITIONS[stored.type]}
    names = sorted({*DEFAULTS[stored.type], *(name for name in asked if name in known)})
    type_id = TYPE_IDS.get(stored.type, stored.type)
    return {
        "id": stored.id,
        "properties": {name: value_of(stored, name) for name in names},
        "createdAt": moment(stored.created_at),
        "updatedAt": moment(stored.updated_at),
        "archived": False,
        "url": f"https://app.hubspot.com/contacts/{PORTAL}/record/{type_id}/{stored.id}",
    }


def owner_json(owner: Owner) -> JSON:
    """An owner; teams are absent where there are none."""
    day = moment(FIRST_DAY)
    body: dict[str, JSON] = {
        "id": owner.id,
        "email": owner.email,
        "type": owner.type,
        "createdAt": day,
        "updatedAt": day,
        "archived": owner.archived,
    }
    if owner.first_name:
        body |= {"firstName": owner.first_name, "lastName": owner.last_name}
    if owner.user_id:
        body |= {"userId": owner.user_id, "userIdIncludingInactive": owner.user_id}
    if owner.teams:
        body["teams"] = [
            {"id": str(number), "name": name, "primary": number == 500}
            for number, name in enumerate(owner.teams, 500)
        ]
    return body


def first_account() -> Account:
    """The account as it is before anything was changed."""
    account = Account({object_type: {} for object_type in DEFINITIONS})

    def add(object_type: str, number: int, day: int, **properties: str) -> None:
        created = FIRST_DAY + timedelta(days=day)
        changed = created + timedelta(hours=1)
        record = StoredObject(object_type, str(number), properties, created, changed)
        account.objects[object_type][record.id] = record

    add(
        "contacts",
        51,
        0,
        email="ada.lovelace@example.com",
        firstname="Ada",
        lastname="Lovelace",
        phone="+44 20 7946 0000",
        company="Analytical Engines",
        jobtitle="Programmer",
        lifecyclestage="customer",
        hubspot_owner_id="71",
        hs_lead_status="NEW",
        message="Please call me about the engine.\n\n- Monday\n- Tuesday\n\n```\nnote G\n```",
    )
    add("contacts", 52, 1, email="info@example.org")
    add(
        "contacts", 53, 2, firstname="`Eve`\n# Not a heading", lastname="| x | *bold*", jobtitle="<b>Boss</b>"
    )
    for number in range(MANY_CONTACTS):
        add(
            "contacts",
            1_001 + number,
            -40,
            email=f"guest{number + 1}@example.net",
            firstname="Guest",
            lastname=str(number + 1),
            company="Grand Hotel",
        )
    add(
        "companies",
        301,
        0,
        name="Analytical Engines",
        domain="engines.example",
        industry="EDUCATION_1",
        city="London",
        country="United Kingdom",
        numberofemployees="12",
        lifecyclestage="customer",
        hubspot_owner_id="71",
        description="Builds engines that weave algebraic patterns. " * 300,
    )
    add("companies", 302, 1, domain="grand.example")
    add(
        "deals",
        401,
        0,
        dealname="Difference Engine No. 3",
        amount="1500.00",
        deal_currency_code="EUR",
        pipeline="default",
        dealstage="contractsent",
        closedate="2026-03-31T00:00:00Z",
        hubspot_owner_id="71",
    )
    add("deals", 402, 3, dealname="Spare gears", amount="90", pipeline="default", dealstage="closedwon")
    add(
        "notes",
        601,
        4,
        hs_note_body="<p>Ada wants a <b>demo</b> &amp; a quote.</p>",
        hs_timestamp="2026-03-06T09:00:00Z",
    )
    add("2-7001", 801, 0, name="Penny-farthing", wheels="2")
    for number in range(MANY_TICKETS):
        add("tickets", 20_001 + number, -200, subject=f"Ticket {number + 1}", hs_pipeline="0")

    associate(account, ("contacts", "51"), ("companies", "301"), (0, 1))
    associate(account, ("contacts", "52"), ("companies", "302"), (0, 2))
    associate(account, ("contacts", "51"), ("deals", "401"))
    associate(account, ("deals", "401"), ("companies", "301"))
    associate(account, ("notes", "601"), ("contacts", "51"))
    for number in range(MANY_CONTACTS):
        associate(account, ("companies", "302"), ("contacts", str(1_001 + number)))
    return account


def associate(
    account: Account, one: tuple[str, str], other: tuple[str, str], kinds: Iterable[int] = (0,)
) -> None:
    """Associate two records in both directions by the types at these places of `KINDS`."""
    for start, end in ((one, other), (other, one)):
        known = KINDS[start[0], end[0]]
        held = account.associations.setdefault((*start, *end), [])
        held.extend(known[place] for place in kinds if known[place] not in held)
