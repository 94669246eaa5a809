"""Notion's pages, searches, users and comments as short Markdown for a model.

Pure functions. Text of strangers stands last in its line, is escaped, or stands inside a fence.
"""

from collections.abc import Iterable, Sequence

from pytest_mcp_contract.reference.budget import REPLY, cost, length_within, rows_within
from pytest_mcp_contract.reference.excerpt import excerpt
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import blocks, counted, fact, inline, one_line, utc
from pytest_mcp_contract.reference.paging import follow_up, naming
from pytest_mcp_contract.reference.servers.notion.arguments import LONGEST_PROPERTY_NAME
from pytest_mcp_contract.reference.servers.notion.block_text import plain_text
from pytest_mcp_contract.reference.servers.notion.property_text import (
    is_longer,
    items_text,
    title_of,
    value_text,
    whole_text,
)
from pytest_mcp_contract.reference.servers.notion.rich_text import markdown, plain, raw, user_name
from pytest_mcp_contract.reference.servers.notion.schemas import (
    Comment,
    Comments,
    FoundItem,
    Page,
    Search,
    Users,
)
from pytest_mcp_contract.reference.servers.notion.schemas_blocks import Block
from pytest_mcp_contract.reference.servers.notion.schemas_properties import PropertyItems, PropertyValue
from pytest_mcp_contract.reference.servers.notion.schemas_text import Icon, RichText, User
from pytest_mcp_contract.reference.servers.notion.wording import (
    count_line,
    cut_page,
    fitting_rows,
    is_usable_id,
    next_page,
    nothing_here,
    parent_text,
    shown_id,
    states,
    web_address,
)
from pytest_mcp_contract.reference.servers.notion.writing import Appended

_FOR_THE_END = 500
"""Tokens kept free for sentences and the next cursor."""
_ROOM = REPLY - _FOR_THE_END
_PROPERTY = 300
"""Tokens that one property may take."""
_PROPERTY_ALONE = 2_500
_TITLE = 150
_COMMENT = 400


def render_page(page: Page, *, properties_from: int = 1, text_from: int = 1) -> str:
    """One page: title, where it is, dates, link, and its properties; the content is another call.

    The properties with a value are shown from number `properties_from` (from 1); `text_from` is what a call
    that shows one of them alone has to take back.
    """
    properties = page.properties or {}
    marks = "".join(f", {state}" for state in states(page))
    head = f"# Page {shown_id(page.id)}{marks}: {page_title(page)}"
    facts = [
        *fact("In", parent_text(page.parent)),
        *fact("Created", utc(page.created_time) if page.created_time else None),
        *fact("Created by", user_name(page.created_by) if page.created_by else None),
        *fact("Edited", utc(page.last_edited_time) if page.last_edited_time else None),
        *fact("Edited by", user_name(page.last_edited_by) if page.last_edited_by else None),
        *fact("Link", web_address(page.url)),
        *fact("Published at", web_address(page.public_url)),
    ]
    if page.properties is None:
        content = "Notion tells only the id of this page: this token may not see it."
    else:
        content = "Content: call get_block_children with this id as block_id."
    room = _ROOM - cost(head) - sum(map(cost, facts))
    source = (page.parent.data_source_id if page.parent else None) or ""
    shown = _property_list(properties, room, properties_from, text_from, source)
    return blocks(head, "\n".join(facts), *shown, content)


def render_property(
    page: Page,
    name: str,
    value: PropertyValue,
    *,
    text_from: int = 1,
    items: PropertyItems | None = None,
) -> str:
    """One property of a page from character `text_from` (from 1), and how to get the next part.

    Of a property with more values than a page holds, `items` is a page of them.
    """
    parts: list[int] = []

    def more(following: int) -> str:
        parts.append(following)
        return follow_up("characters", "get_page", property_name=name, text_from=following)

    text = excerpt(
        whole_text(value) if items is None else items_text(items.results),
        text_from,
        fits=lambda text: length_within(text, _PROPERTY_ALONE),
        more=more,
        language="text",
    )
    follow = ""
    if items is not None and not parts:
        anew: dict[str, JSON] = {"text_from": 1} if text_from > 1 else {}
        follow = next_page("values", "get_page", items, property_name=name, **anew)
    nothing = "This page of its values is empty." if follow else "It has no value."
    head = f"# Property of page {shown_id(page.id)}: {one_line(name, LONGEST_PROPERTY_NAME)}"
    return blocks(head, text or nothing, follow)


