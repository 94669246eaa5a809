"""The HTML report: what it shows, that foreign text stays text, and how it behaves in a browser."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from pytest_mcp_contract.report.files import report_file
from pytest_mcp_contract.report.html import MOST, as_html
from pytest_mcp_contract.report.overview import MOST_FINDINGS
from pytest_mcp_contract.report.wire import ReportData
from tests.report.runs import MEASURED, eventful, finding, run, verdict

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
    "' onclick='alert(1)",
    "javascript:alert(1)",
    "]]><!-- --!><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "\x00\x1b[31m\x07\x9b\ufeff",
    "half \ud800 of a pair, \u202eturned, \u2028 parted",
    "</title></style></template><iframe srcdoc='<script>alert(1)</script>'>",
]
LOAD_MS = 2_000
"""Within which 1,000 servers are there."""


class Page(HTMLParser):
    """What a browser would make of the file."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Keep what is no markup."""
        if self._inside == "script":
            self.scripts.append(data)
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.texts)

    def cells(self) -> dict[str, str]:
        """The title of every cell of the matrix, and its colour."""
        return {
            given["title"]: given["class"] for tag, given in self.tags if tag == "td" and "title" in given
        }


def hostile() -> ReportData:
    """A run in which every text is written by somebody who means harm."""
    report = run(tools={text: {**MEASURED, "not_all": text} for text in HOSTILE}, servers=tuple(HOSTILE))
    for text in HOSTILE:
        report["tool_version"] += text
        report["registry"] += text
        call = {
            "arguments": {text: text}, "label": text, "reply": text, "failing": 2, "tried": 3, "again": text,
            "expect": "",
        }  # fmt: skip
        for code, saw in (("MCP104", text), ("MCP521", f"{text}\nbefore: {text}\nnow: {text}")):
            found = finding(saw, want=text, at=text, file=text, tool=text, call=call)
            report["verdicts"].append(verdict(code, "failed", found, server=text, waived=(found,)))
        report["verdicts"].append(verdict("MCP301", "lost", server=text, tool=text, reason=text))
    return report


@cache
def thousand() -> ReportData:
    """A registry of 1,000 servers, each with tools, something found and something not exercised."""
    return run(
        *(
            one
            for number in range(1_000)
            for one in (
                *(verdict(f"MCP{code}", "passed", server=f"server_{number}") for code in range(201, 221)),
                verdict("MCP301", "failed", finding("it died"), server=f"server_{number}", tool="get"),
                verdict("MCP108", "warned", finding("`X`", want="`x`"), server=f"server_{number}"),
                verdict("MCP401", "not_exercised", server=f"server_{number}", reason="no cassette"),
            )
        ),
        stakes={f"tool_{number}": "low" for number in range(8)},
        tools={f"tool_{number}": MEASURED for number in range(8)},
    )


@cache
def page_of(make: Callable[[], ReportData]) -> str:
    """A run as a page, made once."""
    return as_html(make())


def test_the_matrix_is_red_where_something_failed_or_was_lost() -> None:
    """Provenance: ours."""
    cells = Page(as_html(eventful())).cells()

    assert cells["weather, calls: 1 failed"] == "red"
    assert cells["weather, surface: 1 failed, 1 passed"] == "red"
    assert cells["silent, surface: 2 lost"] == "red"


def test_the_matrix_leaves_sound_servers_green_and_what_was_not_exercised_grey() -> None:
    """Provenance: ours. The other half; a warning is amber, never red."""
    cells = Page(as_html(eventful())).cells()

    assert cells["sound, surface: 1 passed"] == "green"
    assert cells["alerts, entries: 1 warned, 1 waived"] == "amber"
    assert cells["weather, security: 1 not exercised"] == "grey"
    assert cells["quiet, entries: nothing checked"] == "grey"


def test_checks_of_other_packages_have_a_column_of_their_own() -> None:
    """Provenance: ours. Their codes begin with other letters, of another number."""
    report = run(verdict("ACME001", "failed", finding()), verdict("ACME002", "passed"))

    cells = Page(as_html(report)).cells()

    assert cells["weather, own checks: 1 failed, 1 passed"] == "red"


