"""The registry of a run, as options, ini and arguments name it."""

from pathlib import Path

import pytest

from pytest_mcp_contract.discover import Names, choose
from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.options import Settings


def chosen_registry(config: pytest.Config, named: Path | None = None) -> Registry:
    """The registry that the options, the arguments or the ini name, else the one at the rootdir.

    Raises:
        ConfigError: there is none, or it cannot be read.
    """
    settings = Settings(config)
    return choose(
        option=settings.given("--mcp-registry"),
        ini=settings.ini("--mcp-registry"),
        named=named,
        target=settings.given("--mcp-server"),
        rootdir=config.rootpath,
        invocation_dir=config.invocation_params.dir,
        typescript=Names(
            names=str(settings.text("--mcp-typescript-names")),
            registry=str(settings.text("--mcp-typescript-registry")),
            retired=str(settings.text("--mcp-typescript-retired")),
            factory=str(settings.text("--mcp-typescript-factory")),
        ),
    )
