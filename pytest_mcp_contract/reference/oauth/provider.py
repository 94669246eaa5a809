"""What is known about an OAuth provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OAuthProvider:
    """The record a platform needs to connect a user; it holds names of variables, never secrets."""

    name: str
    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    client_id_env: str
    client_secret_env: str
    documentation_url: str
