"""Hands on a page: what a worker does with fields and buttons, in any language, counted."""

from playwright.sync_api import Page

from tests.journeys.browser import check_page, look, turn


class Hands:
    """One person before one page; counts the fields she has to type into.

    Attributes:
        typed: names of the fields that were typed into, in their order.
        troubles: what was not as it must be on the pages looked at; a journey goes on and says all of it at its end.
    """

    def __init__(self, page: Page, name: str, language: str) -> None:
        self.page, self.name, self.language = page, name, language
        self.typed: list[str] = []
        self.troubles: list[str] = []
        self.seen = 0

    def goes(self, path: str) -> "Hands":
        """Open an address."""
        self.page.goto(path)
        return self

    def types(self, field: str, text: str) -> "Hands":
        """Type into a field of the main part."""
        self.page.locator(f"main [name='{field}']").first.fill(text)
        self.typed.append(field)
        return self

    def picks(self, field: str, value: str) -> "Hands":
        """Choose a value: of a list, a pill or a box."""
        place = self.page.locator(f"main [name='{field}']").first
        if place.evaluate("one => one.tagName") == "SELECT":
            place.select_option(value)
        else:
            self.page.locator(f"main [name='{field}'][value='{value}']").first.check(force=True)
        return self

    def sends(self, within: str = "main form") -> "Hands":
        """Press the first button that sends the form."""
        turn(self.page, self.page.locator(f"{within} button:not([type=button]):visible").last)
        return self

    def presses(self, selector: str) -> "Hands":
        """Press what a selector finds first, which leads to another page."""
        turn(self.page, self.page.locator(selector).first)
        return self

    def looks(self, what: str) -> "Hands":
        """Look at the page: true of every page, and a picture for human eyes."""
        self.seen += 1
        size = "phone" if (self.page.viewport_size or {}).get("width", 0) < 500 else "desk"
        look(self.page, f"{self.name}-{self.seen:02d}-{what}-{self.language}-{size}")
        try:
            # each page is looked at in one theme here: Arabic in light, French in dark; the gallery is in both
            check_page(self.page, themes=("light",) if self.language == "ar" else ("dark",))
        except AssertionError as trouble:
            self.troubles.append(f"{what}: {trouble}")
        return self

    @property
    def text(self) -> str:
        """What can be read in the main part."""
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        """Where she is, without the host."""
        return "/" + self.page.url.split("/", 3)[3]
