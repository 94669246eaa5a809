"""What a server may know of our environment."""

import os
import re
from collections.abc import Mapping

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import FIXED_TOKEN

__all__ = ["FIXED_TOKEN", "child_environment", "filled_in", "token"]
_PASSED_ON = re.compile(
    # Where package runners find their caches, registries and certificates: without these `npx -y` and `uvx`
    # start afresh at each run, or not at all behind a proxy.
    r"(?!UV_PUBLISH)(npm_config_|NPM_CONFIG_|UV_|PIP_|XDG_).*|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy"
    r"|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS"
    r"|LANG|LC_.*|TZ|TMPDIR|VIRTUAL_ENV|NVM_.*|PYENV_.*|COREPACK_.*"
)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled_in(values: Mapping[str, str], *, at: str) -> dict[str, str]:
    """`values` with every `${NAME}` replaced by that environment variable.

    Raises:
        ConfigError: a variable is not set.
    """

    def fill(key: str, text: str) -> str:
        for name in _VARIABLE.findall(text):
            if name not in os.environ:
                raise ConfigError(
                    at=f"{at}.{key}",
                    what=f"names `${{{name}}}`, which is not set",
                    fix=f"set `{name}` in the environment",
                )
        return _VARIABLE.sub(lambda match: os.environ[match.group(1)], text)

    return {key: fill(key, text) for key, text in values.items()}


def child_environment(own: Mapping[str, str], token_env: str | None, *, recording: bool) -> dict[str, str]:
    """The environment of a child: the SDK's safe set, caches and certificates, the entry's own, the token.

    Nothing else of ours is passed on: a CI's secrets are none of a third-party server's business.
    """
    from mcp.client.stdio import get_default_environment

    environment = get_default_environment() | {
        name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)
    }
    return environment | dict(own) | token(token_env, recording=recording)


def token(token_env: str | None, *, recording: bool) -> dict[str, str]:
    """The token variable: the real one while recording, a fixed word otherwise."""
    if token_env is None:
        return {}
    if recording:
        return {token_env: os.environ[token_env]} if token_env in os.environ else {}
    return {token_env: FIXED_TOKEN}