def test_a_finding_is_told_whole() -> None:
    """Provenance: ours."""
    text = Page(as_html(eventful())).text

    for told in (
        "the tool died", "an answer", "boundary: one beyond 32 bits", "2147483648", "OverflowError",
        "smallest of 12 that fail, 80 tried", "mcp_contract.toml:7", "/inputSchema/properties/verbose",
        "pytest --mcp-contract mcp_contract.toml::weather::get_forecast::MCP301",
    ):  # fmt: skip
        assert told in text


def test_a_waived_finding_tells_who_lets_it_be() -> None:
    """Provenance: ours. The reason of the waiver stands beside what it waives."""
    assert "note agreed in the review" in Page(as_html(eventful())).text


def test_both_sides_of_a_change_stand_beside_each_other() -> None:
    """Provenance: ours."""
    html = as_html(eventful())

    assert "<h5>before</h5><p>Gets the forecast.</p>" in html
    assert "<h5>now</h5><p>Gets the forecast of a point, hour by hour.</p>" in html
    assert "<h5>before</h5><p>&#34;high&#34;</p>" in html


def test_a_change_without_two_sides_is_told_as_it_is() -> None:
    """Provenance: ours. Nothing is invented: `was not` is no value."""
    saw = "`get` is offered, and was not"

    html = as_html(run(verdict("MCP511", "failed", finding(saw))))

    assert "<h5>before</h5>" not in html
    assert "<p><code>get</code> is offered, and was not</p>" in html


def test_what_was_not_judged_is_listed_by_reason() -> None:
    """Provenance: ours."""
    text = " ".join(Page(as_html(eventful())).text.split())

    assert "lost 2 the server never answered initialize within 10 s MCP201, MCP202" in text
    assert "not exercised 2 no cassette: record one with pytest-mcp-contract record" in text


def test_why_and_fix_are_told_once_for_each_check() -> None:
    """Provenance: ours. A finding more costs a few hundred bytes, not a page."""
    report = run(*(verdict("MCP301", "failed", finding(), server=f"s{number}") for number in range(30)))

    html = as_html(report)

    assert html.count('id="check-MCP301"') == html.count("<b>why</b>") == html.count("<b>fix</b>") == 1


def test_many_findings_of_one_check_are_cut_and_counted() -> None:
    """Provenance: ours."""
    html = as_html(run(verdict("MCP301", "failed", *[finding()] * (MOST_FINDINGS + 7))))

    assert html.count("<article") == MOST_FINDINGS
    assert "MCP301: 7 more findings, which the JSON report holds." in html


def test_an_empty_run_is_a_page() -> None:
    """Provenance: ours."""
    assert "The registry names no server." in as_html(run())


def test_foreign_text_is_never_markup() -> None:
    """Provenance: ours. The only script is ours, no element handles events, no address leaves the page."""
    page = Page(as_html(hostile()))

    tags = Counter(tag for tag, _ in page.tags)
    assert tags["script"] == 1
    assert "".join(page.scripts) == Path(as_html.__code__.co_filename).with_name("report.js").read_text()
    assert not {"img", "svg", "iframe", "object", "embed", "base", "form", "template", "link"} & tags.keys()
    for _, given in page.tags:
        assert not [name for name in given if name.startswith("on")]
        assert given.get("href", "#").startswith("#")
        assert "src" not in given
    assert "<img src=x onerror=alert(1)>" in page.text


def test_letters_that_are_not_seen_are_spelled_out() -> None:
    """Provenance: ours. A terminal's escapes, half pairs and turned text would deceive the reader."""
    html = as_html(hostile())

    html.encode()
    assert not set(html) & set("\x00\x1b\x07\x9b\u202e\u2028")
    assert "half \\ud800 of a pair, \\u202eturned, \\u2028 parted" in html


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    """Provenance: ours. Also where names differ only in letters that no address has."""
    page = Page(as_html(hostile()))

    ids = Counter(given["id"] for _, given in page.tags if "id" in given)
    anchors = {given["href"][1:] for tag, given in page.tags if tag == "a"}
    assert set(ids.values()) == {1}
    assert {anchor for anchor in anchors if "=" not in anchor} <= ids.keys()
    keys = {given["data-server"] for tag, given in page.tags if tag == "details" and "data-server" in given}
    assert {a.split("&")[0].removeprefix("server=") for a in anchors if a.startswith("server=")} <= keys


