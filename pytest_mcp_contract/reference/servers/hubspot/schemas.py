"""What HubSpot answers, as far as the renderer reads it: one model per endpoint.

Fields are as lenient as recorded traffic demands, not as the vendor's description promises. Everything else
that HubSpot sends is kept and not looked at.

Source: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide and its neighbours.
"""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel


class HubSpotModel(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept, names in camel case."""

    model_config = ConfigDict(extra="allow", strict=True, alias_generator=to_camel, populate_by_name=True)


class CrmObject(HubSpotModel):
    """A record of any type, whether read, created or changed."""

    id: str
    properties: dict[str, str | None]
    """Values are texts or null, never numbers or booleans; some come without having been asked for."""
    archived: bool | None = None
    url: str | None = None
    """Its page for people; only in answers since 2025."""


class NextPage(HubSpotModel):
    """Where the next page begins."""

    after: str


class Paging(HubSpotModel):
    """Absent where there is no next page."""

    next: NextPage | None = None


class CrmPage(HubSpotModel):
    """A page of records: `GET /crm/v3/objects/{type}`."""

    results: list[CrmObject]
    paging: Paging | None = None


class SearchAnswer(CrmPage):
    """`POST /crm/v3/objects/{type}/search`."""

    total: int


class PropertyOption(HubSpotModel):
    """One of the values that a property can have."""

    value: str
    label: str | None = None
    hidden: bool | None = None


class ModificationMetadata(HubSpotModel):
    """What may be changed."""

    read_only_value: bool | None = None


class PropertyDefinition(HubSpotModel):
    """What a property is."""

    name: str
    label: str | None = None
    type: str | None = None
    field_type: str | None = None
    description: str | None = None
    options: list[PropertyOption] | None = None
    calculated: bool | None = None
    has_unique_value: bool | None = None
    hidden: bool | None = None
    archived: bool | None = None
    modification_metadata: ModificationMetadata | None = None


class PropertyList(HubSpotModel):
    """`GET /crm/v3/properties/{type}`: all of them, without pages."""

    results: list[PropertyDefinition]


class Team(HubSpotModel):
    """A team that an owner belongs to."""

    name: str | None = None


class Owner(HubSpotModel):
    """A person or a queue that records can be assigned to."""

    id: str
    type: str | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    user_id: int | None = None
    """The same person as an account; absent for queues and for people who left."""
    archived: bool | None = None
    teams: list[Team] | None = None


class OwnerList(HubSpotModel):
    """`GET /crm/v3/owners`."""

    results: list[Owner]
    paging: Paging | None = None


class AssociationType(HubSpotModel):
    """A kind of association in one direction; the plain one has no label."""

    category: str
    type_id: int
    label: str | None = None


class AssociatedObject(HubSpotModel):
    """The other end of an association."""

    to_object_id: int | str
    association_types: list[AssociationType] | None = None


class AssociationList(HubSpotModel):
    """`GET /crm/v4/objects/{type}/{id}/associations/{to}`."""

    results: list[AssociatedObject]
    paging: Paging | None = None


class AssociationTypeList(HubSpotModel):
    """`GET /crm/v4/associations/{from}/{to}/labels`."""

    results: list[AssociationType]


class CreatedAssociation(HubSpotModel):
    """One association that was made; plain ones come without `labels`."""

    labels: list[str] | None = None


class BatchError(HubSpotModel):
    """Why a part of a batch was not done."""

    message: str | None = None


class AssociationBatch(HubSpotModel):
    """The answer to making associations; status 207 and `errors` say that some were not made."""

    results: list[CreatedAssociation]
    errors: list[BatchError] | None = None
    num_errors: int | None = None

    @property
    def is_refused(self) -> bool:
        """Whether anything was not done."""
        return bool(self.errors or self.num_errors)

    @model_validator(mode="after")
    def _says_what_became_of_it(self) -> Self:
        if not self.results and not self.is_refused:
            raise ValueError("neither an association nor an error")
        return self
