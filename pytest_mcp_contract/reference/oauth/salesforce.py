"""Salesforce's OAuth web server flow."""

from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

PROVIDER = OAuthProvider(
    name="salesforce",
    authorize_url="https://login.salesforce.com/services/oauth2/authorize",
    token_url="https://login.salesforce.com/services/oauth2/token",
    scopes=("api", "refresh_token"),
    client_id_env="SALESFORCE_CLIENT_ID",
    client_secret_env="SALESFORCE_CLIENT_SECRET",
    documentation_url="https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm",
)
