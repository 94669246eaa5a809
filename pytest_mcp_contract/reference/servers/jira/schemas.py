"""What Jira answers about issues, as far as the renderer reads it: one root model per endpoint.

Fields are as lenient as recorded traffic demands, not as the vendor's description promises: most are null or
absent in some answer. Everything else that Jira sends is kept; custom fields are read from there. Documents
are not modelled: `adf_to_markdown` reads each node by its type, so no answer fails for one of them.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/; what issues are made of is in
`schemas_setup`.
"""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, RootModel

from pytest_mcp_contract.reference.timestamp import Timestamp

Day = Annotated[date, Field(strict=False)]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
"""A key or an id that becomes a part of an address."""
Text: TypeAlias = str | dict[str, object] | None
"""A document, or a bare string from older versions of the API."""


class JiraObject(BaseModel):
    """An object of the API: JSON types as they are, unknown fields kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class Site(JiraObject):
    """A site that a token reaches; products share an id, so one site may be listed more than once."""

    id: Key
    url: Annotated[str, Field(pattern=r"^https?://[!-~]{1,250}$")]
    name: str | None = None


class Sites(RootModel[list[Site]]):
    """`GET /oauth/token/accessible-resources`: empty where the user has allowed access to none."""


class SomeSites(RootModel[Annotated[list[Site], Field(min_length=1)]]):
    """`Sites` with which a tool can do what it is for; without one it says how to get there."""


class Person(JiraObject):
    """A user or an app; older versions of the API have a name and no account id."""

    account_id: str | None = Field(default=None, alias="accountId")
    display_name: str | None = Field(default=None, alias="displayName")
    name: str | None = None


class Named(JiraObject):
    """A status, a type, a priority, a resolution, a component or a version."""

    name: str | None = None


class LinkedFields(JiraObject):
    """What Jira tells of a parent, a sub-task or a linked issue."""

    summary: str | None = None
    status: Named | None = None


class LinkedIssue(JiraObject):
    """Another issue, in short."""

    key: Key
    fields: LinkedFields | None = None


class LinkType(JiraObject):
    """A kind of link, with its words for either direction."""

    name: str
    inward: str
    outward: str


class IssueLink(JiraObject):
    """A link: `outwardIssue` is what this issue "blocks", `inwardIssue` what it "is blocked by"."""

    type: LinkType
    outward_issue: LinkedIssue | None = Field(default=None, alias="outwardIssue")
    inward_issue: LinkedIssue | None = Field(default=None, alias="inwardIssue")


class Attachment(JiraObject):
    """A file on an issue."""

    filename: str | None = None
    size: int | None = None


class Fields(JiraObject):
    """The fields of an issue; custom ones are kept under their ids."""

    summary: str | None = None
    description: Text = None
    issuetype: Named | None = None
    status: Named | None = None
    priority: Named | None = None
    resolution: Named | None = None
    project: Named | None = None
    assignee: Person | None = None
    reporter: Person | None = None
    labels: list[str] | None = None
    components: list[Named] | None = None
    fix_versions: list[Named] | None = Field(default=None, alias="fixVersions")
    parent: LinkedIssue | None = None
    subtasks: list[LinkedIssue] | None = None
    issuelinks: list[IssueLink] | None = None
    attachment: list[Attachment] | None = None
    created: Timestamp | None = None
    updated: Timestamp | None = None
    resolutiondate: Timestamp | None = None
    duedate: Day | None = None


class Issue(JiraObject):
    """`GET /rest/api/3/issue/{key}`; `names` has the names of the fields by their ids."""

    key: Key
    fields: Fields = Fields()
    """Absent where none was asked for, or none may be seen."""
    names: dict[str, str] | None = None


class Found(JiraObject):
    """`POST /rest/api/3/search/jql`: the token is absent on the last page."""

    issues: list[Issue]
    is_last: bool | None = Field(default=None, alias="isLast")
    next_page_token: Annotated[
        str | None, Field(default=None, alias="nextPageToken", max_length=2_000, pattern=r"^[!-~]*$")
    ]


class Visibility(JiraObject):
    """Who may see a comment: a role or a group."""

    type: str | None = None
    value: str | None = None


class Comment(JiraObject):
    """A comment."""

    author: Person | None = None
    body: Text = None
    created: Timestamp | None = None
    visibility: Visibility | None = None


class Comments(JiraObject):
    """`GET /rest/api/3/issue/{key}/comment`."""

    comments: list[Comment]
    total: int


class CreatedIssue(JiraObject):
    """`POST /rest/api/3/issue`: nothing but where the issue is."""

    key: Key


class CreatedComment(JiraObject):
    """`POST /rest/api/3/issue/{key}/comment`."""

    id: Key


class LinkTypes(JiraObject):
    """`GET /rest/api/3/issueLinkType`."""

    types: list[LinkType] = Field(alias="issueLinkTypes")
