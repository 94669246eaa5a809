"""Atlassian's OAuth 2.0 (3LO) flow."""

from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

PROVIDER = OAuthProvider(
    name="jira",
    authorize_url="https://auth.atlassian.com/authorize",
    token_url="https://auth.atlassian.com/oauth/token",
    scopes=("read:jira-work", "write:jira-work", "read:jira-user", "offline_access"),
    client_id_env="JIRA_CLIENT_ID",
    client_secret_env="JIRA_CLIENT_SECRET",
    documentation_url="https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/",
)
