"""A sound server in front of an API, and one with each defect that the checks of recorded traffic look for.

Each broken one differs from the sound one by a single method.
"""

import asyncio
import itertools
import json
import os
import re
import ssl
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal

import httpx
from mcp.server import MCPServer
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, ConfigDict, ValidationError

TLS = ssl.create_default_context()
"""Made once: it takes longer than all else of a call."""
LIST_SHOWN = 20
TEXT_SHOWN = 400
ROOT = "https://api.acme.example"


class Owner(BaseModel):
    """Who made an item; null where the account is gone."""

    name: str


class Item(BaseModel):
    """One item."""

    number: int
    title: str
    state: str
    body: str | None = None
    owner: Owner | None = None
    updated_at: datetime | None = None


class Page(BaseModel):
    """One page of items."""

    items: list[Item]
    next_page: int | None = None


class DemandingItem(Item):
    """An item whose owner must be there, which is not so."""

    owner: Owner


class ClosedItem(Item):
    """An item that takes no new field."""

    model_config = ConfigDict(extra="forbid")
    url: str = ""
    node_id: str = ""
    labels: list[Any] = []


class ItemOfTwoStates(Item):
    """An item whose states are all known, as one thinks."""

    state: Literal["open", "closed"]


class ApiError(Exception):
    """Something went wrong, in one sentence for the model."""


def one_line(text: str, limit: int = 120) -> str:
    """Text of strangers, fit to stand inside a line."""
    flat = re.sub(r"([`|\\*_\[\]<>#])", r"\\\1", " ".join(text.split()))
    return flat if len(flat) <= limit else f"{flat[:limit]}…"


class Sound:
    """Does everything right."""

    timeout: ClassVar[float | None] = 5.0
    model: ClassVar[type[Item]] = Item
    annotations: ClassVar[ToolAnnotations | None] = None

    @classmethod
    def server(cls) -> MCPServer:
        """The server, with its three tools."""
        made, tracker = MCPServer(cls.__name__.lower()), cls()

        @made.tool(structured_output=False, annotations=cls.annotations)
        async def get_item(number: int) -> CallToolResult:
            """Read one item."""
            return await tracker.reply(tracker.get_item(number))

        @made.tool(structured_output=False)
        async def list_items(page: int = 1) -> CallToolResult:
            """List items, a page at a time."""
            return await tracker.reply(tracker.list_items(page))

        @made.tool(structured_output=False, annotations=cls.annotations)
        async def create_item(title: str) -> CallToolResult:
            """Create an item."""
            return await tracker.reply(tracker.create_item(title))

        return made

    async def reply(self, work: Any) -> CallToolResult:
        """A success with what `work` gives, or an error with why it failed."""
        try:
            return self.said(await work, is_error=False)
        except ApiError as error:
            return self.said(str(error), is_error=True)

    def said(self, text: str, *, is_error: bool) -> CallToolResult:
        """A reply of one text block."""
        return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)

    async def get_item(self, number: int) -> str:
        """One item, as text."""
        response = await self.ask("GET", f"/items/{number}", f"item {number}")
        return self.item_text(self.item(response, f"item {number}"))

    async def list_items(self, page: int) -> str:
        """A page of items, as text."""
        response = await self.ask("GET", f"/items?page={page}", "items")
        return self.list_text(self.parsed(Page, response, "items"))

    async def create_item(self, title: str) -> str:
        """What was created, as text."""
        response = await self.ask("POST", "/items", f"item {one_line(title)}", {"title": title})
        return f"Created {self.item_text(self.item(response, 'the new item'))}"

    async def ask(self, method: str, path: str, thing: str, body: Any = None) -> httpx.Response:
        """The 2xx answer.

        Raises:
            ApiError: there is none.
        """
        base = os.environ["ACME_API_URL"].rstrip("/")
        headers = {"Authorization": f"Bearer {os.environ.get('ACME_TOKEN', '')}"}
        try:
            async with httpx.AsyncClient(headers=headers, timeout=self.timeout, verify=TLS) as client:
                response = await self.send(client, method, base + path, body)
        except httpx.HTTPError as error:
            raise ApiError(f"Acme did not answer for {thing}; wait a minute and call again.") from error
        if not response.is_success:
            raise ApiError(self.refusal(response, thing))
        return response

    async def send(self, client: httpx.AsyncClient, method: str, url: str, body: Any) -> httpx.Response:
        """The answer to one request."""
        return await client.request(method, url, json=body)

    def refusal(self, response: httpx.Response, thing: str) -> str:
        """Why the API refused, and what to do."""
        steps = {
            401: "set ACME_TOKEN to a valid token",
            403: "ask the owner for access",
            404: "check the number and call again",
            429: "wait a minute and call again",
        }
        step = steps.get(response.status_code, "correct what was sent, or wait a minute, and call again")
        return f"Acme has no answer for {thing} (HTTP {response.status_code}); {step}."

    def item(self, response: httpx.Response, thing: str) -> Item:
        """The item in an answer."""
        return self.parsed(self.model, response, thing)

    def parsed(self, model: type[Any], response: httpx.Response, thing: str) -> Any:
        """The answer as a model.

        Raises:
            ApiError: it is of another shape.
        """
        try:
            return model.model_validate_json(response.content)
        except ValidationError as error:
            raise ApiError(
                f"Acme sent {thing} in an unknown shape; do not rely on it, and tell us."
            ) from error

    def item_text(self, item: Item) -> str:
        """One item as Markdown."""
        return "\n".join((self.head(item), "", *self.facts(item), "", self.body(item)))

    def head(self, item: Item) -> str:
        """The first line."""
        return f"# Item {item.number}: {one_line(item.title)}"

    def facts(self, item: Item) -> list[str]:
        """A line for each fact."""
        owner = one_line(item.owner.name) if item.owner else "nobody"
        facts = [f"- state: {one_line(item.state)}", f"- owner: {owner}"]
        if item.updated_at:
            facts.append(f"- updated: {item.updated_at:%Y-%m-%d %H:%M}")
        return facts

    def body(self, item: Item) -> str:
        """What the owner wrote, cut where it is long."""
        text = item.body or "No description."
        return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]} (cut, {len(text)} characters)"

    def list_text(self, page: Page) -> str:
        """A page of items as Markdown."""
        if not page.items:
            return "No items on this page."
        shown = page.items[:LIST_SHOWN]
        lines = [f"{len(page.items)} items:", "", *map(self.row, shown)]
        if len(page.items) > len(shown):
            lines.append(f"- and {len(page.items) - len(shown)} that are not shown")
        return "\n".join([*lines, *self.ending(page)])

    def row(self, item: Item) -> str:
        """One item in a list."""
        return f"- {item.number}: {one_line(item.title)} ({one_line(item.state)})"

    def ending(self, page: Page) -> list[str]:
        """How to go on."""
        return ["", f"More items: call again with page={page.next_page}."] if page.next_page else []


