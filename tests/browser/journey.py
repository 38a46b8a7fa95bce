"""What a journey uses: a visitor's browser, opened as they have it, that notes everything that went wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from entregent.core.clock import now
from entregent.people.models import Person
from tests.browser.tongue import badly_spaced, foreign, said
from tests.web.visiting import as_person

SCREENSHOTS = Path(__file__).parents[2] / "test-results" / "screenshots"
PHONE, SMALLEST, DESK = (390, 844), (320, 640), (1280, 800)
WIDE_ENOUGH = 1  # pixels a page may be wider than its window: rounding
MOST_STOPS = 60
Role = Literal["button", "link", "radio"]
RUN_AXE = "axe.run({resultTypes: ['violations']})"

# What has the focus without showing it: no outline of its own or of its label, or something else lies over it.
FOCUS_HIDDEN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const label = at.closest("label");
  const outlined = (one) => one && getComputedStyle(one).outlineStyle !== "none"
    && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const box = (label || at).getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const seen = over && (at.contains(over) || over.contains(at) || (label && label.contains(over)));
  return (outlined(at) || outlined(label)) && seen ? "" : at.outerHTML.slice(0, 120);
}"""


@dataclass
class Visitor:
    """One browser profile: a language, a window, light or dark, with or without JavaScript."""

    context: BrowserContext
    page: Page
    origin: str
    language: str
    scripted: bool
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    screens: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self.told)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self.asked)
        self.page.on("response", self.answered)
        self.page.on("load", lambda page: self.screens.append(page.url))

    def told(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refused:
            self.faults.append(f"console: {message.text}")

    def asked(self, request: Request) -> None:
        """No third-party request, ever."""
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and not request.url.startswith(self.origin + "/"):
            self.faults.append(f"another site: {request.url}")

    def answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.origin + path)
        return self.page

    def say(self, message: str, **fields: str) -> str:
        """The same words as the page says them."""
        return said(self.language, message, **fields)

    def button(self, message: str, **fields: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(message, **fields), exact=True)

    def press(self, message: str, **fields: str) -> None:
        self.button(message, **fields).click()

    def link(self, message: str, **fields: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(message, **fields), exact=True)

    def follow(self, message: str, **fields: str) -> None:
        self.link(message, **fields).click()

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(self.say(label)).and_(self.page.locator("input, textarea"))

    def reads(self, message: str, **fields: str) -> None:
        expect(self.page.get_by_text(self.say(message, **fields)).first).to_be_visible()

    def title(self, message: str, **fields: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say(message, **fields))

    def tab(self) -> bool:
        """Go to the next stop, which shows that one is there; False past the last one."""
        self.page.keyboard.press("Tab")
        hidden = self.page.evaluate(FOCUS_HIDDEN)
        assert not hidden, f"{self.page.url}: the focus does not show on {hidden}"
        return bool(self.page.evaluate("document.activeElement !== document.body"))

    def tab_to(self, role: Role, message: str) -> None:
        """Press Tab until there, and see at each stop where one is."""
        wanted = self.page.get_by_role(role, name=self.say(message), exact=True).first
        for _stop in range(MOST_STOPS):
            self.tab()
            if wanted.evaluate("wanted => wanted === document.activeElement"):
                return
        raise AssertionError(f"{self.page.url}: Tab does not lead to “{self.say(message)}”")

    def region(self, name: str) -> Locator:
        return self.page.locator(f'[data-region="{name}"]')

    def enter_as(self, person: Person) -> None:
        """Already inside, as on a phone one signed in with last week."""
        client = as_person(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.origin}])

    def expect_status(self, *codes: int) -> None:
        """Pages that answer so are what the journey came to see."""
        self.expected |= set(codes)

    def fits(self) -> None:
        """Nothing has to be scrolled sideways."""
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= WIDE_ENOUGH, f"{self.page.url} is {over} px wider than its window"

    def accessible(self) -> None:
        """axe: zero, best practices included."""
        results = AxeResults(violations(self.page))
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"

    def well_made(self, name: str) -> None:
        """What every page a journey stops at must hold; its picture is kept to be looked at."""
        self.picture(name)
        self.fits()
        self.reads_well()
        if self.scripted:
            self.accessible()

    def reads_well(self) -> None:
        """One language, and French as French is printed."""
        assert self.page.locator("html").get_attribute("lang") == self.language[:2], self.page.url
        words = self.page.locator("main").inner_text()
        assert foreign(self.language, words) == [], f"{self.page.url}\n{words}"
        if self.language[:2] == "fr":
            assert badly_spaced(words) == [], f"{self.page.url} {badly_spaced(words)!r}"

    def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        # A JPEG is written in a fifth of the time a PNG takes.
        self.page.screenshot(path=SCREENSHOTS / f"{name}.jpg", quality=85, full_page=True)

    def begin_again(self, origin: str) -> None:
        """A window already open becomes one just opened: a phone by day that knows nobody."""
        self.context.clear_cookies()
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        self.page.emulate_media(color_scheme="light")
        self.origin = origin
        for each in (self.faults, self.expected, self.screens):
            each.clear()

    def leave(self) -> None:
        """What the page still did is seen too, and nothing of it reaches the next one."""
        self.page.goto("about:blank")
        assert not self.faults, "\n".join(self.faults)

    def close(self) -> None:
        self.context.close()
        assert not self.faults, "\n".join(self.faults)


def violations(page: Page) -> dict[str, Any]:
    """What axe answers. It is large: a page that has it already is not given it again."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(RUN_AXE)
    return found


def behind() -> int:
    """Milliseconds from the machine's clock to the suite's: a countdown then agrees with the server."""
    return round((now() - datetime.now(UTC)).total_seconds() * 1000)


def visitor(
    browser: Browser,
    origin: str,
    *,
    language: str = "fr",
    window: tuple[int, int] = PHONE,
    dark: bool = False,
    javascript: bool = True,
) -> Visitor:
    width, height = window
    context = browser.new_context(
        locale=f"{language}-FR" if language == "fr" else "en-GB",
        timezone_id="Europe/Paris",
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    context.add_init_script(f"const asMachine = Date.now; Date.now = () => asMachine() + {behind()}")
    arrived = Visitor(context, context.new_page(), origin, language, javascript)
    arrived.watch()
    return arrived


Visit = Callable[..., Visitor]
