"""Zendesk's OAuth flow, whose addresses have the account's own subdomain in them."""

from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

PROVIDER = OAuthProvider(
    name="zendesk",
    authorize_url="https://{subdomain}.zendesk.com/oauth/authorizations/new",
    token_url="https://{subdomain}.zendesk.com/oauth/tokens",
    scopes=("read", "write"),
    client_id_env="ZENDESK_CLIENT_ID",
    client_secret_env="ZENDESK_CLIENT_SECRET",
    documentation_url="https://support.zendesk.com/hc/en-us/articles/4408845965210",
)