class DemandsAnOwner(Sound):
    """Fails where nobody owns an item."""

    model = DemandingItem


class TakesNoNewField(Sound):
    """Fails where the API has a new field."""

    model = ClosedItem


# -- what a server does with an API that fails


class NothingFound(Sound):
    """Tells every refusal as an empty result."""

    async def reply(self, work: Any) -> CallToolResult:
        try:
            return self.said(await work, is_error=False)
        except ApiError:
            return self.said("There is nothing to show.", is_error=False)


class Unvalidated(Sound):
    """Reads what it gets without looking at it."""

    def parsed(self, model: type[Any], response: httpx.Response, thing: str) -> Any:
        try:
            found = response.json()
        except ValueError as error:
            raise ApiError(
                f"Acme sent {thing} in an unknown shape; do not rely on it, and tell us."
            ) from error
        found = found if isinstance(found, dict) else {}
        owner = found.get("owner")
        name = owner.get("name") if isinstance(owner, dict) else None
        return Item.model_construct(
            number=found.get("number"),
            title=str(found.get("title", "")),
            state=str(found.get("state", "")),
            body=str(found.get("body") or ""),
            owner=Owner.model_construct(name=str(name)) if name else None,
            updated_at=None,
        )


class Raises(Sound):
    """Lets the HTTP client raise."""

    async def send(self, client: httpx.AsyncClient, method: str, url: str, body: Any) -> httpx.Response:
        response = await client.request(method, url, json=body)
        if response.status_code == 404:
            raise RuntimeError("404 Not Found")
        return response


