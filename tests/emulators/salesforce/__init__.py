"""A stand-in for Salesforce's REST API: queries, objects, records, files, with state and fixed dates.

Any non-empty token is accepted. Records have what real ones have: nulls, parents, children, addresses, long
texts. `Reading__c` has three pages of records, `Invoice__c` a long picklist, and so many objects are there
that nobody reads their whole list at once. An object with one of the names in `answers.FAILURES` answers
every request with that failure.
"""

from tests.emulators.salesforce.app import create_app

__all__ = ["create_app"]
