"""Pictures of the page that a run writes, from a run of four servers of which three are broken."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.docs.following import shell_of
from tests.docs.pages import ROOT
from tests.docs.stages import NOTES, row, server
from tests.warm import warm

IMAGES = ROOT / "docs" / "images"
SIZES = {"desktop": (1200, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
PROJECT = {
    "weather.py": server("weather"),
    "tides.py": server("tides"),
    "files.py": NOTES,
    "mcp_contract.toml": "format = 1\n"
    + row("weather")
    + row("tides")
    + row("files", id=2, stakes='read_lines = "never_ask"\nappend_line = "low"')
    + '\n[servers.files.tools.read_lines]\nvalues = { path = ["notes.txt"] }\n'
    + row("gone", id=3),
}


def main() -> None:
    """Run, open the page, and write a picture for each size and scheme."""
    with tempfile.TemporaryDirectory() as name, warm() as programs:
        here = shell_of(Path(name) / "project", programs, files=PROJECT)
        here.run("pytest --mcp-contract --mcp-report html=report.html")
        for file, picture in pictures((here.folder / "report.html").as_uri()):
            (IMAGES / file).write_bytes(picture)


def pictures(address: str) -> Iterator[tuple[str, bytes]]:
    """File name and PNG of what is first seen of a page."""
    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium")
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(word)
    driver = webdriver.Chrome(options, Service(_program("chromedriver")))
    try:
        for name, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                _set(
                    driver,
                    "setDeviceMetricsOverride",
                    width=width,
                    height=height,
                    deviceScaleFactor=1,
                    mobile=False,
                )
                _set(driver, "setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                driver.get(address)
                yield f"report-{name}-{scheme}.png", driver.get_screenshot_as_png()
    finally:
        driver.quit()


def _set(driver: webdriver.Chrome, what: str, **parameters: object) -> None:
    driver.execute_cdp_cmd(f"Emulation.{what}", parameters)


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is needed: apt-get install chromium chromium-driver"
    return found


if __name__ == "__main__":
    main()
