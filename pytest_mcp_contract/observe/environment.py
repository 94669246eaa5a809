"""What a server may know of our environment."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import FIXED_TOKEN

__all__ = [
    "FIXED_TOKEN",
    "PROGRAM_SETTINGS",
    "child_environment",
    "filled_in",
    "real_path",
    "token",
]
_PASSED_ON = re.compile(
    # Where package runners find their caches, registries and certificates: without these `npx -y` and `uvx`
    # start afresh at each run, or not at all behind a proxy.
    r"(?!UV_PUBLISH)(npm_config_|NPM_CONFIG_|UV_|PIP_|XDG_).*|(HTTPS?|NO|ALL)_PROXY|(https?|no|all)_proxy"
    r"|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS"
    r"|LANG|LC_.*|TZ|TMPDIR|VIRTUAL_ENV|NVM_.*|PYENV_.*|COREPACK_.*"
)

_BASES = {
    "{cache}": ("XDG_CACHE_HOME", ".cache"),
    "{config}": ("XDG_CONFIG_HOME", ".config"),
    "{data}": ("XDG_DATA_HOME", ".local/share"),
    "{state}": ("XDG_STATE_HOME", ".local/state"),
}
KEPT: Mapping[str, tuple[str, ...]] = {
    "XDG_CACHE_HOME": ("{cache}",),
    # JavaScript
    "NPM_CONFIG_CACHE": ("~/.npm",),
    "NPM_CONFIG_USERCONFIG": ("~/.npmrc",),
    "NVM_DIR": ("~/.nvm", "{config}/nvm"),
    "FNM_DIR": ("{data}/fnm", "~/.fnm", "~/Library/Application Support/fnm"),
    "NODENV_ROOT": ("~/.nodenv",),
    "VOLTA_HOME": ("~/.volta",),
    "COREPACK_HOME": ("{cache}/node/corepack",),
    "PNPM_HOME": ("{data}/pnpm", "~/Library/pnpm"),
    "YARN_CACHE_FOLDER": ("{cache}/yarn", "~/Library/Caches/Yarn"),
    "YARN_GLOBAL_FOLDER": ("~/.yarn/berry",),
    "BUN_INSTALL": ("~/.bun",),
    "DENO_DIR": ("{cache}/deno", "~/Library/Caches/deno"),
    "PLAYWRIGHT_BROWSERS_PATH": ("{cache}/ms-playwright", "~/Library/Caches/ms-playwright"),
    "PUPPETEER_CACHE_DIR": ("{cache}/puppeteer",),
    # Python
    "UV_CACHE_DIR": ("{cache}/uv",),
    "UV_TOOL_DIR": ("{data}/uv/tools",),
    "UV_PYTHON_INSTALL_DIR": ("{data}/uv/python",),
    "PIP_CACHE_DIR": ("{cache}/pip", "~/Library/Caches/pip"),
    "PIP_CONFIG_FILE": (
        "{config}/pip/pip.conf",
        "~/Library/Application Support/pip/pip.conf",
        "~/.pip/pip.conf",
    ),
    "PYTHONUSERBASE": ("~/.local",),
    "PYENV_ROOT": ("~/.pyenv",),
    "PIPX_HOME": ("~/.local/pipx", "{data}/pipx", "~/Library/Application Support/pipx"),
    "WORKON_HOME": ("{data}/virtualenvs",),
    "POETRY_CONFIG_DIR": ("{config}/pypoetry", "~/Library/Application Support/pypoetry"),
    "POETRY_DATA_DIR": ("{data}/pypoetry",),
    "POETRY_CACHE_DIR": ("{cache}/pypoetry", "~/Library/Caches/pypoetry"),
    "PDM_CONFIG_FILE": ("{config}/pdm/config.toml", "~/Library/Application Support/pdm/config.toml"),
    "HATCH_CONFIG": ("{config}/hatch/config.toml", "~/Library/Application Support/hatch/config.toml"),
    "HATCH_DATA_DIR": ("{data}/hatch", "~/Library/Application Support/hatch"),
    "CONDARC": ("~/.condarc",),
    "MAMBA_ROOT_PREFIX": ("{data}/mamba", "~/micromamba"),
    "RYE_HOME": ("~/.rye",),
    "PIXI_HOME": ("~/.pixi",),
    # versions of any language
    "ASDF_DATA_DIR": ("~/.asdf",),
    "ASDF_CONFIG_FILE": ("~/.asdfrc",),
    "MISE_DATA_DIR": ("{data}/mise",),
    "MISE_CONFIG_DIR": ("{config}/mise",),
    "MISE_STATE_DIR": ("{state}/mise",),
    # others
    "CARGO_HOME": ("~/.cargo",),
    "RUSTUP_HOME": ("~/.rustup",),
    "GOPATH": ("~/go",),
    "GOCACHE": ("{cache}/go-build", "~/Library/Caches/go-build"),
    "GOENV": ("{config}/go/env", "~/Library/Application Support/go/env"),
    "GOENV_ROOT": ("~/.goenv",),
    "RBENV_ROOT": ("~/.rbenv",),
    "BUNDLE_USER_HOME": ("~/.bundle",),
    "NUGET_PACKAGES": ("~/.nuget/packages",),
    "JBANG_DIR": ("~/.jbang",),
    "DOCKER_CONFIG": ("~/.docker",),
}
"""What programs that start servers keep below the home folder, by the variable that says where.