class TrustsTheBody(Sound):
    """Takes fields out of the answer as if they were always there."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item: Item = self.parsed(self.model, response, thing)
        assert response.json()["labels"] is not None
        return item


class NoTimeout(Sound):
    """Waits as long as it takes."""

    timeout = None


class WaitsForTheApi(Sound):
    """Waits as long as the API says, and asks once more."""

    async def send(self, client: httpx.AsyncClient, method: str, url: str, body: Any) -> httpx.Response:
        response = await client.request(method, url, json=body)
        if response.status_code == 429:
            await asyncio.sleep(float(response.headers.get("retry-after", "0")))
            return await client.request(method, url, json=body)
        return response


class RetryStorm(Sound):
    """Asks again and again, at once."""

    async def send(self, client: httpx.AsyncClient, method: str, url: str, body: Any) -> httpx.Response:
        for _ in range(20):
            response = await client.request(method, url, json=body)
            if response.status_code < 500:
                break
        return response


class KnowsAllStates(Sound):
    """Fails on a state that it has not heard of."""

    model = ItemOfTwoStates


class NeedsAnOwner(Sound):
    """Fails where nobody owns an item, which the schema allows."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item: Item = self.parsed(self.model, response, thing)
        if item.owner is None:
            raise ApiError(f"Acme names no owner of {thing}; give it one and call again.")
        return item


class LongList(Sound):
    """Shows every element of a list."""

    def list_text(self, page: Page) -> str:
        if not page.items:
            return "No items on this page."
        return "\n".join([f"{len(page.items)} items:", "", *map(self.row, page.items), *self.ending(page)])


class LongText(Sound):
    """Shows every text whole."""

    def body(self, item: Item) -> str:
        return item.body or "No description."


# -- error texts


class Traceback(Sound):
    """Tells where in its code it failed."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        place = 'File "/srv/acme/server.py", line 31, in get_item'
        return f"Reading {thing} failed, check the number: Traceback (most recent call last): {place}"


class TellsTheToken(Sound):
    """Hands on what the API says about the token."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        said = super().refusal(response, thing)
        return f"{said} Acme says: {response.json()['message']}" if response.status_code == 401 else said


class HandsOnThePage(Sound):
    """Hands on the page of a gateway."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        said = super().refusal(response, thing)
        return f"{said} {response.text}" if response.status_code == 502 else said


class TalksTooMuch(Sound):
    """Explains at great length."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        return super().refusal(response, thing) + " This is how Acme's API works in general." * 20


class StatusAlone(Sound):
    """Says the status and nothing else."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        return f"Request failed with status code {response.status_code}"


class SomethingWentWrong(Sound):
    """Says nothing at all."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        return "Something went wrong"


class NoNextStep(Sound):
    """Says what happened in general, and leaves the model to it."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        return "The remote platform was not in a position to do that today."


class NewEachTime(Sound):
    """Gives each failure a number that nobody can look up."""

    def refusal(self, response: httpx.Response, thing: str) -> str:
        return f"{super().refusal(response, thing)} Reference {uuid.uuid4()}."


# -- what reaches the model


class ShowsNodeId(Sound):
    """Shows an id that no tool takes."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item = super().item(response, thing)
        self._node_id = str(response.json().get("node_id", ""))[:40]
        return item

    def facts(self, item: Item) -> list[str]:
        return [*super().facts(item), f"- node: {self._node_id}"]