def render_search(search: Search, query: str, *, kind: str, page_size: int, is_first: bool) -> str:
    """A page of what a search found, and how to get the next one."""
    found = search.results[:page_size]
    things = {"page": "pages", "data_source": "data sources"}.get(kind, "pages or data sources")
    asked = f" with a title that matches {inline(query, 100)}" if query.strip() else ""
    follow = next_page("results", "search", search)
    if not found:
        nothing = f"No {'' if is_first else 'more '}{things}{asked} are shared with this token."
        return nothing_here("results", nothing, follow)
    rows = fitting_rows(found, _found_row, _ROOM)
    more = cut_page("results", "search", shown=len(rows), here=len(search.results), asked=page_size)
    head = f"{count_line(len(rows), 'result', has_more=search.has_more)}{asked}:"
    return blocks(head, "\n".join(rows), more, _unless_cut(more, follow))


def render_users(users: Users, *, page_size: int, is_first: bool) -> str:
    """A page of the users, and how to get the next one."""
    found = users.results[:page_size]
    follow = next_page("users", "list_users", users)
    if not found:
        nothing = f"This workspace has no {'' if is_first else 'more '}users that this token may see."
        return nothing_here("users", nothing, follow)
    rows = fitting_rows(found, _user_row, _ROOM)
    more = cut_page("users", "list_users", shown=len(rows), here=len(users.results), asked=page_size)
    head = f"{count_line(len(rows), 'user', has_more=users.has_more)}:"
    return blocks(head, "\n".join(rows), more, _unless_cut(more, follow))


def render_comments(comments: Comments, block_id: str, *, page_size: int, is_first: bool) -> str:
    """A page of comments, by discussion, and how to get the next one."""
    found = comments.results[:page_size]
    follow = next_page("comments", "list_comments", comments, block_id=block_id)
    if not found:
        nothing = f"There are no {'' if is_first else 'more '}open comments on {block_id}."
        return nothing_here("comments", nothing, follow)
    shown = fitting_rows(list(enumerate(found, 1)), lambda one: _comment(*one, block_id), _ROOM)
    more = cut_page(
        "comments", "list_comments", shown=len(shown), here=len(comments.results), asked=page_size
    )
    head = f"{count_line(len(shown), 'open comment', has_more=comments.has_more)} on {block_id}:"
    return blocks(head, *shown, more, _unless_cut(more, follow))


def render_created_page(page: Page, *, written: int, title: str) -> str:
    """Where the new page is."""
    content = f" with {count_line(written, 'block', has_more=False)}" if written else " without content"
    head = f"Created page {shown_id(page.id)}{content}: {one_line(title) or '(no title)'}"
    return blocks(head, "\n".join(fact("Link", web_address(page.url))))


def render_updated_page(page: Page, changed: Iterable[str], *, emoji: str | None) -> str:
    """What was changed is now, as Notion answers it."""
    properties = page.properties or {}
    names = [name for name in changed if name in properties]
    values = [
        f"- {inline(name, LONGEST_PROPERTY_NAME)}: {_value(properties[name]) or 'empty'}" for name in names
    ]
    icon = fact("Icon", _icon(page.icon)) if emoji else []
    head = f"Updated page {shown_id(page.id)}: {page_title(page)}"
    rows = fitting_rows([*values, *icon], str, _ROOM) if values or icon else []
    cut = [*names[len(rows) :], *(name for name in names[: len(rows)] if _is_cut_value(properties[name]))]
    more = f"{counted(len(cut), 'value')} not shown whole" if cut else ""
    if callable_ones := [name for name in cut if _is_callable(name) and is_usable_id(page.id)]:
        more += f": {naming('get_page', page_id=page.id, property_name=callable_ones[0])}"
    if more:
        more += ". The name of any other property shows it whole." if cut[1:] else "."
    return blocks(head, "\n".join([*rows, *fact("Link", web_address(page.url))]), more)