def test_a_text_without_end_is_cut() -> None:
    """Provenance: ours."""
    html = as_html(run(verdict("MCP301", "failed", finding("a" * 1_000_000, want="b" * 1_000_000))))

    assert len(html) < 100_000
    assert f"… ({1_000_000 - MOST:,} more characters)" in html


def test_the_report_is_a_file_of_its_kind(tmp_path: Path) -> None:
    """Provenance: ours."""
    target = tmp_path / "out" / "report.html"

    report_file(f"html={target}").write(eventful())

    assert target.read_text(encoding="utf-8") == as_html(eventful())


def test_the_template_engine_is_not_loaded_for_other_reports() -> None:
    """Provenance: ours. Most runs write no page."""
    code = "import pytest_mcp_contract.report.files, sys; sys.exit('jinja2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


Opened = Callable[..., webdriver.Chrome]


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """One for all tests of this module: a start takes longer than they do."""
    paths = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(paths):
        told = "no browser: apt-get install chromium chromium-driver"
        if os.environ.get("CI"):
            pytest.fail(told, pytrace=False)
        pytest.skip(told)
    options = webdriver.ChromeOptions()
    options.binary_location = str(paths[0])
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,900"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # A dialog that opens stays open, so that a test can see it.
    options.unhandled_prompt_behavior = "ignore"
    driver = webdriver.Chrome(options, Service(str(paths[1])))
    driver.set_page_load_timeout(30)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def opened(browser: webdriver.Chrome, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opens a run in the browser."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, Path] = {}

    def opened(make: Callable[[], ReportData] = eventful, address: str = "") -> webdriver.Chrome:
        if make.__name__ not in made:
            made[make.__name__] = folder / f"{make.__name__}.html"
            made[make.__name__].write_text(page_of(make), encoding="utf-8")
        browser.get("about:blank")
        console(browser)
        browser.get(made[make.__name__].as_uri() + address)
        return browser

    return opened


def console(driver: webdriver.Chrome) -> list[str]:
    """What was written there since it was last asked."""
    return [entry["message"] for entry in driver.get_log("browser")]  # type: ignore[no-untyped-call]


def seen(driver: webdriver.Chrome, selector: str = ".item") -> list[str]:
    """The codes, or else the ids, of what is on the page and not hidden."""
    elements = driver.find_elements(By.CSS_SELECTOR, selector)
    return [
        element.get_attribute("data-code") or element.get_attribute("id") or ""
        for element in elements
        if element.is_displayed()
    ]


@pytest.mark.parametrize("make", [eventful, hostile], ids=lambda make: make.__name__)
def test_a_page_opens_without_a_word_on_the_console(opened: Opened, make: Callable[[], ReportData]) -> None:
    """Provenance: ours. Neither a mistake of the script, nor anything that the policy had to stop."""
    driver = opened(make)

    driver.execute_script(
        "document.querySelectorAll('details').forEach(one => one.open = true);"
        "document.querySelectorAll('*').forEach(one => one.dispatchEvent(new MouseEvent('mouseover')))"
    )

    assert console(driver) == []
    assert driver.find_element(By.CSS_SELECTOR, ".controls").is_displayed()
    assert driver.execute_script("return document.scripts.length") == 1


def test_the_policy_stops_a_script_that_is_not_ours(opened: Opened) -> None:
    """Provenance: ours. The second wall: markup that got in all the same would not run."""
    driver = opened()

    driver.execute_script(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.slipped = 1\">');"
        "const one = document.createElement('script'); one.textContent = 'window.slipped = 1';"
        "document.body.append(one)"
    )

    assert driver.execute_script("return window.slipped") is None
    assert any("Content Security Policy" in message for message in console(driver))


def test_a_filter_narrows_and_stands_in_the_address(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()

    driver.find_element(By.CSS_SELECTOR, "#code option[value=MCP5]").click()

    assert sorted(seen(driver)) == ["MCP521", "MCP531"]
    assert driver.current_url.endswith("#code=MCP5")


def test_search_finds_text_and_escape_clears(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()
    before = seen(driver)

    driver.find_element(By.TAG_NAME, "body").send_keys("/")
    driver.switch_to.active_element.send_keys("overflowerror")
    driver.execute_async_script("setTimeout(arguments[0], 50)")
    found = seen(driver)
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)

    assert found == ["MCP301"]
    assert seen(driver) == before
    assert "#" not in driver.current_url


def test_an_address_opens_what_it_names(opened: Opened) -> None:
    """Provenance: ours. What somebody pastes into a chat."""
    driver = opened(address="#server=alerts&code=MCP109")

    assert seen(driver) == ["MCP109"]
    assert seen(driver, "details.server") == ["server-alerts"]


def test_the_address_of_a_finding_opens_its_server(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()
    link = driver.find_element(By.CSS_SELECTOR, "#server-weather .finding").get_attribute("id")

    driver = opened(address=f"#{link}")

    assert driver.find_element(By.ID, "server-weather").get_attribute("open")
    assert driver.switch_to.active_element.get_attribute("id") == link


def test_keys_walk_the_findings(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()
    order = seen(driver)

    walked = []
    for key in ("j", "j", Keys.ARROW_DOWN, "k"):
        driver.switch_to.active_element.send_keys(key)
        walked.append(driver.switch_to.active_element.get_attribute("data-code"))

    assert walked == [order[0], order[1], order[2], order[1]]


def test_why_is_shown_where_it_is_asked_for(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()

    driver.find_element(By.CSS_SELECTOR, "a.why").click()

    assert driver.find_element(By.CSS_SELECTOR, ".finding .explained").is_displayed()


def test_a_cell_of_the_matrix_leads_to_what_it_counts(opened: Opened) -> None:
    """Provenance: ours."""
    driver = opened()

    driver.find_element(By.CSS_SELECTOR, "tr[data-server=weather] td[title*='drift'] a").click()

    assert driver.current_url.endswith("#server=weather&code=MCP5")
    assert sorted(seen(driver)) == ["MCP521", "MCP531"]


def test_what_was_closed_is_there_once_it_is_asked_for(opened: Opened) -> None:
    """Provenance: ours. Of many servers the page holds text, and makes elements of it late."""
    driver = opened(thousand)
    assert seen(driver) == []

    driver.find_element(By.CSS_SELECTOR, "#server-server_7 > summary").click()
    driver.execute_async_script("setTimeout(arguments[0], 50)")

    assert seen(driver) == ["MCP301", "MCP108", "MCP401"]
    assert "40 of 52 valid" in driver.find_element(By.CSS_SELECTOR, "#server-server_7 .tools").text


def test_all_is_there_without_scripts(opened: Opened) -> None:
    """Provenance: ours. Only the filters are missing."""
    driver = opened()
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})

    driver.refresh()
    shown = seen(driver)
    is_filtered = driver.find_element(By.CSS_SELECTOR, ".controls").is_displayed()
    tools = driver.find_elements(By.CSS_SELECTOR, "#server-weather .tools tbody tr")
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    assert "MCP301" in shown
    assert not is_filtered
    assert len(tools) > 1


@pytest.mark.parametrize("make", [eventful, hostile], ids=lambda make: make.__name__)
def test_nothing_overflows_on_a_phone(opened: Opened, make: Callable[[], ReportData]) -> None:
    """Provenance: ours."""
    driver = opened(make)
    size = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}

    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
    width = driver.execute_script("return document.documentElement.scrollWidth")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width == 360


def test_a_thousand_servers_open_at_once(opened: Opened, record_property: Callable[..., None]) -> None:
    """Provenance: ours. Measured by the page itself, until everything is loaded."""
    driver = opened(thousand)

    asked = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
    took = WebDriverWait(driver, 60).until(lambda page: page.execute_script(asked))

    record_property("load_ms", took)
    assert took < LOAD_MS
    assert len(driver.find_elements(By.CSS_SELECTOR, ".matrix tbody tr")) == 1_000


def test_a_thousand_servers_take_a_few_megabytes() -> None:
    """Provenance: ours."""
    assert len(page_of(thousand)) < 20_000_000
