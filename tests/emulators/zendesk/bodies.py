"""What is stored, as the API spells it."""

from datetime import datetime

from pytest_mcp_contract.reference.json_value import JSON
from tests.emulators.common import FIRST_DAY
from tests.emulators.zendesk.answers import API
from tests.emulators.zendesk.store import (
    StoredComment,
    StoredField,
    StoredFile,
    StoredTicket,
    StoredUser,
)

NULLABLE = frozenset({"due_at"})
"""The only field of a ticket that the vendor's description lets be null."""


def stamp(moment: datetime | None) -> str | None:
    """A moment as Zendesk writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def ticket_json(ticket: StoredTicket) -> dict[str, JSON]:
    """A ticket."""
    custom_fields: list[JSON] = [{"id": one, "value": value} for one, value in ticket.custom_fields.items()]
    body: dict[str, JSON] = {
        "url": f"{API}/tickets/{ticket.id}.json",
        "id": ticket.id,
        "external_id": None,
        "via": {"channel": ticket.channel, "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "generated_timestamp": int(ticket.updated_at.timestamp()),
        "type": ticket.type,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": ticket.comments[0].body,
        "priority": ticket.priority,
        "status": ticket.status,
        "recipient": None,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.requester_id,
        "assignee_id": ticket.assignee_id,
        "organization_id": ticket.organization_id,
        "group_id": ticket.group_id,
        "collaborator_ids": [],
        "follower_ids": [],
        "email_cc_ids": [],
        "forum_topic_id": None,
        "problem_id": None,
        "has_incidents": False,
        "is_public": True,
        "due_at": stamp(ticket.due_at),
        "tags": list[JSON](ticket.tags),
        "custom_fields": custom_fields,
        "satisfaction_rating": ticket.satisfaction or {"score": "unoffered"},
        "sharing_agreement_ids": [],
        "custom_status_id": 123,
        "fields": custom_fields,
        "followup_ids": [],
        "ticket_form_id": 47,
        "brand_id": 360002143133,
        "allow_channelback": False,
        "allow_attachments": True,
        "from_messaging_channel": False,
    }
    return {
        name: value
        for name, value in body.items()
        if value is not None or ticket.has_nulls or name in NULLABLE
    }


def metric_json(ticket: StoredTicket) -> JSON:
    """The metrics of a ticket; nothing was solved yet unless it is closed."""
    is_done = ticket.status in ("solved", "closed")

    def span(calendar: float, business: float) -> JSON:
        return {"calendar": calendar, "business": business}

    nothing: JSON = {"calendar": None, "business": None}
    return {
        "url": f"{API}/ticket_metrics/{ticket.id + 32}.json",
        "id": ticket.id + 32,
        "ticket_id": ticket.id,
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "group_stations": 1,
        "assignee_stations": int(ticket.assignee_id is not None),
        "reopens": 0,
        "replies": sum(comment.public and comment.author_id > 200 for comment in ticket.comments),
        "assignee_updated_at": None,
        "requester_updated_at": stamp(ticket.created_at),
        "status_updated_at": stamp(ticket.updated_at),
        "initially_assigned_at": stamp(ticket.created_at) if ticket.assignee_id else None,
        "assigned_at": stamp(ticket.created_at) if ticket.assignee_id else None,
        "solved_at": stamp(ticket.updated_at) if is_done else None,
        "latest_comment_added_at": stamp(ticket.comments[-1].created_at),
        "reply_time_in_minutes": span(16, 16),
        "reply_time_in_seconds": {"calendar": 960},
        "first_resolution_time_in_minutes": span(1440, 480) if is_done else nothing,
        "full_resolution_time_in_minutes": span(1440, 480) if is_done else nothing,
        "agent_wait_time_in_minutes": span(0, 0),
        "requester_wait_time_in_minutes": span(1446, 485),
        "on_hold_time_in_minutes": span(0, 0),
    }


def comment_json(comment: StoredComment) -> dict[str, JSON]:
    """A comment."""
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": comment.body,
        "html_body": f'<div class="zd-comment" dir="auto">{comment.body}</div>',
        "plain_body": comment.body,
        "public": comment.public,
        "attachments": [_file_json(file) for file in comment.files],
        "audit_id": comment.id + 400_000,
        "via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": "web_widget"}},
        "created_at": stamp(comment.created_at),
        "metadata": {"system": {}, "custom": {}},
    }


def user_json(user: StoredUser) -> JSON:
    """A user; a deleted one has no address."""
    address: dict[str, JSON] = {"email": user.email} if user.email else {}
    return {
        "id": user.id,
        "url": f"{API}/users/{user.id}.json",
        "name": user.name,
        **address,
        "created_at": stamp(FIRST_DAY),
        "updated_at": stamp(FIRST_DAY),
        "time_zone": "Berlin",
        "iana_time_zone": "Europe/Berlin",
        "phone": None,
        "shared_phone_number": None,
        "photo": None,
        "locale_id": 1,
        "locale": "en-US",
        "organization_id": None,
        "role": user.role,
        "verified": True,
        "external_id": None,
        "tags": [],
        "alias": "",
        "active": user.active,
        "shared": False,
        "shared_agent": False,
        "two_factor_auth_enabled": None,
        "signature": "",
        "details": "",
        "notes": "",
        "role_type": None,
        "custom_role_id": None,
        "moderator": False,
        "ticket_restriction": "requested" if user.role == "end-user" else None,
        "only_private_comments": False,
        "restricted_agent": user.role == "end-user",
        "suspended": False,
        "report_csv": False,
        "user_fields": {},
    }


def field_json(field: StoredField) -> JSON:
    """A ticket field."""
    return {
        "url": f"{API}/ticket_fields/{field.id}.json",
        "id": field.id,
        "type": field.type,
        "title": field.title,
        "raw_title": field.title,
        "description": "",
        "raw_description": "",
        "position": field.id,
        "active": field.active,
        "required": False,
        "collapsed_for_agents": False,
        "regexp_for_validation": None,
        "title_in_portal": field.title,
        "raw_title_in_portal": field.title,
        "visible_in_portal": not field.removable,
        "editable_in_portal": not field.removable,
        "required_in_portal": False,
        "tag": None,
        "created_at": stamp(FIRST_DAY),
        "updated_at": stamp(FIRST_DAY),
        "removable": field.removable,
    }


def audit_json(ticket: StoredTicket, comment: StoredComment) -> JSON:
    """What an update did."""
    return {
        "id": comment.id + 400_000,
        "ticket_id": ticket.id,
        "created_at": stamp(comment.created_at),
        "author_id": comment.author_id,
        "metadata": {"system": {}, "custom": {}},
        "events": [
            {
                "id": comment.id + 500_000,
                "type": "Comment",
                "author_id": comment.author_id,
                "body": comment.body,
                "plain_body": comment.body,
                "public": comment.public,
                "attachments": [],
                "audit_id": comment.id + 400_000,
            }
        ],
        "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
    }


def _file_json(file: StoredFile) -> JSON:
    address = "" if file.deleted else f"https://example.zendesk.com/attachments/{file.id}/{file.id}.bin"
    return {
        "url": f"{API}/attachments/{file.id}.json",
        "id": file.id,
        "file_name": file.name,
        "content_url": address,
        "mapped_content_url": address,
        "content_type": file.content_type,
        "size": file.size,
        "inline": False,
        "deleted": file.deleted,
        "malware_access_override": False,
        "malware_scan_result": "malware_not_found",
        "thumbnails": [],
    }
