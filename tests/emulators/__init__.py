"""Local stand-ins of the platforms' APIs: state, tokens, pages and the vendors' own error bodies."""

from collections.abc import Callable

from starlette.applications import Starlette

from tests.emulators import github

APPS: dict[str, Callable[[], Starlette]] = {"github": github.create_app}
"""A new, independent emulator of each platform."""
