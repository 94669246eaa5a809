"""The reference registry: one entry per server, in the fields of the registry format.

Paths in it are relative to this file.
"""

from pathlib import Path

from pytest_mcp_contract.reference.entries import github, hubspot, jira, notion, salesforce, zendesk
from pytest_mcp_contract.reference.oauth import (
    github as github_oauth,
)
from pytest_mcp_contract.reference.oauth import (
    hubspot as hubspot_oauth,
)
from pytest_mcp_contract.reference.oauth import (
    jira as jira_oauth,
)
from pytest_mcp_contract.reference.oauth import (
    notion as notion_oauth,
)
from pytest_mcp_contract.reference.oauth import (
    salesforce as salesforce_oauth,
)
from pytest_mcp_contract.reference.oauth import (
    zendesk as zendesk_oauth,
)
from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

_CASSETTES = "cassettes" if Path(__file__).with_name("cassettes").is_dir() else "../../cassettes"
"""Beside this file in an installed package, at the top of a checkout."""

SERVER_NAMES = ["github", "hubspot", "jira", "notion", "salesforce", "zendesk"]

OAUTH_PROVIDERS: dict[str, OAuthProvider] = {
    "github": github_oauth.PROVIDER,
    "hubspot": hubspot_oauth.PROVIDER,
    "jira": jira_oauth.PROVIDER,
    "notion": notion_oauth.PROVIDER,
    "salesforce": salesforce_oauth.PROVIDER,
    "zendesk": zendesk_oauth.PROVIDER,
}

SERVERS: dict[str, dict[str, object]] = {
    "github": github.ENTRY,
    "hubspot": hubspot.ENTRY,
    "jira": jira.ENTRY,
    "notion": notion.ENTRY,
    "salesforce": salesforce.ENTRY,
    "zendesk": zendesk.ENTRY,
}

REGISTRY: dict[str, object] = {
    "format": 1,
    "names": SERVER_NAMES,
    "stakes": ["never_ask", "low", "high"],
    "icons": ["GithubLogo", "HubspotLogo", "JiraLogo", "NotionLogo", "SalesforceLogo", "ZendeskLogo"],
    "oauth_provider_files": ["oauth/{provider}.py"],
    "servers_package": "pytest_mcp_contract.reference.servers",
    "cassettes": _CASSETTES,
    "oauth_providers": {
        name: {
            "client_id_env": provider.client_id_env,
            "client_secret_env": provider.client_secret_env,
            "scopes": list(provider.scopes),
        }
        for name, provider in OAUTH_PROVIDERS.items()
    },
    "servers": SERVERS,
}
