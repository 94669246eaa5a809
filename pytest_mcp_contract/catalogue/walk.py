"""Finds the checks: every module named by a code holds one, here and in packages of others."""

import importlib
import pkgutil
import re
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType

import pytest_mcp_contract.checks
from pytest_mcp_contract.catalogue.check import AnyCheck, Check
from pytest_mcp_contract.errors import ConfigError

GROUP = "pytest_mcp_contract.checks"
"""Entry points of packages that bring checks of their own; each names a package."""
_MODULE = re.compile(r"[a-z]{2,8}\d{3}_\w+")
_OURS = "MCP"


@cache
def all_checks() -> tuple[AnyCheck, ...]:
    """Every check of the catalogue, by code; those of other packages after ours.

    Raises:
        ValueError: a module does not hold exactly one check, or its name is not code and name;
            or two modules share a code.
        ConfigError: the same of a package that an entry point names.
    """
    found = {check.code: check for check in checks_in(pytest_mcp_contract.checks)}
    for point in entry_points(group=GROUP):
        for check in _own(point):
            if check.code in found:
                raise _unusable(point, f"{check.code} is both {found[check.code].name} and {check.name}")
            found[check.code] = check
    return tuple(found.values())


def checks_in(package: ModuleType) -> tuple[AnyCheck, ...]:
    """The checks of a package, by code.

    Raises:
        ValueError: a module does not hold exactly one check, or its name is not code and name;
            or two modules share a code.
    """
    found: dict[str, AnyCheck] = {}
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        stem = module.name.rpartition(".")[2]
        if module.ispkg or not _MODULE.fullmatch(stem):
            continue
        held = [
            item for item in vars(importlib.import_module(module.name)).values() if isinstance(item, Check)
        ]
        if len(held) != 1:
            raise ValueError(f"{module.name} holds {len(held)} checks, not one")
        check = held[0]
        if stem != f"{check.code.lower()}_{check.name.replace('-', '_')}":
            raise ValueError(f"{module.name} holds {check.code} {check.name}: file and check differ in name")
        if check.code in found:
            raise ValueError(f"{check.code} is both {found[check.code].name} and {check.name}")
        found[check.code] = check
    return tuple(found[code] for code in sorted(found))


def own_checks(package: str) -> tuple[AnyCheck, ...]:
    """The checks of a package of somebody else's, by its import name.

    Raises:
        ImportError: it cannot be imported.
        ValueError: it is a module, holds no check, or one that cannot be told from ours.
    """
    module = importlib.import_module(package)
    if not hasattr(module, "__path__"):
        raise ValueError("is a module; a package is wanted, with a file for each check")
    checks = checks_in(module)
    if not checks:
        raise ValueError("holds no file that is named `<code>_<name>.py`")
    for check in checks:
        if check.code.startswith(_OURS):
            raise ValueError(f"{check.code}: codes that begin with {_OURS} are taken")
    return checks


def _own(point: EntryPoint) -> tuple[AnyCheck, ...]:
    try:
        return own_checks(point.value)
    except (ImportError, ValueError) as error:
        raise _unusable(point, str(error)) from error


def _unusable(point: EntryPoint, why: str) -> ConfigError:
    package = f"{point.dist.name} {point.dist.version}" if point.dist else "an installed package"
    return ConfigError(
        at=f"checks `{point.value}` of {package}",
        what=why,
        fix=f"mend it (`pytest-mcp-contract check-checks {point.value}`), or uninstall {package}",
    )
