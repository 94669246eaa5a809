"""A model whose JSON Schema nobody can write."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Money:
    """A type of the user's own."""

    def __init__(self, text: str) -> None:
        self.cents = int(float(text) * 100)


class Odd(BaseModel):
    """An amount."""

    model_config = ConfigDict(arbitrary_types_allowed=True)
    amount: Annotated[Money, BeforeValidator(Money)]
