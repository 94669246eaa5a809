"""Jira's REST API, what changes something: one function per endpoint.

Most are answered without a body. One that has a body all the same is read, since it may say that nothing
happened; what cannot be read is no success.
"""

from collections.abc import Mapping

from pytest_mcp_contract.reference import failures
from pytest_mcp_contract.reference.failures import Attempt
from pytest_mcp_contract.reference.http import ApiRequest
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira.schemas import CreatedComment, CreatedIssue
from pytest_mcp_contract.reference.servers.jira.sites import JiraSite
from pytest_mcp_contract.reference.servers.jira.utils import PLATFORM, error_text


async def create_issue(
    access_token: str, site: JiraSite, project_key: str, fields: Mapping[str, JSON]
) -> Result[CreatedIssue]:
    """The key of the issue that was created; `fields` are Jira's own, without the project.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-post
    """
    subject = f"project {project_key}"
    sent: dict[str, JSON] = {"fields": {"project": {"key": project_key}, **fields}}
    ask = ApiRequest("POST", site.path("issue"), access_token, subject, json=sent)
    return await site.api.model(CreatedIssue, ask)


async def update_issue(
    access_token: str, site: JiraSite, issue_key: str, fields: Mapping[str, JSON]
) -> Result[None]:
    """Nothing: the fields of the issue were set.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-put
    """
    path, subject = site.path("issue", issue_key), f"issue {issue_key}"
    return await _done(site, ApiRequest("PUT", path, access_token, subject, json={"fields": dict(fields)}))


async def transition_issue(
    access_token: str,
    site: JiraSite,
    issue_key: str,
    transition_id: str,
    *,
    resolution: str | None,
    comment: JSON,
) -> Result[None]:
    """Nothing: the issue has moved. `comment` is a document, or null for none.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-issueidorkey-transitions-post
    """
    sent: dict[str, JSON] = {"transition": {"id": transition_id}}
    if resolution:
        sent["fields"] = {"resolution": {"name": resolution}}
    if comment:
        sent["update"] = {"comment": [{"add": {"body": comment}}]}
    path = site.path("issue", issue_key, "transitions")
    subject = f"transition {transition_id} of issue {issue_key}"
    return await _done(site, ApiRequest("POST", path, access_token, subject, json=sent))


async def create_comment(
    access_token: str, site: JiraSite, issue_key: str, body: JSON, visibility: JSON
) -> Result[CreatedComment]:
    """The comment that was added; `visibility` is null where everybody may see it.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comments/#api-rest-api-3-issue-issueidorkey-comment-post
    """
    sent: dict[str, JSON] = {"body": body}
    if visibility:
        sent["visibility"] = visibility
    path = site.path("issue", issue_key, "comment")
    return await site.api.model(
        CreatedComment, ApiRequest("POST", path, access_token, f"issue {issue_key}", json=sent)
    )


async def create_issue_link(
    access_token: str, site: JiraSite, link_type: str, *, outward_of: str, other: str
) -> Result[None]:
    """Nothing: `outward_of` now has the outward word of the type towards `other`, as in "EX-1 blocks EX-2".

    Jira calls `inwardIssue` the one whose page shows the outward word; the names mislead.

    Source: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-links/#api-rest-api-3-issuelink-post
    """
    sent: JSON = {
        "type": {"name": link_type},
        "inwardIssue": {"key": outward_of},
        "outwardIssue": {"key": other},
    }
    subject = f"link between issues {outward_of} and {other}"
    return await _done(site, ApiRequest("POST", site.path("issueLink"), access_token, subject, json=sent))


async def _done(site: JiraSite, ask: ApiRequest) -> Result[None]:
    """Nothing, where the answer has no body, or JSON without an error in it."""
    result = await site.api.response(ask)
    if isinstance(result, Err):
        return result
    if not result.value.content.strip():
        return Ok(None)
    try:
        body: JSON = result.value.json()
    except (ValueError, RecursionError):
        attempt = Attempt(PLATFORM, ask.reads, ask.subject, ask.token)
        return Err(failures.not_json(attempt, result.value.status_code))
    said = error_text(body)
    return site.api.refusal(ask, said) if said else Ok(None)
