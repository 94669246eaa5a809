"""What is stored, as the REST API spells it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.jira.answers import CLOUD_ID, SITE
from tests.emulators.jira.store import (
    LINK_TYPES,
    PEOPLE,
    ROBOT,
    STATUSES,
    SUBTASK,
    TYPES,
    Store,
    StoredComment,
    StoredIssue,
)

API = f"https://api.atlassian.com/ex/jira/{CLOUD_ID}/rest/api/3"
NAMES = {
    "summary": "Summary", "description": "Description", "issuetype": "Issue Type", "status": "Status",
    "priority": "Priority", "resolution": "Resolution", "project": "Project", "assignee": "Assignee",
    "reporter": "Reporter", "labels": "Labels", "components": "Components", "fixVersions": "Fix versions",
    "parent": "Parent", "subtasks": "Sub-tasks", "issuelinks": "Linked Issues", "attachment": "Attachment",
    "created": "Created", "updated": "Updated", "resolutiondate": "Resolved", "duedate": "Due date",
    "customfield_10016": "Story points", "customfield_10020": "Sprint", "customfield_10030": "Severity",
    "customfield_10031": "Browsers", "customfield_10032": "Steps to reproduce", "customfield_10033": "Region",
}  # fmt: skip


def stamp(moment: datetime | None) -> str | None:
    """A moment as Jira writes it: milliseconds, and no colon in the offset."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000" if moment else None


def user_json(account: str | None) -> JSON:
    """A person or an app; null for nobody."""
    if account is None:
        return None
    picture = "https://avatar-management--avatars.us-west-2.prod.public.atl-paas.net/initials/MK-5.png"
    return {
        "self": f"{API}/user?accountId={account}",
        "accountId": account,
        "accountType": "app" if account == ROBOT else "atlassian",
        "avatarUrls": {f"{size}x{size}": picture for size in (16, 24, 32, 48)},
        "displayName": PEOPLE.get(account, "Former user"),
        "active": account in PEOPLE,
        "timeZone": "Europe/Berlin",
    }


def status_json(name: str) -> JSON:
    """A status with its category."""
    status_id, category_id, key, colour = STATUSES[name]
    return {
        "self": f"{API}/status/{status_id}",
        "description": "",
        "iconUrl": f"{SITE}/images/icons/statuses/generic.png",
        "name": name,
        "id": status_id,
        "statusCategory": {
            "self": f"{API}/statuscategory/{category_id}",
            "id": category_id,
            "key": key,
            "colorName": colour,
            "name": name,
        },
    }


def type_json(kind: str) -> dict[str, JSON]:
    """A type of issue."""
    name, description = TYPES[kind]
    return {
        "self": f"{API}/issuetype/{kind}",
        "id": kind,
        "description": description,
        "iconUrl": f"{SITE}/rest/api/2/universal_avatar/view/type/issuetype/avatar/10303?size=medium",
        "name": name,
        "subtask": kind == SUBTASK,
        "avatarId": 10303,
        "hierarchyLevel": 1 if name == "Epic" else -1 if kind == SUBTASK else 0,
    }


def named_json(where: str, name: str | None) -> JSON:
    """A priority, resolution, component or version; null for none."""
    if name is None:
        return None
    number = str(sum(name.encode()))
    return {"self": f"{API}/{where}/{number}", "id": number, "name": name}


def project_json(key: str, store: Store) -> dict[str, JSON]:
    """A project as issues and lists have it."""
    name, kind = store.projects[key]
    number = str(10_000 + list(store.projects).index(key))
    picture = f"{API}/universal_avatar/view/type/project/avatar/10401"
    return {
        "self": f"{API}/project/{number}",
        "id": number,
        "key": key,
        "name": name,
        "avatarUrls": {f"{size}x{size}": f"{picture}?size={size}" for size in (16, 24, 32, 48)},
        "projectTypeKey": kind,
        "simplified": False,
        "style": "classic",
        "isPrivate": False,
    }


