"""Writes that take more than one request, and what is told when they get only half way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.notion import api_helper
from pytest_mcp_contract.reference.servers.notion.arguments import PropertyInput
from pytest_mcp_contract.reference.servers.notion.content import Portion
from pytest_mcp_contract.reference.servers.notion.notion_text import plain_rich_text
from pytest_mcp_contract.reference.servers.notion.property_inputs import notion_properties
from pytest_mcp_contract.reference.servers.notion.schemas import Page
from pytest_mcp_contract.reference.servers.notion.wording import shown_id

TITLE_ID = "title"
"""The id of the title property, whatever its name is."""
_REASON = 240


@dataclass(frozen=True, slots=True)
class Appended:
    """What was added."""

    blocks: int
    first_id: str
    last_id: str


async def create_page(
    access_token: str,
    api: HttpApi,
    parent_type: str,
    parent_id: str,
    *,
    title: str,
    properties: Sequence[PropertyInput],
    portions: Sequence[Portion],
    emoji: str | None,
) -> Result[Page]:
    """The new page with all its content."""
    types: Mapping[str, str] = {}
    if properties and parent_type == "page":
        return Err(
            "No page was created, because a page inside a page has no properties but its title; "
            "leave properties empty, or give the id of a data source with parent_type data_source."
        )
    if properties:
        source = await api_helper.get_data_source(access_token, api, parent_id)
        if isinstance(source, Err):
            return source
        types = {name: one.type or "" for name, one in (source.value.properties or {}).items()}
    values = notion_properties(properties, types)
    if isinstance(values, Err):
        return values
    first, *rest = portions or [[]]
    page = await api_helper.create_page(
        access_token,
        api,
        parent_type,
        parent_id,
        properties={TITLE_ID: {"title": plain_rich_text(title)}, **values.value},
        children=_sendable(first),
        emoji=emoji,
    )
    if isinstance(page, Err) or not rest:
        return page
    page_id = page.value.id
    added = await append(access_token, api, page_id, rest, already=len(first))
    if isinstance(added, Err):
        return Err(f"The page was created, do not create it again. {added.message}")
    return page


async def update_page(
    access_token: str,
    api: HttpApi,
    page_id: str,
    *,
    title: str | None,
    properties: Sequence[PropertyInput],
    emoji: str | None,
) -> Result[Page]:
    """The page after the changes; it is read first where the types of its properties must be known."""
    types: Mapping[str, str] = {}
    if properties:
        page = await api_helper.get_page(access_token, api, page_id)
        if isinstance(page, Err):
            return page
        types = {name: one.type or "" for name, one in (page.value.properties or {}).items()}
    values = notion_properties(properties, types)
    if isinstance(values, Err):
        return values
    sent = dict(values.value)
    if title is not None:
        sent[TITLE_ID] = {"title": plain_rich_text(title)}
    return await api_helper.update_page(access_token, api, page_id, properties=sent, emoji=emoji)


async def append(
    access_token: str,
    api: HttpApi,
    block_id: str,
    portions: Sequence[Portion],
    *,
    after: str | None = None,
    already: int = 0,
) -> Result[Appended]:
    """What was added, one portion after the other; `already` blocks were written before."""
    done = already
    total = already + sum(map(len, portions))
    first_id = last_id = ""
    for portion in portions:
        result = await api_helper.append_children(
            access_token, api, block_id, _sendable(portion), after=after
        )
        if isinstance(result, Err):
            if not done:
                return result
            return Err(
                f"Only the first {done} of {total} blocks are in {shown_id(block_id)}: "
                f"{one_line(result.message, _REASON)} Then append the others, without the first {done}."
            )
        new = result.value.results[: len(portion)]
        first_id, last_id = first_id or new[0].id, new[-1].id
        done += len(portion)
    return Ok(Appended(done, first_id, last_id))


def _sendable(portion: Portion) -> list[JSON]:
    return list(portion)