def render_created_comment(comment: Comment, target: str) -> str:
    """Which comment is new, and how to answer it."""
    discussion = shown_id(comment.discussion_id) if comment.discussion_id else ""
    is_told = not discussion or discussion in target
    thread = "" if is_told else f" Its discussion is {discussion}."
    return f"Added comment {shown_id(comment.id)} to {target}.{thread}"


def page_title(page: Page) -> str:
    """The title on one line, behind the emoji if there is one."""
    return _titled(page.icon, title_of(page.properties))


def short_title(title: Iterable[RichText] | None) -> str:
    """A title on one line, at most `_TITLE` tokens of it."""
    text = plain(title, 300)
    return one_line(text, max(1, length_within(text, _TITLE))) or "(no title)"


def _titled(icon: Icon | None, title: Iterable[RichText] | None) -> str:
    return " ".join(filter(None, (_icon(icon), short_title(title))))


def _icon(icon: Icon | None) -> str:
    return one_line((icon.emoji if icon else None) or "", 20)


def _unless_cut(cut: str, follow: str) -> str:
    """A cut page is read again in smaller steps, so its cursor would skip something."""
    return "" if cut.startswith("Only the first") else follow


def _property_list(
    properties: dict[str, PropertyValue], room: int, start: int, text_from: int, source: str
) -> list[str]:
    """The heading, one line for each property that has a value, and the names of the empty ones."""
    values = [(name, _value(value)) for name, value in properties.items() if value.type != "title"]
    filled = [(name, text) for name, text in values if text]
    here = filled[start - 1 :]
    lines = [f"- {inline(name, LONGEST_PROPERTY_NAME)}: {text}" for name, text in here]
    nothing = _without_value([name for name, text in values if not text], source)
    if filled and not lines:
        number = counted(len(filled), "property has", "properties have")
        return ["## Properties", f"{number} a value; there is no number {start}.", nothing]
    if not lines:
        return [_more_of([*filter(_is_callable, _cut_titles(properties))], text_from), nothing]
    shown = fitting_rows(lines, str, room - cost(nothing) - 20)
    last = start - 1 + len(shown)
    more = follow_up("properties", "get_page", properties_from=last + 1) if last < len(filled) else ""
    cut = [name for name, text in here[: len(shown)] if _is_cut(text, properties[name])]
    cut = [*_cut_titles(properties), *cut]
    return [
        "## Properties",
        "\n".join(shown),
        _more_of([*filter(_is_callable, cut)], text_from),
        more,
        nothing,
    ]


def _without_value(names: Sequence[str], source: str) -> str:
    """The names of the properties that are empty, as many as fit, and the call that shows all."""
    shown = rows_within((one_line(name, LONGEST_PROPERTY_NAME) for name in names), _PROPERTY)
    if not shown:
        return ""
    left = len(names) - len(shown)
    call = naming("query_data_source", data_source_id=source, definitions_from=1)
    way = f". All names are in the data source: {call}." if is_usable_id(source) else ""
    return f"Without a value: {', '.join(shown)}" + (f" and {left} more{way}" if left else "")


def _is_cut_value(value: PropertyValue) -> bool:
    return _is_cut(_value(value), value)


def _is_cut(shown: str, value: PropertyValue) -> bool:
    whole = whole_text(value)
    return is_longer(value) or one_line(whole, len(whole) + 1) != shown


def _cut_titles(properties: dict[str, PropertyValue]) -> list[str]:
    """The name of the property with the title, where the heading does not show all of it."""
    return [
        name
        for name, value in properties.items()
        if value.type == "title" and value.title and _is_cut(short_title(value.title), value)
    ]


def _is_callable(name: str) -> bool:
    return 0 < len(name) <= LONGEST_PROPERTY_NAME


