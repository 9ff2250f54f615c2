"""A player on a page, as a test sees and drives it."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page


class PlayerPage:
    """One of the players on a page, or in a frame of it."""

    def __init__(self, page: Page, index: int = 0, frame: FrameLocator | None = None) -> None:
        self.page = page
        self.host = (frame or page).locator("[data-overbar-player]").nth(index)

    def find(self, name: str) -> Locator:
        """What has this class in the player; Playwright's selectors see into shadow roots."""
        return self.host.locator(f".{name}")

    def button(self, name: str) -> Locator:
        return self.host.get_by_role("button", name=name, exact=True)

    def node(self, name: str) -> Locator:
        """The box of the value with this name."""
        names = [label.split(",")[0] for label in self.labels()]
        return self.find("run").nth(names.index(name))

    def labels(self) -> list[str]:
        """What a screen reader says of each box."""
        return [str(label) for label in self.find("run").evaluate_all("all => all.map(x => x.ariaLabel)")]

    @property
    def position(self) -> int:
        return int(self.find("scrubber").input_value())

    @property
    def length(self) -> int:
        return int(self.find("scrubber").get_attribute("max") or 0)

    @property
    def announced(self) -> str:
        return self.find("live").inner_text()

    @property
    def transform(self) -> str:
        return str(self.find("stage").evaluate("stage => stage.style.transform"))

    def seek(self, position: int) -> None:
        """Moves the scrubber's thumb."""
        self.find("scrubber").evaluate(
            "(scrubber, k) => { scrubber.value = k; scrubber.dispatchEvent(new Event('input')); }", position
        )

    def press(self, key: str) -> None:
        """Presses a key where no control of the player's own takes it."""
        self.find("player").focus()
        self.page.keyboard.press(key)

    def document(self) -> str:
        """Everything that is shown."""
        shown = self.find("player").evaluate("root => root.outerHTML")
        return f"{shown}{self.position}"

    def text(self) -> str:
        """All that can be read or heard at the moment: texts and labels."""
        return str(
            self.host.evaluate(
                """host => {
                    const root = host.shadowRoot.querySelector('.player');
                    const labelled = [...root.querySelectorAll('[aria-label], [aria-valuetext], [title]')];
                    const labels = labelled.flatMap((x) => [x.ariaLabel, x.ariaValueText, x.title]);
                    return [root.textContent, ...labels].join(' ');
                }"""
            )
        )
