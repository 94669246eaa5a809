"""What several of Zendesk's tools take."""

from typing import Annotated

from pydantic import Field

CURSOR = r"^[A-Za-z0-9+/=_.:|-]+$"
LONGEST_CURSOR = 300

TicketId = Annotated[
    int, Field(ge=1, le=2**53 - 1, description="Number of the ticket, as in the title line `#7`.")
]
Tag = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[a-z0-9_\-/]+$")]
ReplyBody = Annotated[
    str,
    Field(
        min_length=1,
        max_length=65_536,
        pattern=r"\S",
        description="Text of the reply in Markdown, at most 65,536 characters; must not be blank.",
    ),
]
