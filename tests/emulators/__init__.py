"""Local stand-ins of the platforms' APIs: state, tokens, pages and the vendors' own error bodies."""

from collections.abc import Callable

from starlette.applications import Starlette

from tests.emulators import github, hubspot, jira, notion, salesforce, zendesk

APPS: dict[str, Callable[[], Starlette]] = {
    "github": github.create_app,
    "hubspot": hubspot.create_app,
    "jira": jira.create_app,
    "notion": notion.create_app,
    "salesforce": salesforce.create_app,
    "zendesk": zendesk.create_app,
}
"""A new, independent emulator of each platform."""
