"""Which Jira site a call is for: a token may reach several, and none is taken by guess."""

import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from mcp.types import CallToolResult

from pytest_mcp_contract.reference.auth import with_auth
from pytest_mcp_contract.reference.http import ApiRequest, HttpApi
from pytest_mcp_contract.reference.markdown import one_line
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira.layout import some
from pytest_mcp_contract.reference.servers.jira.schemas import Site, Sites
from pytest_mcp_contract.reference.servers.jira.utils import (
    BASE_URL_ENV,
    DEFAULT_BASE_URL,
    PLATFORM,
    SITE_URL_ENV,
)

SITES_NAMED = 4
ADDRESS_LIMIT = 60

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Jira:
    """The API, and the address of the site that the environment names."""

    api: HttpApi
    site_url: str


@dataclass(frozen=True, slots=True)
class JiraSite:
    """The API of one site."""

    api: HttpApi
    id: str
    url: str

    def path(self, *parts: str) -> tuple[str, ...]:
        """The path of an endpoint of version 3."""
        return ("ex", "jira", self.id, "rest", "api", "3", *parts)

    def link(self, issue_key: str) -> str:
        """Where a person sees the issue."""
        return f"{self.url}/browse/{issue_key}"


def jira_of_environment() -> Jira:
    """The API at JIRA_API_URL and the site JIRA_SITE_URL, both read now."""
    api = HttpApi(PLATFORM, os.environ.get(BASE_URL_ENV) or DEFAULT_BASE_URL)
    return Jira(api, os.environ.get(SITE_URL_ENV, "").strip())


async def with_site(
    jira: Jira,
    request: Callable[[str, JiraSite], Awaitable[Result[T]]],
    render: Callable[[T, JiraSite], str],
) -> CallToolResult:
    """The reply of a tool: `request` is given the access token and the site, and what it returns is rendered.

    Without a token, or where it is not clear which site is meant, the reply is an error that says what to do.
    """

    async def on_site(token: str) -> Result[str]:
        site = await find_site(token, jira)
        if isinstance(site, Err):
            return site
        result = await request(token, site.value)
        return Ok(render(result.value, site.value)) if isinstance(result, Ok) else result

    return await with_auth(PLATFORM, on_site, str)


async def find_site(access_token: str, jira: Jira) -> Result[JiraSite]:
    """The site that the environment names, else the only one that the token reaches.

    It is asked anew for each call: another user's token reaches other sites.

    Source: https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/#3-1-get-the-cloudid-for-your-site
    """
    path = ("oauth", "token", "accessible-resources")
    ask = ApiRequest("GET", path, access_token, "the Jira sites of this token")
    found = await jira.api.model(Sites, ask)
    if isinstance(found, Err):
        return found
    site = chosen_site(found.value.root, jira.site_url)
    if isinstance(site, Err):
        return site
    return Ok(JiraSite(jira.api, site.value.id, site.value.url.rstrip("/")))


def chosen_site(sites: Iterable[Site], wanted: str) -> Result[Site]:
    """The one whose address is `wanted`, or the only one where nothing is wanted."""
    by_address = {normalised(site.url): site for site in sites}
    if not by_address:
        return Err(
            "This token reaches no Jira site, so Jira was not asked; "
            "connect Jira again and allow access to a site."
        )
    there_are = some([one_line(address, ADDRESS_LIMIT) for address in sorted(by_address)], SITES_NAMED)
    if wanted:
        site = by_address.get(normalised(wanted))
        if site:
            return Ok(site)
        return Err(
            f"This token does not reach the site {one_line(wanted, ADDRESS_LIMIT)}, which {SITE_URL_ENV} "
            f"names, so Jira was not asked; it reaches {there_are}. Set {SITE_URL_ENV} to one of these, "
            "or connect Jira again."
        )
    if len(by_address) > 1:
        return Err(
            f"This token reaches {len(by_address)} Jira sites, so Jira was not asked: {there_are}. "
            f"Set {SITE_URL_ENV} to the one that is meant and call again."
        )
    return Ok(next(iter(by_address.values())))


def normalised(address: str) -> str:
    """The address without path, in lower case, with `https://` where no scheme is given."""
    text = address.strip().lower()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return text
    return f"{parts.scheme}://{parts.netloc.removesuffix(':443')}"
