"""What a rendering must not depend on: time zone, locale, hash seed. Others than those of this process."""

import locale
import os
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

_ZONES = ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata")
_NO_DATA = "XXX-13"
"""A zone that needs no data; code that reads names of zones from `TZ` does not know it."""
_LOCALES = ("de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "pt_BR.UTF-8", "en_US.UTF-8", "C.UTF-8", "C")
_NAMED_BY = ("LC_ALL", "LC_TIME", "LANG")


def other_zone() -> str:
    """A time zone with another offset than the one that holds here."""
    here = time.localtime().tm_gmtoff
    for name in _ZONES:
        if any((Path(folder) / name).is_file() for folder in zoneinfo.TZPATH):
            offset = datetime.now(zoneinfo.ZoneInfo(name)).utcoffset()
            if offset is not None and offset.total_seconds() != here:
                return name
    return _NO_DATA


def other_locale() -> str | None:
    """A locale that is installed and is not the one that the environment names; None where there is none."""
    named = next((value for name in _NAMED_BY if (value := os.environ.get(name))), "C")
    before = locale.setlocale(locale.LC_TIME)
    for name in _LOCALES:
        if _plain(name) == _plain(named):
            continue
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_TIME, before)
        return name
    return None


def other_hash_seed() -> str:
    """A seed that is not the one of this process."""
    return "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"


@contextmanager
def in_zone(name: str) -> Iterator[None]:
    """Let this process live in another time zone; nothing changes where a platform cannot."""
    try:
        with _variable("TZ", name):
            _apply_zone()
            yield
    finally:
        _apply_zone()


@contextmanager
def in_locale(name: str | None) -> Iterator[None]:
    """Let this process use another locale; nothing changes where there is none."""
    if name is None:
        yield
        return
    before = locale.setlocale(locale.LC_ALL)
    with _variable("LC_ALL", name):
        try:
            with suppress(locale.Error):
                locale.setlocale(locale.LC_ALL, name)
            yield
        finally:
            locale.setlocale(locale.LC_ALL, before)


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _apply_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def _plain(name: str) -> str:
    return name.lower().replace("-", "")
