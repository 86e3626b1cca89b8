"""Chromium, as a person would use it: with and without JavaScript, narrow and wide, light and dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from weakref import WeakSet

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)

# The shell is the same engine without the windows round it, and takes two thirds of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Theme = Literal["light", "dark"]
WCAG_22_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Those of them that look at colours. The dark theme sets others, and nothing else: tests/architecture/test_themes.py.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LOOKS: tuple[tuple[Theme, object], ...] = (("light", WCAG_22_AA), ("dark", COLOURS))
# What went well is not fetched out of the browser: it is most of what axe has to tell.
AXE = "options => axe.run(options).then(({ violations }) => ({ violations }))"
TIMEOUT_MILLISECONDS = 30_000
_WITHOUT_SCRIPTS: WeakSet[BrowserContext] = WeakSet()


class NoBrowserError(Exception):
    """There is no Chromium on this machine. `make test` tries to install one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium.

    Raises:
        NoBrowserError: none is installed.
    """
    # Of its own accord it waits for five seconds: too few where other tests keep the cores busy.
    expect.set_options(timeout=TIMEOUT_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(playwright), args=list(FLAGS)
        )
        yield browser
        browser.close()


def executable(playwright: Playwright) -> str:
    """The path of the system's Chromium, or of Playwright's own."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    if Path(own).exists():
        found.append(own)
    if not found:
        raise NoBrowserError("no Chromium is installed")
    return found[0]


def may_be_missing() -> bool:
    """Whether whoever runs the tests has said that they know of the missing browser."""
    return os.environ.get("HEARTH_ALLOW_NO_BROWSER") == "1"


class Visits:
    """Opens pages in fresh contexts, and keeps a list of everything the browser complained of."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.complaints: list[str] = []
        self._browser = browser
        self._base_url = base_url

    def open(
        self,
        *,
        javascript: bool = True,
        theme: Theme = "light",
        width: int = 1280,
        height: int = 900,
    ) -> Page:
        """A page of a person of their own: nothing is shared with the pages opened before."""
        context = self._browser.new_context(
            base_url=self._base_url,
            java_script_enabled=javascript,
            color_scheme=theme,
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(TIMEOUT_MILLISECONDS)
        if not javascript:
            _WITHOUT_SCRIPTS.add(context)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("response", self._on_response)
        return page

    def close(self) -> None:
        """Close every context."""
        for context in list(self._browser.contexts):
            context.close()

    def _on_console(self, message: ConsoleMessage) -> None:
        # A page that answers 404 on purpose is also logged; `_on_response` looks at those itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} for {response.url}")


def assert_accessible(page: Page) -> None:
    """Let axe look at the page, as it is now, light and then dark, by the rules of WCAG 2.2 AA.

    Raises:
        AssertionError: it found something; the message says what and where.
        ValueError: the page was opened without JavaScript, with which axe would wait for ever.
    """
    if page.context in _WITHOUT_SCRIPTS:
        raise ValueError("axe needs a page with JavaScript")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for theme, rules in LOOKS:
        page.emulate_media(color_scheme=theme)
        options = {"resultTypes": ["violations"], "runOnly": rules}
        results = AxeResults(page.evaluate(AXE, options))
        if results.violations_count:
            found.append(f"{page.url}, {theme}\n{results.generate_report()}")
    assert not found, "\n".join(found)