def linked_json(issue: StoredIssue) -> JSON:
    """An issue as parents, sub-tasks and links have it."""
    return {
        "id": issue.id,
        "key": issue.key,
        "self": f"{API}/issue/{issue.id}",
        "fields": {
            "summary": issue.summary,
            "status": status_json(issue.status),
            "priority": named_json("priority", issue.priority),
            "issuetype": type_json(issue.kind),
        },
    }


def link_type_json(name: str) -> JSON:
    """A kind of link."""
    number, inward, outward = LINK_TYPES[name]
    return {
        "id": number,
        "name": name,
        "inward": inward,
        "outward": outward,
        "self": f"{API}/issueLinkType/{number}",
    }


def links_json(issue: StoredIssue, store: Store) -> list[JSON]:
    """The links of an issue: `outwardIssue` on the one that has the outward words."""
    found: list[JSON] = []
    for number, (kind, source, target) in enumerate(store.links):
        for mine, other, side in ((source, target, "outwardIssue"), (target, source, "inwardIssue")):
            there = store.issue(other)
            if mine == issue.key and there is not None:
                link = str(10_100 + number)
                found.append(
                    {
                        "id": link,
                        "self": f"{API}/issueLink/{link}",
                        "type": link_type_json(kind),
                        side: linked_json(there),
                    }
                )
    return found


def _attachments(issue: StoredIssue) -> list[JSON]:
    return [
        {
            "self": f"{API}/attachment/{number}",
            "id": str(number),
            "filename": name,
            "author": user_json(issue.reporter),
            "created": stamp(issue.created),
            "size": size,
            "mimeType": "image/png" if name.endswith(".png") else "text/plain",
            "content": f"{API}/attachment/content/{number}",
        }
        for number, (name, size) in enumerate(issue.attachments, start=10_000)
    ]


def issue_json(
    issue: StoredIssue, store: Store, fields: Sequence[str], *, with_names: bool = False
) -> dict[str, JSON]:
    """An issue with the fields that were asked for, null where it has no value for one."""
    parent = store.issue(issue.parent) if issue.parent else None
    values: dict[str, Callable[[], JSON]] = {
        "summary": lambda: issue.summary,
        "description": lambda: issue.description,
        "issuetype": lambda: type_json(issue.kind),
        "status": lambda: status_json(issue.status),
        "priority": lambda: named_json("priority", issue.priority),
        "resolution": lambda: named_json("resolution", issue.resolution),
        "project": lambda: project_json(issue.project, store),
        "assignee": lambda: user_json(issue.assignee),
        "reporter": lambda: user_json(issue.reporter),
        "labels": lambda: list[JSON](issue.labels),
        "components": lambda: [named_json("component", name) for name in issue.components],
        "fixVersions": lambda: [named_json("version", name) for name in issue.versions],
        "subtasks": lambda: [linked_json(subtask) for subtask in store.subtasks(issue.key)],
        "issuelinks": lambda: links_json(issue, store),
        "attachment": lambda: _attachments(issue),
        "created": lambda: stamp(issue.created),
        "updated": lambda: stamp(issue.updated or issue.created),
        "resolutiondate": lambda: stamp(issue.resolved),
        "duedate": lambda: issue.due,
    }
    if parent:
        values["parent"] = lambda: linked_json(parent)
    shown = {name: make() for name, make in values.items() if name in fields}
    shown |= {name: issue.custom.get(name) for name in NAMES if name.startswith("custom") and name in fields}
    body: dict[str, JSON] = {
        "expand": "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations",
        "id": issue.id,
        "self": f"{API}/issue/{issue.id}",
        "key": issue.key,
        "fields": shown,
    }
    return {**body, "names": {name: NAMES[name] for name in shown}} if with_names else body


def comment_json(comment: StoredComment, issue: StoredIssue) -> JSON:
    """A comment."""
    number = str(20_000 + issue.comments.index(comment))
    body: dict[str, JSON] = {
        "self": f"{API}/issue/{issue.id}/comment/{number}",
        "id": number,
        "author": user_json(comment.author),
        "body": comment.body,
        "updateAuthor": user_json(comment.author),
        "created": stamp(comment.created),
        "updated": stamp(comment.created),
        "jsdPublic": True,
    }
    if comment.role:
        body["visibility"] = {"type": "role", "value": comment.role, "identifier": comment.role}
    return body
