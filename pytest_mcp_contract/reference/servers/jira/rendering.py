"""Jira's issues as short Markdown for a model: one line that sums up, then only what matters.

Pure functions. Text of strangers stands last in its line, is escaped, or stands inside a fence, so it cannot
change what is around it.
"""

from collections.abc import Iterable, Iterator, Sequence

from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import (
    blocks,
    counted,
    fact,
    inline,
    one_line,
    utc,
)
from pytest_mcp_contract.reference.paging import follow_up
from pytest_mcp_contract.reference.servers.jira.field_values import text_of
from pytest_mcp_contract.reference.servers.jira.issue_parts import (
    DESCRIPTION_BUDGET,
    FROM_THE_START,
    LISTED_BUDGET,
    LISTED_LIMIT,
    SHORT_LIMIT,
    Lists,
    Starts,
    markdown_text,
)
from pytest_mcp_contract.reference.servers.jira.layout import fitting, length_within, some
from pytest_mcp_contract.reference.servers.jira.schemas import (
    Attachment,
    CreatedComment,
    CreatedIssue,
    Fields,
    Found,
    Issue,
    IssueLink,
    LinkedIssue,
    Named,
    Person,
    Text,
)

FIELD_BUDGET = 600
FIELDS_BUDGET = 2_000
ROW_TITLE_LIMIT = 255
"""Jira takes no longer summaries and names of files."""
ROW_LABELS_BUDGET = 600


def render_issue(
    issue: Issue,
    link: str,
    *,
    more_fields: Sequence[str],
    comments: str = "",
    starts: Starts = FROM_THE_START,
) -> str:
    """One issue with its description; `comments` is what `render_comments` made, if they were asked for."""
    fields, lists = issue.fields, Lists(starts.lists)
    head = f"# Issue {one_line(issue.key, SHORT_LIMIT)} ({_kind(fields)}): {_title(fields.summary)}"
    facts = [
        *fact("Project", _name(fields.project)),
        *fact("Priority", _name(fields.priority)),
        f"- Assignee: {_person(fields.assignee) or 'nobody'}",
        *fact("Reporter", _person(fields.reporter)),
        *([f"- Created: {utc(fields.created)}"] if fields.created else []),
        *([f"- Updated: {utc(fields.updated)}"] if fields.updated else []),
        *([f"- Due: {fields.duedate:%Y-%m-%d}"] if fields.duedate else []),
        *_resolution(fields),
        *([f"- Parent: {_linked(fields.parent)}"] if fields.parent else []),
        *_several("Labels", fields.labels, lists),
        *_several("Components", map(_name, fields.components or []), lists),
        *_several("Fix versions", map(_name, fields.fix_versions or []), lists),
        f"- Link: {link}",
    ]
    return blocks(
        head,
        "\n".join(facts),
        _description(fields.description, starts.description),
        _section("Subtasks", [f"- {_linked(subtask)}" for subtask in fields.subtasks or []], lists),
        _section("Links", [row for entry in fields.issuelinks or [] for row in _link_rows(entry)], lists),
        _section("Attachments", [_attachment(file) for file in fields.attachment or []], lists),
        lists.more(),
        _more_fields(issue, more_fields, starts.field),
        comments,
    )


def render_found(found: Found, jql: str, *, tool: str, next_page_token: str | None) -> str:
    """A page of search results, as many as fit, and how to get the next ones."""
    has_next = bool(found.next_page_token) and found.is_last is not True
    more = follow_up("issues", tool, next_page_token=found.next_page_token) if has_next else ""
    if found.is_last is False and not has_next:
        more = "More issues match, but Jira names no next page; narrow the search."
    if not found.issues:
        where = " on this page" if has_next or next_page_token else ""
        return blocks(f"No issues match{where}: {one_line(jql)}", more)
    rows = fitting(_row(issue) for issue in found.issues)
    is_cut = len(rows) < len(found.issues)
    if is_cut:
        again: dict[str, JSON] = {"next_page_token": next_page_token} if next_page_token else {}
        more = follow_up("issues", tool, max_results=len(rows), **again)
    which = "more issue" if next_page_token else "issue"
    number = f"{counted(len(found.issues), which)}{' on this page' if has_next else ''}"
    here = f", the first {len(rows)} of them here" if is_cut else ""
    return blocks(f"{number}{here}: {one_line(jql)}", "\n".join(rows), more)


