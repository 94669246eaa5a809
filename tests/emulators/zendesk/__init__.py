"""A stand-in for Zendesk's Support API: tickets, comments, metrics, users, fields, search, tags, with state.

Any non-empty token is accepted. A ticket whose number is in `answers.FAILURES` answers every request with
that failure. Ticket 1 has what busy tickets have: a deleted author, one who is gone for good, Zendesk itself,
internal notes, files. Tickets 2 and 5 have null wherever recorded traffic has null, which the vendor's
description does not allow; the others leave such fields out. Ticket 3 has three pages of comments, 4 is
closed, 5 has custom fields of every type, all side requests of 6 fail, and 7 takes internal notes only.
`bounce` finds 1,230 tickets.
"""

from tests.emulators.zendesk.app import create_app

__all__ = ["create_app"]
