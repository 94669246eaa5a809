"""What the emulated Salesforce holds, and holds from the start."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from string import ascii_lowercase
from typing import TypeAlias

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY

Values: TypeAlias = dict[str, JSON]
ADDRESS_PARTS = ("Street", "City", "State", "PostalCode", "Country")


@dataclass
class StoredField:
    """A field of an object."""

    name: str
    label: str
    type: str = "string"
    length: int = 0
    required: bool = False
    system: bool = False
    """Set by Salesforce alone."""
    picklist: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    relationship: str | None = None
    children: str | None = None
    """The name by which the other side reaches the records that point to it."""
    filterable: bool = True


@dataclass
class StoredObject:
    """An object, its fields and its records, oldest first."""

    name: str
    label: str
    plural: str
    prefix: str
    fields: list[StoredField] = field(default_factory=list)
    records: list[Values] = field(default_factory=list)

    @property
    def custom(self) -> bool:
        return self.name.endswith("__c")

    def field(self, name: str) -> StoredField | None:
        """The field with that name; case does not matter."""
        return next((one for one in self.fields if one.name.lower() == name.lower()), None)

    def record(self, record_id: str) -> Values | None:
        """The record with that id of 15 or 18 characters."""
        return next((one for one in self.records if str(one["Id"])[:15] == record_id[:15]), None)

    def add(self, moment: datetime, **values: JSON) -> Values:
        """A new record, with null for what is not given."""
        created: Values = {
            "Id": full_id(f"{self.prefix}{len(self.records) + 1:012d}"),
            "IsDeleted": False,
            "CreatedDate": stamp(moment),
            "LastModifiedDate": stamp(moment),
        }
        record = {**dict.fromkeys(one.name for one in self.fields), **created, **values}
        self.records.append(record)
        return record


def full_id(short: str) -> str:
    """The 18 characters of an id of 15: the last three say which letters are capitals."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    parts = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(
        alphabet[sum(1 << place for place, letter in enumerate(part) if letter.isupper())] for part in parts
    )


def stamp(moment: datetime) -> str:
    """A moment as Salesforce writes it: the offset has no colon."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"


def day(number: int) -> datetime:
    """The day with that number, from 1."""
    return FIRST_DAY + timedelta(days=number - 1)


def objects() -> dict[str, StoredObject]:
    """A new set of objects with their records."""
    everything = [_user(), _account(), _contact(), _opportunity(), _case(), _invoice(), _reading()]
    everything += [_attachment(), _document(), _link(), *_installed()]
    by_name = {one.name: one for one in everything}
    _fill(by_name)
    return by_name


def _standard(*own: StoredField) -> list[StoredField]:
    """The fields that every object has, with an object's own between them."""
    return [
        StoredField("Id", "Record ID", "id", 18, system=True),
        StoredField("IsDeleted", "Deleted", "boolean", system=True),
        *own,
        StoredField("CreatedDate", "Created Date", "datetime", system=True),
        StoredField("LastModifiedDate", "Last Modified Date", "datetime", system=True),
    ]


def _owner() -> StoredField:
    return StoredField(
        "OwnerId", "Owner ID", "reference", 18, refers_to=("Group", "User"), relationship="Owner"
    )


def _name(label: str) -> StoredField:
    return StoredField("Name", label, length=255, required=True)


def _reference(name: str, label: str, to: str, relationship: str, children: str) -> StoredField:
    return StoredField(
        name, label, "reference", 18, refers_to=(to,), relationship=relationship, children=children
    )


def _user() -> StoredObject:
    fields = [_name("Full Name"), StoredField("Email", "Email", "email", 128)]
    return StoredObject("User", "User", "Users", "005", _standard(*fields))