def render_created_issue(issue: CreatedIssue, link: str, summary: str) -> str:
    """Where the new issue is."""
    return blocks(f"Created issue {one_line(issue.key, SHORT_LIMIT)}: {_title(summary)}", f"- Link: {link}")


def render_updated_issue(issue_key: str, link: str, changed: Iterable[str]) -> str:
    """What was set."""
    names = ", ".join(one_line(name, SHORT_LIMIT) for name in changed)
    fields = [f"- Fields set: {names}"] if names else []
    return blocks(f"Updated issue {issue_key}.", "\n".join([*fields, f"- Link: {link}"]))


def render_created_comment(comment: CreatedComment, issue_key: str, link: str, seen_by: str) -> str:
    """Where the new comment is, and who may see it."""
    only = f", which only the {inline(seen_by, SHORT_LIMIT)} may see" if seen_by else ""
    where = f"{link}?focusedCommentId={one_line(comment.id, SHORT_LIMIT)}"
    return f"Added a comment to issue {issue_key}{only}: {where}"


def render_created_link(issue_key: str, words: str, other_issue_key: str, link: str) -> str:
    """The sentence that holds now."""
    return f"Linked: {issue_key} {inline(words, SHORT_LIMIT)} {other_issue_key}. It shows at {link}"


def _kind(fields: Fields) -> str:
    kinds = (_name(fields.issuetype), _name(fields.status))
    return ", ".join(inline(kind, SHORT_LIMIT) for kind in kinds if kind) or "status unknown"


def _title(summary: str | None) -> str:
    return one_line(summary or "") or "(no summary)"


def _name(named: Named | None) -> str:
    return one_line(named.name or "", SHORT_LIMIT) if named else ""


def _several(title: str, names: Iterable[str] | None, lists: Lists) -> list[str]:
    known = _short(names)
    shown = lists.part(known, LISTED_BUDGET)
    part = f"{title} ({len(shown)} of {len(known)})" if 0 < len(shown) < len(known) else title
    return [f"- {part}: {', '.join(shown)}"] if shown else []


def _person(person: Person | None) -> str:
    """A name, and the account id that other tools take; "" for nobody."""
    if person is None:
        return ""
    name = inline(person.display_name or person.name or "unknown", SHORT_LIMIT)
    account = one_line(person.account_id or "", 130)
    return f"{name}, account id {account}" if account else name


def _resolution(fields: Fields) -> list[str]:
    name = _name(fields.resolution)
    if fields.resolutiondate:
        return [f"- Resolved: {utc(fields.resolutiondate)}" + (f", {name}" if name else "")]
    return fact("Resolution", name)


def _linked(issue: LinkedIssue) -> str:
    fields = issue.fields
    key, status = one_line(issue.key, SHORT_LIMIT), _name(fields.status) if fields else ""
    title = one_line((fields.summary if fields else None) or "", ROW_TITLE_LIMIT)
    return f"{key}{f' ({inline(status)})' if status else ''}{f': {title}' if title else ''}"


def _link_rows(link: IssueLink) -> Iterator[str]:
    if link.outward_issue:
        yield f"- {inline(link.type.outward, SHORT_LIMIT)} {_linked(link.outward_issue)}"
    if link.inward_issue:
        yield f"- {inline(link.type.inward, SHORT_LIMIT)} {_linked(link.inward_issue)}"


def _attachment(file: Attachment) -> str:
    size = f"{counted(file.size, 'byte')}: " if file.size is not None else ""
    return f"- {size}{one_line(file.filename or '', ROW_TITLE_LIMIT) or '(no name)'}"


