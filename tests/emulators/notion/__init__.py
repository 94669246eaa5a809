"""A stand-in for Notion's API of version 2025-09-03: pages, blocks, data sources, comments, with state.

Any non-empty token is accepted. An id in `answers.FAILURES` answers every request with that failure, as a
parent too. `store.HANDBOOK` has blocks of all types, `LONG` has 130 of them, `DEEP` nests seven levels, and
`COPIES` holds a copy of a synced block that is not shared. The rows of `TASKS` have properties of all types;
one row is shared without its content. The limits that Notion documents for requests are enforced.
"""

from tests.emulators.notion.app import create_app

__all__ = ["create_app"]
