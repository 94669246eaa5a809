"""A stand-in for Jira Cloud behind api.atlassian.com: one site with projects, issues, comments and links.

Any non-empty token is accepted and reaches the site `https://example.atlassian.net`; the tokens in
`answers.SITES_OF` reach two sites or none. `EX` has what real projects have: null fields, apps, restricted
comments, every kind of document node; `MANY` has several pages of everything. A project with one of the keys
in `answers.FAILURES` answers every request with that failure.
"""

from tests.emulators.jira.app import create_app

__all__ = ["create_app"]
