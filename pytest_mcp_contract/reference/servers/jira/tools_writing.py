"""Tools that create and change issues."""

from collections.abc import Sequence
from typing import Annotated, Literal

from mcp.server import MCPServer
from mcp.types import CallToolResult
from pydantic import Field

from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira import api_helper, api_writing, rendering
from pytest_mcp_contract.reference.servers.jira.arguments import (
    AccountId,
    DueDate,
    IssueKey,
    Label,
    Markdown,
    MoreFields,
    Name,
    ProjectKey,
    RequiredMarkdown,
    Summary,
)
from pytest_mcp_contract.reference.servers.jira.field_values import FieldValue, fields_of
from pytest_mcp_contract.reference.servers.jira.links import Relation, relation_of
from pytest_mcp_contract.reference.servers.jira.markdown_to_adf import document_of
from pytest_mcp_contract.reference.servers.jira.schemas import CreatedComment
from pytest_mcp_contract.reference.servers.jira.sites import Jira, JiraSite, with_site
from pytest_mcp_contract.reference.tools import add_creating_tool, add_updating_tool, call_result


def add_writing_tools(server: MCPServer, jira: Jira) -> None:
    """Add the tools that change something."""
    _add_create_issue(server, jira)
    _add_update_issue(server, jira)
    _add_transition_issue(server, jira)
    _add_create_comment(server, jira)
    _add_create_issue_link(server, jira)


def _add_create_issue(server: MCPServer, jira: Jira) -> None:
    async def create_issue(
        project_key: ProjectKey,
        issue_type: Annotated[
            Name,
            Field(description="Name or id of the type, e.g. `Bug` or `10001`; list_issue_types shows them."),
        ],
        summary: Summary,
        description: Markdown = "",
        assignee_account_id: AccountId | None = None,
        priority: Annotated[Name | None, Field(description="Name of the priority, e.g. `High`.")] = None,
        labels: Annotated[
            tuple[Label, ...], Field(max_length=50, description="Labels without blanks, e.g. `backend`.")
        ] = (),
        due_date: DueDate | None = None,
        parent_key: Annotated[
            IssueKey | None, Field(description="Key of the parent: an epic, or the issue of a subtask.")
        ] = None,
        more_fields: MoreFields = (),
    ) -> CallToolResult:
        """Create an issue in a Jira project. Calling it twice creates two.

        Required: project_key, issue_type, summary, and whatever get_create_fields shows as required.
        Optional: description, assignee_account_id, priority, labels, due_date, parent_key, more_fields.
        Returns the key, title and link of the new issue.
        Limits: needs a token that may create issues; a field must be on the project's screen for that type.
        """
        kind: JSON = {"id" if issue_type.strip().isdecimal() else "name": issue_type.strip()}
        fields = _fields(
            more_fields,
            summary=summary.strip(),
            issuetype=kind,
            description=description.strip() or None,
            assignee=assignee_account_id,
            priority=priority,
            labels=list(labels) or None,
            duedate=due_date,
            parent=parent_key,
        )
        if isinstance(fields, Err):
            return call_result(fields)
        return await with_site(
            jira,
            lambda token, site: api_writing.create_issue(token, site, project_key, fields.value),
            lambda issue, site: rendering.render_created_issue(issue, site.link(issue.key), summary),
        )

    add_creating_tool(server, create_issue, title="Create an issue")


def _add_update_issue(server: MCPServer, jira: Jira) -> None:
    async def update_issue(
        issue_key: IssueKey,
        summary: Annotated[Summary | None, Field(description="New title; null leaves it.")] = None,
        description: Annotated[
            Markdown | None,
            Field(
                description="New text in Markdown, in place of the old one; empty clears it, null leaves it."
            ),
        ] = None,
        assignee_account_id: Annotated[
            AccountId | Literal[""] | None,
            Field(description="Account id of the new assignee; empty for nobody, null leaves it."),
        ] = None,
        priority: Annotated[
            Name | None, Field(description="Name of the new priority, e.g. `High`; null leaves it.")
        ] = None,
        labels: Annotated[
            tuple[Label, ...] | None,
            Field(max_length=50, description="All labels it has then, e.g. `backend`; null leaves them."),
        ] = None,
        due_date: Annotated[
            DueDate | Literal[""] | None,
            Field(description="New day it is due, e.g. `2026-03-02`; empty clears it, null leaves it."),
        ] = None,
        parent_key: Annotated[
            IssueKey | None, Field(description="Key of the new parent; null leaves it.")
        ] = None,
        more_fields: MoreFields = (),
    ) -> CallToolResult:
        """Change fields of a Jira issue.

        Required: issue_key, and at least one change. Optional: summary, description, assignee_account_id,
        priority, labels, due_date, parent_key, more_fields; what is null stays as it is.
        Returns which fields were set, and the link.
        Limits: needs a token that may edit the issue; lists and the description replace what was there. For
        the status use transition_issue, for people and fields see get_issue and get_create_fields.
        """
        fields = _fields(
            more_fields,
            summary=summary.strip() if summary else None,
            description=description,
            assignee=assignee_account_id,
            priority=priority,
            labels=None if labels is None else list(labels),
            duedate=due_date,
            parent=parent_key,
        )
        if isinstance(fields, Err):
            return call_result(fields)
        if not fields.value:
            return call_result(
                Err("No change was given, so nothing changed; pass at least one field besides issue_key.")
            )
        return await with_site(
            jira,
            lambda token, site: api_writing.update_issue(token, site, issue_key, fields.value),
            lambda _, site: rendering.render_updated_issue(issue_key, site.link(issue_key), fields.value),
        )

    add_updating_tool(server, update_issue, title="Update an issue")


