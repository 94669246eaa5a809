"""A stand-in for GitHub's API: issues, pull requests, discussions, search, with state and fixed dates.

Any non-empty token is accepted. `octocat/hello-world` has what real repositories have: a deleted author, an
empty body, bots, pull requests among the issues. `octocat/many` has three pages. A repository with one of the
names in `answers.FAILURES` answers every request with that failure, and `moved` redirects to `hello-world`.
"""

from tests.emulators.github.app import create_app

__all__ = ["create_app"]
