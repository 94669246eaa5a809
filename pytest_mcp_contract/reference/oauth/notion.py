"""Notion's OAuth flow for public integrations, which have capabilities in place of scopes."""

from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

PROVIDER = OAuthProvider(
    name="notion",
    authorize_url="https://api.notion.com/v1/oauth/authorize",
    token_url="https://api.notion.com/v1/oauth/token",
    scopes=(),
    client_id_env="NOTION_CLIENT_ID",
    client_secret_env="NOTION_CLIENT_SECRET",
    documentation_url="https://developers.notion.com/docs/authorization",
)