A server gets a home that is gone after its session. Its runner must not: `npx -y` and `uvx` would download at
each run, and a program installed below the home would not be found. Of several places the first that is there
counts; a variable that is set already keeps its value.
"""
_MADE = frozenset({"XDG_CACHE_HOME", "NPM_CONFIG_CACHE", "UV_PYTHON_INSTALL_DIR"})
"""Caches that are kept also where the first run is still to make them."""
PROGRAM_SETTINGS: Mapping[str, str] = {
    "{config}/uv/uv.toml": ".config/uv/uv.toml",
    "~/.tool-versions": ".tool-versions",
    "~/.yarnrc.yml": ".yarnrc.yml",
}
"""Settings of such programs that no variable names, and where a copy belongs in a home.

`UV_CONFIG_FILE` is none: it has uv pass over the settings of the project, too.
"""
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


def child_environment(
    own: Mapping[str, str], token_env: str | None, *, recording: bool, home: Path | None = None
) -> dict[str, str]:
    """The environment of a child: the SDK's safe set, caches and certificates, the entry's own, the token.

    Nothing else of ours is passed on: a CI's secrets are none of a third-party server's business. With `home`
    the child lives there, unless the entry itself names a home.
    """
    from mcp.client.stdio import get_default_environment

    environment = get_default_environment() | {
        name: value for name, value in os.environ.items() if _PASSED_ON.fullmatch(name)
    }
    if home is not None and own.keys().isdisjoint({"HOME", "USERPROFILE"}):
        environment |= _kept(own) | {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_STATE_HOME": str(home / ".local/state"),
        }
    return environment | dict(own) | token(token_env, recording=recording)


def real_path(text: str) -> Path | None:
    """The path of `~/...`, `{cache}/...` and their like, of whoever runs us; None where there is no home."""
    base, _, below = text.partition("/")
    home = os.path.expanduser("~")
    if base in _BASES:
        variable, default = _BASES[base]
        stated = os.environ.get(variable, "")
        # What is not absolute is to be passed over, says the XDG base directory specification.
        path = stated if os.path.isabs(stated) else os.path.join(home, default)
    else:
        path = home
    return Path(path, below) if os.path.isabs(path) else None


def _kept(own: Mapping[str, str]) -> dict[str, str]:
    """Variables by which programs find what they keep below the real home."""
    # npm reads its variables in either case.
    stated = {name.upper(): name for name, value in os.environ.items() if value}
    home = real_path("~")
    lasts = home is not None and os.access(home, os.W_OK)
    kept = {}
    for variable in KEPT.keys() - {name.upper() for name in own}:
        if variable in stated:
            kept[stated[variable]] = os.environ[stated[variable]]
            continue
        paths = [path for text in KEPT[variable] if (path := real_path(text)) is not None]
        found = next((path for path in paths if path.exists()), None)
        if found is None and variable in _MADE and lasts:
            found = paths[0]
        if found is not None:
            kept[variable] = str(found)
    return kept


def token(token_env: str | None, *, recording: bool) -> dict[str, str]:
    """The token variable: the real one while recording, a fixed word otherwise."""
    if token_env is None:
        return {}
    if recording:
        return {token_env: os.environ[token_env]} if token_env in os.environ else {}
    return {token_env: FIXED_TOKEN}