def _short(names: Iterable[str] | None) -> list[str]:
    return [one_line(name, SHORT_LIMIT) for name in names or [] if name]


def _section(title: str, rows: Sequence[str], lists: Lists) -> str:
    """Rows under a heading, with their number where some are left out; "" for none."""
    shown = lists.part(rows, FIELDS_BUDGET)
    if not shown:
        return ""
    part = f", {len(shown)} of {len(rows)}" if len(shown) < len(rows) else ""
    return blocks(f"## {title}{part}", "\n".join(shown))


def _description(text: Text, start: int) -> str:
    shown = excerpt(
        markdown_text(text),
        start,
        fits=lambda text: length_within(text, DESCRIPTION_BUDGET),
        more=lambda following: follow_up("characters", "get_issue", description_from=following),
    )
    return blocks("## Description", shown) if shown else "The description is empty."


def _more_fields(issue: Issue, asked: Sequence[str], start: int) -> str:
    """The fields that were asked for by id, with what they hold; one alone from character `start`."""
    first = start if len(asked) == 1 else 1
    others, names = issue.fields.model_extra or {}, issue.names or {}
    facts: list[str] = []
    texts: list[tuple[str, str]] = []
    for field in dict.fromkeys(asked):
        if field in Fields.model_fields or field in _SHOWN_BY_ALIAS:
            continue
        name = inline(names.get(field, ""), SHORT_LIMIT)
        title = f"{name} ({field})" if name and name != field else field
        value = text_of(others.get(field))
        if "\n" in value or len(value) > ROW_TITLE_LIMIT:
            texts.append((field, blocks(f"### {title}", _long_field(value, field, first))))
        else:
            facts.append(f"- {title}: {one_line(value) or 'no value'}")
    if not facts and not texts:
        return ""
    shown = "\n".join(facts)
    entries = fitting(filter(None, (shown, *(text for _, text in texts))), FIELDS_BUDGET)
    rest: list[JSON] = [field for field, _ in texts[len(entries) - bool(shown) :]]
    again: dict[str, JSON] = {"more_fields": rest, **({"field_from": 1} if start > 1 else {})}
    more = f"{counted(len(rest), 'long field')} left out. {follow_up('fields', 'get_issue', **again)}"
    return blocks("## More fields", *entries, more if rest else "")


def _long_field(text: str, field: str, start: int) -> str:
    return excerpt(
        text,
        start,
        fits=lambda text: length_within(text, FIELD_BUDGET),
        more=lambda following: follow_up(
            "characters", "get_issue", more_fields=[field], field_from=following
        ),
    )


_SHOWN_BY_ALIAS = frozenset(field.alias for field in Fields.model_fields.values() if field.alias)


def _row(issue: Issue) -> str:
    fields = issue.fields
    about = [
        _kind(fields),
        *([f"{inline(priority)} priority"] if (priority := _name(fields.priority)) else []),
        f"assigned to {_assigned(fields.assignee)}",
        *([f"updated {utc(fields.updated)}"] if fields.updated else []),
    ]
    title = one_line(fields.summary or "", ROW_TITLE_LIMIT) or "(no summary)"
    lines = [f"- {one_line(issue.key, SHORT_LIMIT)} ({', '.join(about)}): {title}"]
    labels = _short(fields.labels)
    here = len(fitting(labels[:LISTED_LIMIT], ROW_LABELS_BUDGET))
    if labels:
        lines.append(f"  - Labels: {some(labels, here)}")
    if len(labels) > here:
        lines.append(
            f'  For the other labels call get_issue with issue_key="{one_line(issue.key, SHORT_LIMIT)}" '
            f"and lists_from={here + 1}."
        )
    return "\n".join(lines)


def _assigned(person: Person | None) -> str:
    return inline(person.display_name or person.name or "unknown", SHORT_LIMIT) if person else "nobody"
