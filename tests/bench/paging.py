"""What the HTML report of 1,000 servers takes: to write, and in a browser to open."""

import json
import shutil
import statistics
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from pytest_mcp_contract.report.html import as_html
from tests.bench.figures import Asked, Figure
from tests.report.test_html import thousand

NAME = "HTML report of 1,000 servers"
_LOADED = "return performance.getEntriesByType('navigation')[0].loadEventEnd"


def paging(folder: Path, laps: int) -> list[Figure]:
    """The page beside the same data as JSON, and beside an empty page; the latter where a browser is."""
    report = thousand()
    began = time.perf_counter()
    text = as_html(report)
    written = time.perf_counter()
    plain = json.dumps(report)
    dumped = time.perf_counter()
    bare = "the same data through `json`"
    figures = [
        Figure(NAME, "written", written - began, dumped - written, "s", bare),
        Figure(NAME, "size", len(text.encode()) / 1e6, len(plain.encode()) / 1e6, "MB", bare),
    ]
    browser, driver = (shutil.which(name) for name in ("chromium", "chromedriver"))
    if browser is None or driver is None:
        return figures
    pages = {"ours": text, "empty": "<!doctype html><title>Nothing</title>"}
    taken = _opened(folder, pages, browser, driver, laps)
    return [
        *figures,
        Figure(NAME, "opened", taken["ours"], taken["empty"], "s", "an empty page", Asked(2)),
    ]


def _opened(folder: Path, pages: dict[str, str], browser: str, driver: str, laps: int) -> dict[str, float]:
    """Median seconds until a page is loaded, as it says itself."""
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(word)
    taken: dict[str, list[float]] = {name: [] for name in pages}
    opened = webdriver.Chrome(options, Service(driver))
    opened.set_page_load_timeout(60)
    try:
        for name, text in pages.items():
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        for _ in range(laps):
            for name in pages:
                opened.get((folder / f"{name}.html").as_uri())
                taken[name].append(opened.execute_script(_LOADED) / 1000)
    finally:
        opened.quit()
    return {name: statistics.median(each) for name, each in taken.items()}