def _account() -> StoredObject:
    parts = [StoredField(f"Billing{part}", f"Billing {part}", length=80) for part in ADDRESS_PARTS]
    return StoredObject(
        "Account",
        "Account",
        "Accounts",
        "001",
        _standard(
            _name("Account Name"),
            StoredField(
                "Type", "Account Type", "picklist", 255, picklist=("Prospect", "Customer", "Partner")
            ),
            _reference("ParentId", "Parent Account ID", "Account", "Parent", "ChildAccounts"),
            *parts,
            StoredField("BillingAddress", "Billing Address", "address", system=True),
            StoredField("Phone", "Account Phone", "phone", 40),
            StoredField("Website", "Website", "url", 255),
            StoredField("Industry", "Industry", "picklist", 255, picklist=INDUSTRIES),
            StoredField("AnnualRevenue", "Annual Revenue", "currency"),
            StoredField("NumberOfEmployees", "Employees", "int"),
            StoredField("Description", "Account Description", "textarea", 32_000, filterable=False),
            _owner(),
        ),
    )


def _contact() -> StoredObject:
    return StoredObject(
        "Contact",
        "Contact",
        "Contacts",
        "003",
        _standard(
            _reference("AccountId", "Account ID", "Account", "Account", "Contacts"),
            StoredField("LastName", "Last Name", length=80, required=True),
            StoredField("FirstName", "First Name", length=40),
            StoredField("Name", "Full Name", length=121, system=True),
            StoredField("Email", "Email", "email", 80),
            StoredField("Title", "Title", length=128),
            _owner(),
        ),
    )


def _opportunity() -> StoredObject:
    stages = ("Prospecting", "Proposal", "Closed Won", "Closed Lost")
    return StoredObject(
        "Opportunity",
        "Opportunity",
        "Opportunities",
        "006",
        _standard(
            _reference("AccountId", "Account ID", "Account", "Account", "Opportunities"),
            _name("Name"),
            StoredField("StageName", "Stage", "picklist", 255, required=True, picklist=stages),
            StoredField("Amount", "Amount", "currency"),
            StoredField("CloseDate", "Close Date", "date", required=True),
            _owner(),
        ),
    )


def _case() -> StoredObject:
    return StoredObject(
        "Case",
        "Case",
        "Cases",
        "500",
        _standard(
            StoredField("CaseNumber", "Case Number", length=30, system=True),
            _reference("AccountId", "Account ID", "Account", "Account", "Cases"),
            StoredField("Status", "Status", "picklist", 255, picklist=("New", "Working", "Closed")),
            StoredField("Subject", "Subject", length=255),
            StoredField("Description", "Description", "textarea", 32_000, filterable=False),
        ),
    )


def _invoice() -> StoredObject:
    countries = tuple(f"Region {number:02}" for number in range(1, 31))
    return StoredObject(
        "Invoice__c",
        "Invoice",
        "Invoices",
        "a01",
        _standard(
            _name("Invoice Number"),
            _reference("Account__c", "Account", "Account", "Account__r", "Invoices__r"),
            StoredField("Total__c", "Total", "currency"),
            StoredField("Region__c", "Region", "picklist", 255, picklist=countries),
        ),
    )


def _reading() -> StoredObject:
    fields = [_name("Reading Number"), StoredField("Value__c", "Value", "double")]
    return StoredObject("Reading__c", "Sensor Reading", "Sensor Readings", "a02", _standard(*fields))


def _attachment() -> StoredObject:
    fields = [
        _reference("ParentId", "Parent ID", "Account", "Parent", "Attachments"),
        _name("File Name"),
        StoredField("ContentType", "Content Type", length=120),
        StoredField("BodyLength", "Body Length", "int", system=True),
    ]
    return StoredObject("Attachment", "Attachment", "Attachments", "00P", _standard(*fields))


def _document() -> StoredObject:
    fields = [
        StoredField("Title", "Title", length=255, required=True),
        StoredField("FileExtension", "File Extension", length=40, system=True),
        StoredField("ContentSize", "Size", "int", system=True),
        StoredField("LatestPublishedVersionId", "Latest Published Version ID", "reference", 18, system=True),
    ]
    return StoredObject("ContentDocument", "Content Document", "Content Documents", "069", _standard(*fields))


def _link() -> StoredObject:
    fields = [
        _reference("LinkedEntityId", "Linked Entity ID", "Account", "LinkedEntity", "ContentDocumentLinks"),
        _reference(
            "ContentDocumentId",
            "ContentDocument ID",
            "ContentDocument",
            "ContentDocument",
            "ContentDocumentLinks",
        ),
    ]
    return StoredObject(
        "ContentDocumentLink", "Content Document Link", "Content Document Links", "06A", _standard(*fields)
    )