def _more_of(cut: Sequence[str], text_from: int) -> str:
    """How to get all of the first property that is cut, and of the others."""
    if not cut:
        return ""
    anew: dict[str, JSON] = {"text_from": 1} if text_from > 1 else {}
    more = follow_up("characters", "get_page", property_name=cut[0], **anew)
    return f"{more} The name of any other property as property_name shows it whole." if cut[1:] else more


def _value(value: PropertyValue) -> str:
    text = value_text(value)
    return one_line(text, max(1, length_within(text, _PROPERTY))) if text else ""


def _found_row(item: FoundItem) -> str:
    kind = one_line(item.object or "object", 40).replace("_", " ")
    place = parent_text(item.parent)
    about = [
        f"in {place}" if place else "",
        f"edited {utc(item.last_edited_time)}" if item.last_edited_time else "",
        *states(item),
    ]
    told = ", ".join(filter(None, about))
    head = f"- {kind} {shown_id(item.id)}{f' ({told})' if told else ''}"
    return f"{head}: {_titled(item.icon, _found_title(item))}"


def _found_title(item: FoundItem) -> list[RichText]:
    if item.title:
        return item.title
    for value in (item.properties or {}).values():
        if value.type == "title" and isinstance(value.title, list):
            return value.title
    return []


def _user_row(user: User) -> str:
    name = inline(user.name or "", 80) or "(name not told)"
    mail = inline((user.person.email if user.person else None) or "", 100)
    about = ", ".join(filter(None, (one_line(user.type or "", 20), mail)))
    return f"- {shown_id(user.id)}: {name}{f' ({about})' if about else ''}"


def render_comment_text(comments: Comments, block_id: str, *, number: int, text_from: int) -> str:
    """The text of one comment of a page of them, as it was written, and how to get what follows."""
    found = comments.results
    if number > len(found):
        return (
            f"This page has {count_line(len(found), 'comment', has_more=False)}; there is no number {number}."
        )
    text = excerpt(
        raw(found[number - 1].rich_text),
        text_from,
        fits=lambda rest: length_within(rest, _ROOM),
        more=lambda further: _rest_of_comment(block_id, number, further),
        language="text",
    )
    return blocks(f"The text of comment {number} on this page, as it was written:", text or "It is empty.")


def _rest_of_comment(block_id: str, number: int, text_from: int) -> str:
    return follow_up(
        "characters", "list_comments", block_id=block_id, comment_number=number, text_from=text_from
    )


def _comment(number: int, comment: Comment, block_id: str) -> str:
    """A comment under a heading that says who wrote it, when, and in which discussion."""
    named = one_line((comment.display_name.resolved_name if comment.display_name else None) or "", 60)
    who = inline(named or user_name(comment.created_by))
    when = f", {utc(comment.created_time)}" if comment.created_time else ""
    thread = f", discussion {shown_id(comment.discussion_id)}" if comment.discussion_id else ""
    place = parent_text(comment.parent)
    where = f" on {place}" if place.startswith("block") else ""
    shown = markdown(comment.rich_text, _COMMENT)
    cut = f" ({_rest_of_comment(block_id, number, 1)})" if shown.is_cut else ""
    files = len(comment.attachments or [])
    attached = f"({count_line(files, 'attachment', has_more=False)}, not shown)" if files else ""
    text = f"{shown.text}{cut}" if shown.text.strip() else ("" if files else "The comment is empty.")
    return blocks(f"## {who}{when}{where}{thread}", text, attached)


def render_appended(added: Appended, block_id: str) -> str:
    """How much was added, and where it begins and ends."""
    head = f"Added {count_line(added.blocks, 'block', has_more=False)} to {block_id}"
    if added.blocks == 1:
        return f"{head}: {shown_id(added.first_id)}"
    return f"{head}, from {shown_id(added.first_id)} to {shown_id(added.last_id)}."


def render_deleted(block: Block) -> str:
    """What is in the trash now."""
    kind = one_line(block.type or "block", 40).replace("_", " ")
    text = plain_text(block)
    return f"Deleted {kind} {shown_id(block.id)}, which is in the trash now" + (f": {text}" if text else ".")
