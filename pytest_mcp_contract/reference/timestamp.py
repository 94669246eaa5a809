"""A moment in an answer of an API."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, Field


def _in_utc(moment: datetime) -> datetime:
    """The same moment in UTC, so that showing it cannot fail: year 1 has moments that UTC has not."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("the date is outside of the calendar in UTC") from None


Timestamp = Annotated[AwareDatetime, Field(strict=False), AfterValidator(_in_utc)]
"""In strict mode a timestamp may not be a string."""