def _installed() -> list[StoredObject]:
    """The objects of packages, which make the list of all long."""
    return [
        StoredObject(
            f"pkg__Import_{number:03}__c",
            f"Import Table {number}",
            f"Import Tables {number}",
            f"a{number // 26:x}{ascii_lowercase[number % 26]}",
            _standard(_name("Name")),
        )
        for number in range(1, 181)
    ]


def _fill(by_name: dict[str, StoredObject]) -> None:
    owner = by_name["User"].add(day(1), Name="Ada Lovelace", Email="ada@example.com")["Id"]
    accounts, contacts = by_name["Account"], by_name["Contact"]
    acme = accounts.add(
        day(2),
        Name="Acme | *Rockets*",
        Type="Customer",
        BillingStreet="1 Market St\nSuite 300",
        BillingCity="San Francisco",
        BillingState="CA",
        BillingPostalCode="94105",
        BillingCountry="US",
        Phone="(415) 555-1212",
        Website="https://acme.example",
        Industry="Energy",
        AnnualRevenue=1250000.5,
        NumberOfEmployees=320,
        Description="Key customer.\r\n\r\n- Renewal in June\r\n- ```careful```\r\n" + "More notes. " * 400,
        OwnerId=owner,
    )["Id"]
    globex = accounts.add(
        day(3), Name="Globex", Type="Prospect", Industry="Banking", ParentId=acme, OwnerId=owner
    )["Id"]
    accounts.add(day(4), Name="Initech", OwnerId=owner)
    for last_name, first_name, account in (
        ("Doe", "Jane", acme),
        ("Ng", None, acme),
        ("Müller", "Jörg", globex),
        ("Orphan", "Oliver", None),
    ):
        full_name = f"{first_name} {last_name}" if first_name else last_name
        contacts.add(
            day(5),
            AccountId=account,
            LastName=last_name,
            FirstName=first_name,
            Name=full_name,
            Title="CFO" if last_name == "Doe" else None,
            Email=f"{last_name.lower().replace('ü', 'ue')}@example.com",
            OwnerId=owner,
        )
    for name, stage, amount in (
        ("Rocket skates", "Proposal", 12000.0),
        ("Anvils\n`heavy`", "Closed Won", 900),
    ):
        by_name["Opportunity"].add(
            day(6),
            AccountId=acme,
            Name=name,
            StageName=stage,
            Amount=amount,
            CloseDate="2026-06-30",
            OwnerId=owner,
        )
    by_name["Case"].add(
        day(7),
        CaseNumber="00001001",
        AccountId=acme,
        Status="New",
        Subject="Skates do not ignite",
        Description="They just roll.",
    )
    by_name["Invoice__c"].add(day(8), Name="INV-0001", Account__c=acme, Total__c=99.5, Region__c="Region 07")
    for number in range(1, 451):
        by_name["Reading__c"].add(day(9), Name=f"R-{number:04}", Value__c=number / 4)
    by_name["Attachment"].add(
        day(10), ParentId=acme, Name="contract.pdf", ContentType="application/pdf", BodyLength=123456
    )
    for title, extension, size in (("Price list", "xlsx", 20480), ("Photo [final]", "png", 3400000)):
        document = by_name["ContentDocument"].add(
            day(11), Title=title, FileExtension=extension, ContentSize=size
        )
        document["LatestPublishedVersionId"] = full_id(f"068{str(document['Id'])[3:15]}")
        by_name["ContentDocumentLink"].add(day(11), LinkedEntityId=acme, ContentDocumentId=document["Id"])


INDUSTRIES = (
    "Agriculture", "Apparel", "Banking", "Biotechnology", "Chemicals", "Communications", "Construction",
    "Consulting", "Education", "Electronics", "Energy", "Engineering", "Entertainment", "Environmental",
    "Finance", "Government", "Healthcare", "Hospitality", "Insurance", "Machinery",
)  # fmt: skip
