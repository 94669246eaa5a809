"""Finds the checks: every module under `checks/` that is named by a code holds one."""

import importlib
import pkgutil
import re
from functools import cache

import pytest_mcp_contract.checks
from pytest_mcp_contract.catalogue.check import AnyCheck, Check

_MODULE = re.compile(r"mcp(\d{3})_(\w+)")


@cache
def all_checks() -> tuple[AnyCheck, ...]:
    """Every check of the catalogue, by code.

    Raises:
        ValueError: a module does not hold exactly one check, or its name is not code and name;
            or two modules share a code.
    """
    found: dict[str, AnyCheck] = {}
    packages = pytest_mcp_contract.checks.__path__, pytest_mcp_contract.checks.__name__ + "."
    for module in pkgutil.walk_packages(*packages):
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
