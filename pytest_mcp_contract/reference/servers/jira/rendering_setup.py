"""Projects, types of issues, their fields, and transitions as short Markdown for a model."""

from collections.abc import Sequence

from pytest_mcp_contract.reference.markdown import blocks, counted, inline, one_line
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.jira.field_values import VALUE_LIMIT, kind_of, text_of
from pytest_mcp_contract.reference.servers.jira.layout import fitting, some
from pytest_mcp_contract.reference.servers.jira.schemas_setup import (
    CreateField,
    CreateFields,
    IssueType,
    IssueTypes,
    Project,
    Projects,
    Transition,
    Transitions,
)

NAME_LIMIT = ID_LIMIT = VALUE_LIMIT
ABOUT_LIMIT = 2_000
"""For the description of a type of issue, which no other call shows."""
VALUES_SHOWN = 10
FIELDS_SHOWN = 50

_OWN_ARGUMENTS = {
    "project": "project_key",
    "issuetype": "issue_type",
    "summary": "summary",
    "description": "description",
    "assignee": "assignee_account_id",
    "priority": "priority",
    "labels": "labels",
    "duedate": "due_date",
    "parent": "parent_key",
}
"""Fields that create_issue and update_issue take under a name of their own."""
_ELSEWHERE = frozenset({"attachment", "issuelinks"})
"""Fields that cannot be set by a value."""


def render_projects(page: Projects, *, text: str, start_at: int) -> str:
    """Some projects, as many as fit, and how to get the next ones."""
    matching = f" match: {one_line(text)}" if text else ""
    if not page.values:
        return f"No {'more ' if start_at else ''}projects{matching or ' are visible to this token'}" + (
            "" if matching else "."
        )
    rows = fitting(_project(project) for project in page.values)
    has_next = _has_next(len(rows), page.values, start_at, page.total, page.is_last)
    more = follow_up("projects", "list_projects", start_at=start_at + len(rows)) if has_next else ""
    return blocks(f"{_some('project', len(rows), start_at)}{matching or ':'}", "\n".join(rows), more)


def render_transitions(found: Transitions, issue_key: str, *, start_at: int) -> str:
    """Some transitions of an issue, as many as fit, and how to get the next ones."""
    if not found.transitions:
        return f"Issue {issue_key} has no transitions that this token may make."
    here = found.transitions[start_at:]
    if not here:
        return f"No more transitions of issue {issue_key}."
    rows = fitting(_transition(transition) for transition in here)
    more = follow_up("transitions", "get_transitions", start_at=start_at + len(rows))
    return blocks(
        f"{_some('transition', len(rows), start_at)} of issue {issue_key}; pass the id to transition_issue:",
        "\n".join(rows),
        more if len(rows) < len(here) else "",
    )


def render_issue_types(page: IssueTypes, project_key: str, *, start_at: int) -> str:
    """Some types of issues, as many as fit, and how to get the next ones."""
    if not page.issue_types:
        return f"No {'more ' if start_at else ''}issue types can be created in project {project_key}."
    rows = fitting(_issue_type(kind) for kind in page.issue_types)
    has_next = _has_next(len(rows), page.issue_types, start_at, page.total, page.is_last)
    more = follow_up("issue types", "list_issue_types", start_at=start_at + len(rows)) if has_next else ""
    return blocks(
        f"{_some('issue type', len(rows), start_at)} in project {project_key}:", "\n".join(rows), more
    )


def render_create_fields(
    page: CreateFields, project_key: str, issue_type_id: str, *, start_at: int, values_from: int = 1
) -> str:
    """Some fields, required ones marked, as many as fit, and how to get the next ones.

    Of many allowed values some are shown, from number `values_from` (from 1).
    """
    what = f"issue type {issue_type_id} in project {project_key}"
    if not page.fields:
        return f"No {'more ' if start_at else ''}fields can be set for {what}."
    rows = fitting(_field(field, values_from) for field in page.fields)
    has_next = _has_next(len(rows), page.fields, start_at, page.total, page.is_last)
    more = follow_up("fields", "get_create_fields", start_at=start_at + len(rows)) if has_next else ""
    shown = values_from - 1 + VALUES_SHOWN
    is_cut = any(len(field.allowed or []) > shown for field in page.fields[: len(rows)])
    values = follow_up("values", "get_create_fields", values_from=shown + 1) if is_cut else ""
    return blocks(f"{_some('field', len(rows), start_at)} for {what}:", "\n".join(rows), values, more)


def _some(thing: str, number: int, start_at: int) -> str:
    return f"{number} more {thing}{'' if number == 1 else 's'}" if start_at else counted(number, thing)


def _has_next(
    shown: int, here: Sequence[object], start_at: int, total: int | None, is_last: bool | None
) -> bool:
    """Whether anything comes after what is shown; some endpoints tell the total, some the end, some both."""
    if shown < len(here):
        return True
    if is_last is not None:
        return not is_last
    return total is not None and start_at + shown < total


def _project(project: Project) -> str:
    kind = one_line(project.kind or "", ID_LIMIT).replace("_", " ")
    about = f" ({inline(kind)})" if kind else ""
    name = one_line(project.name or "", NAME_LIMIT) or "(no name)"
    return f"- {one_line(project.key, ID_LIMIT)}{about}: {name}"


def _transition(transition: Transition) -> str:
    to = inline(transition.to.name or "", ID_LIMIT) if transition.to else ""
    needed = [
        inline(field.name or name, ID_LIMIT)
        for name, field in (transition.fields or {}).items()
        if field.required
    ]
    about = ", ".join(
        [*([f"to {to}"] if to else []), *([f"needs {some(needed, FIELDS_SHOWN)}"] if needed else [])]
    )
    name = one_line(transition.name or "", NAME_LIMIT) or "(no name)"
    return f"- {one_line(transition.id, ID_LIMIT)}{f' ({about})' if about else ''}: {name}"


def _issue_type(kind: IssueType) -> str:
    about = one_line(kind.description or "", ABOUT_LIMIT)
    name = inline(kind.name or "", ID_LIMIT) or "(no name)"
    sub = ", a subtask" if kind.subtask else ""
    return f"- {name} (id {one_line(kind.id, ID_LIMIT)}{sub})" + (f": {about}" if about else "")


def _field(field: CreateField, values_from: int) -> str:
    """Id, whether it is required, how to pass it, name, and the values that are allowed."""
    own = _OWN_ARGUMENTS.get(field.field_id)
    how = f"argument {own}" if own else f"kind {kind_of(field.value_type)}"
    if field.field_id in _ELSEWHERE:
        how = "not set when it is created"
    need = "optional" if not field.required else "has a default" if field.has_default else "required"
    line = (
        f"- {one_line(field.field_id, ID_LIMIT)} ({need}, {how}): "
        f"{one_line(field.name or '', NAME_LIMIT) or '(no name)'}"
    )
    allowed = (field.allowed or [])[values_from - 1 :]
    values = [one_line(text_of(value), VALUE_LIMIT) for value in allowed[:VALUES_SHOWN]]
    if not any(values):
        return line
    rest = len(allowed) - VALUES_SHOWN
    return f"{line}\n  Values: {', '.join(filter(None, values))}" + (f", and {rest} more" if rest > 0 else "")