class ShowsSelfLink(Sound):
    """Shows the address of the item in the API, which no person can open."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item = super().item(response, thing)
        self._url = str(response.json().get("url", ""))[:200]
        return item

    def facts(self, item: Item) -> list[str]:
        return [*super().facts(item), f"- at {self._url}"]


class LosesTheOwner(Sound):
    """Leaves out what was promised."""

    def facts(self, item: Item) -> list[str]:
        return [line for line in super().facts(item) if "owner" not in line]


# -- renderings


class RawJson(Sound):
    """Hands on what the API sent."""

    def short(self, item: Item) -> Item:
        """The item, with texts of a bounded length."""
        owner = Owner(name=item.owner.name[:80]) if item.owner else None
        short = {"title": item.title[:120], "state": item.state[:20], "owner": owner, "body": self.body(item)}
        return item.model_copy(update=short)

    def item_text(self, item: Item) -> str:
        return self.short(item).model_dump_json()


class FencedJson(RawJson):
    """Hands on what the API sent, in a code block."""

    def item_text(self, item: Item) -> str:
        return f"```json\n{self.short(item).model_dump_json(indent=2)}\n```"


class PythonRepr(Sound):
    """Shows the repr of its own object."""

    def facts(self, item: Item) -> list[str]:
        return [*super().facts(item), f"- all: {item.model_dump(include={'number', 'state'})}"]


class NoSummary(Sound):
    """Begins with the fields."""

    def head(self, item: Item) -> str:
        return f"- number: {item.number}\n- title: {one_line(item.title)}"


class SilentWhenEmpty(Sound):
    """Says nothing where there is nothing."""

    def list_text(self, page: Page) -> str:
        return super().list_text(page) if page.items else ""


class HardlySmaller(Sound):
    """Shows every field, with its name."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item = super().item(response, thing)
        self._all = response.json()
        return item

    def body(self, item: Item) -> str:
        def lines(value: Any, name: str) -> list[str]:
            if isinstance(value, Mapping):
                return [line for key, inner in value.items() for line in lines(inner, f"{name}.{key}")]
            if isinstance(value, list):
                return [line for index, inner in enumerate(value) for line in lines(inner, f"{name}.{index}")]
            return [f"- {name.strip('.')}: {one_line(str(value))}"] if value else []

        hidden = {"node_id", "url"}
        kept = {key: value for key, value in self._all.items() if key not in hidden}
        return "\n".join(lines(kept, ""))[:6_000]


class LocalTime(Sound):
    """Shows the time of wherever it runs."""

    def facts(self, item: Item) -> list[str]:
        facts = [line for line in super().facts(item) if "updated" not in line]
        return (
            [*facts, f"- updated: {item.updated_at.astimezone():%Y-%m-%d %H:%M}"]
            if item.updated_at
            else facts
        )


class OrderOfASet(Sound):
    """Shows labels in the order of a set."""

    def item(self, response: httpx.Response, thing: str) -> Item:
        item = super().item(response, thing)
        labels = response.json().get("labels")
        self._labels = {json.dumps(label)[:40] for label in labels[:9]} if isinstance(labels, list) else set()
        return item

    def facts(self, item: Item) -> list[str]:
        return [*super().facts(item), f"- labels: {', '.join(map(one_line, self._labels)) or 'none'}"]


class Counts(Sound):
    """Numbers its replies."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def facts(self, item: Item) -> list[str]:
        return [*super().facts(item), f"- reply {next(self._numbers)}"]


class SaysNone(Sound):
    """Shows Python's word for nothing."""

    def facts(self, item: Item) -> list[str]:
        return [f"- state: {one_line(item.state)}", f"- owner: {item.owner and one_line(item.owner.name)}"]


class SaysNull(Sound):
    """Shows JSON's word for nothing."""

    def facts(self, item: Item) -> list[str]:
        owner = json.dumps(item.owner.name) if item.owner else "null"
        return [f"- state: {one_line(item.state)}", f"- owner: {one_line(owner)}"]


class TitleBreaksOut(Sound):
    """Puts a title into a heading as it is."""

    def head(self, item: Item) -> str:
        return f"# Item {item.number}: {item.title[:120]}"


class CellBreaksOut(Sound):
    """Puts a title into a table as it is."""

    def list_text(self, page: Page) -> str:
        if not page.items:
            return "No items on this page."
        rows = [
            f"| {item.number} | {' '.join(item.title.split())[:120]} |" for item in page.items[:LIST_SHOWN]
        ]
        head = [f"{len(page.items)} items:", "", "| number | title |", "|---|---|"]
        return "\n".join([*head, *rows, *self.ending(page)])


class MoreWithoutAWay(Sound):
    """Says that there is more, and not how to get it."""

    def ending(self, page: Page) -> list[str]:
        return ["", "More items are available."] if page.next_page else []


# -- effects and traffic


class ReadsToCreate(Sound):
    """Only looks for what it should create."""

    async def create_item(self, title: str) -> str:
        response = await self.ask("GET", "/items?page=1", "items")
        return self.list_text(self.parsed(Page, response, "items"))


class SaysIdempotent(Sound):
    """Claims that a second call changes nothing more."""

    annotations = ToolAnnotations(idempotent_hint=True)


class AsksMore(Sound):
    """Asks for something that nobody recorded."""

    async def get_item(self, number: int) -> str:
        found = await super().get_item(number)
        try:
            await self.ask("GET", f"/items/{number}/owner", "the owner")
        except Exception:
            return found
        return found
