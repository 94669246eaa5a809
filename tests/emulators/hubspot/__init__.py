"""A stand-in for HubSpot's CRM API: records, search, properties, owners, associations, with state.

Any non-empty token is accepted. A record whose id is in `answers.FAILURES` answers every request with that
failure. Contact 51 has what most records have; 52 has only an e-mail address, 53 hostile texts, and the
contacts from 1001 on are there to be paged through. There are 12,345 tickets, more than a search counts.
Company 302 is associated with many contacts. Only contacts and companies have labels.
"""

from tests.emulators.hubspot.app import create_app

__all__ = ["create_app"]
