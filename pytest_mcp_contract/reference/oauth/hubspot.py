"""HubSpot's OAuth flow."""

from pytest_mcp_contract.reference.oauth.provider import OAuthProvider

PROVIDER = OAuthProvider(
    name="hubspot",
    authorize_url="https://app.hubspot.com/oauth/authorize",
    token_url="https://api.hubapi.com/oauth/v1/token",
    scopes=(
        "oauth",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.companies.read",
        "crm.objects.companies.write",
        "crm.objects.deals.read",
        "crm.objects.deals.write",
        "crm.objects.owners.read",
        "crm.schemas.contacts.read",
        "crm.schemas.companies.read",
        "crm.schemas.deals.read",
    ),
    client_id_env="HUBSPOT_CLIENT_ID",
    client_secret_env="HUBSPOT_CLIENT_SECRET",
    documentation_url="https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/oauth/working-with-oauth",
)