def _add_transition_issue(server: MCPServer, jira: Jira) -> None:
    async def transition_issue(
        issue_key: IssueKey,
        transition_id: Annotated[
            str,
            Field(
                max_length=20,
                pattern=r"^[0-9]+$",
                description="Id of the transition, e.g. `31`; get_transitions shows it.",
            ),
        ],
        resolution: Annotated[
            Name | None,
            Field(description="Name of the resolution, e.g. `Done`, where the transition has one."),
        ] = None,
        comment: Annotated[
            RequiredMarkdown | None, Field(description="Comment in Markdown to add at the same time.")
        ] = None,
    ) -> CallToolResult:
        """Move a Jira issue into another status by one of its transitions.

        Required: issue_key, transition_id. Optional: resolution, comment.
        Returns which transition was made, and the link.
        Limits: the ids depend on the issue's present status, so read them with get_transitions first; the
        resolution and the comment are refused where the transition has no screen for them.
        """
        text = _document(comment or "")
        if isinstance(text, Err):
            return call_result(text)
        return await with_site(
            jira,
            lambda token, site: api_writing.transition_issue(
                token, site, issue_key, transition_id, resolution=resolution, comment=text.value
            ),
            lambda _, site: f"Made transition {transition_id} on issue {issue_key}: {site.link(issue_key)}",
        )

    add_creating_tool(server, transition_issue, title="Move an issue to another status")


def _add_create_comment(server: MCPServer, jira: Jira) -> None:
    async def create_comment(
        issue_key: IssueKey,
        body: RequiredMarkdown,
        visible_to: Annotated[
            Literal["everybody", "role", "group"],
            Field(description="Who may see it: all who see the issue, or one role or group."),
        ] = "everybody",
        role_or_group: Annotated[
            str,
            Field(
                max_length=255,
                description="Name of the role or group, e.g. `Developers`; used with visible_to.",
            ),
        ] = "",
    ) -> CallToolResult:
        """Add a comment to a Jira issue. Calling it twice adds two.

        Required: issue_key, body. Optional: visible_to (default everybody), role_or_group.
        Returns the link of the new comment.
        Limits: needs a token that may comment; nobody is notified by an @ in the text. Markdown becomes
        paragraphs, headings, lists, code, quotes, tables and links; images become links.
        """
        name = role_or_group.strip()
        if visible_to != "everybody" and not name:
            return call_result(
                Err(
                    f"No comment was added, because no {visible_to} was named; "
                    "pass role_or_group and call again."
                )
            )
        document = _document(body)
        if isinstance(document, Err):
            return call_result(document)
        visibility: JSON = None if visible_to == "everybody" else {"type": visible_to, "value": name}
        seen_by = f"{visible_to} {name}" if visibility else ""

        def rendered(comment: CreatedComment, site: JiraSite) -> str:
            return rendering.render_created_comment(comment, issue_key, site.link(issue_key), seen_by)

        return await with_site(
            jira,
            lambda token, site: api_writing.create_comment(
                token, site, issue_key, document.value, visibility
            ),
            rendered,
        )

    add_creating_tool(server, create_comment, title="Comment on an issue")


def _add_create_issue_link(server: MCPServer, jira: Jira) -> None:
    async def create_issue_link(
        issue_key: IssueKey,
        relation: Annotated[
            Name,
            Field(description="Words of the link as Jira shows them, e.g. `blocks` or `is blocked by`."),
        ],
        other_issue_key: Annotated[IssueKey, Field(description="Key of the other issue, e.g. `EX-8`.")],
    ) -> CallToolResult:
        """Link two Jira issues, read as a sentence: issue_key relation other_issue_key, "EX-7 blocks EX-8".

        Required: issue_key, relation, other_issue_key. Optional: nothing.
        Returns the sentence that holds then, and the link.
        Limits: needs a token that may link issues; a relation that does not exist is answered with those that
        do. A link that is there already stays as it is.
        """

        async def request(token: str, site: JiraSite) -> Result[Relation]:
            types = await api_helper.get_link_types(token, site)
            if isinstance(types, Err):
                return types
            found = relation_of(relation, types.value.types)
            if isinstance(found, Err):
                return found
            outward_of, other = (
                (issue_key, other_issue_key) if found.value.is_outward else (other_issue_key, issue_key)
            )
            made = await api_writing.create_issue_link(
                token, site, found.value.link_type, outward_of=outward_of, other=other
            )
            return made if isinstance(made, Err) else found

        return await with_site(
            jira,
            request,
            lambda found, site: rendering.render_created_link(
                issue_key, found.words, other_issue_key, site.link(issue_key)
            ),
        )

    add_creating_tool(server, create_issue_link, title="Link two issues")


def _document(markdown: str) -> Result[JSON]:
    """The document of a text; null for a blank one."""
    if not markdown.strip():
        return Ok(None)
    result = document_of(markdown)
    return result if isinstance(result, Err) else Ok(result.value)


def _fields(
    more_fields: Sequence[FieldValue],
    *,
    description: str | None,
    assignee: str | None,
    priority: str | None,
    parent: str | None,
    duedate: str | None,
    **others: JSON,
) -> Result[dict[str, JSON]]:
    """Jira's fields of what is not None; an empty text clears its field."""
    document = _document(description or "")
    if isinstance(document, Err):
        return document
    more = fields_of(more_fields)
    if isinstance(more, Err):
        return more
    fields: dict[str, JSON] = {name: value for name, value in others.items() if value is not None}
    if description is not None:
        fields["description"] = document.value
    if assignee is not None:
        fields["assignee"] = {"accountId": assignee} if assignee else None
    if priority is not None:
        fields["priority"] = {"name": priority}
    if parent is not None:
        fields["parent"] = {"key": parent}
    if duedate is not None:
        fields["duedate"] = duedate or None
    return Ok({**fields, **more.value})
