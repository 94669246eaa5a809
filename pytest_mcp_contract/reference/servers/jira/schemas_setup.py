"""What Jira answers about projects, types of issues, their fields, and transitions.

Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/
"""

from pydantic import Field

from pytest_mcp_contract.reference.servers.jira.schemas import JiraObject, Named


class Project(JiraObject):
    """A project."""

    key: str
    name: str | None = None
    kind: str | None = Field(default=None, alias="projectTypeKey")


class Projects(JiraObject):
    """`GET /rest/api/3/project/search`."""

    values: list[Project]
    is_last: bool | None = Field(default=None, alias="isLast")
    total: int | None = None


class FieldSchema(JiraObject):
    """The type of a field; `custom` names the kind of a custom field."""

    type: str | None = None
    items: str | None = None
    system: str | None = None
    custom: str | None = None


class TransitionField(JiraObject):
    """A field on the screen of a transition."""

    name: str | None = None
    required: bool = False


class Transition(JiraObject):
    """A transition that the user may make now."""

    id: str
    name: str | None = None
    to: Named | None = None
    fields: dict[str, TransitionField] | None = None


class Transitions(JiraObject):
    """`GET /rest/api/3/issue/{key}/transitions`."""

    transitions: list[Transition]


class IssueType(JiraObject):
    """A type of issue that can be created in a project."""

    id: str
    name: str | None = None
    description: str | None = None
    subtask: bool | None = None


class IssueTypes(JiraObject):
    """`GET /rest/api/3/issue/createmeta/{project}/issuetypes`."""

    issue_types: list[IssueType] = Field(alias="issueTypes")
    is_last: bool | None = Field(default=None, alias="isLast")
    total: int | None = None


class CreateField(JiraObject):
    """A field that can be set when an issue is created."""

    field_id: str = Field(alias="fieldId")
    name: str | None = None
    required: bool = False
    has_default: bool | None = Field(default=None, alias="hasDefaultValue")
    value_type: FieldSchema | None = Field(default=None, alias="schema")
    allowed: list[object] | None = Field(default=None, alias="allowedValues")


class CreateFields(JiraObject):
    """`GET /rest/api/3/issue/createmeta/{project}/issuetypes/{type}`."""

    fields: list[CreateField]
    is_last: bool | None = Field(default=None, alias="isLast")
    total: int | None = None
