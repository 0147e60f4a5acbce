"""A screen in every look a reader may have it in, judged by axe."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    "light": ("light", DESKTOP),
    "dark": ("dark", DESKTOP),
    "phone": ("light", PHONE),
    "phone-dark": ("dark", PHONE),
}
# A color is what it will be only after the frame that changes it, and its transition.
_DRAWN = """async scheme => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame();
  await frame();
  await frame();
  const ends = one => Number.isFinite(one.effect.getComputedTiming().endTime);
  await Promise.allSettled(document.getAnimations().filter(ends).map(one => one.finished));
}"""
# The colors of the one and the layout of the other are checked by themselves.
PICTURED = "phone-dark"
COUNTED = {"moderate", "serious", "critical"}

type Picture = Callable[[Page, str], None]


def check_every_look(page: Page, name: str, picture: Picture) -> None:
    """Find nothing wrong with a screen in any look, and keep a picture of each."""
    found = {}
    for look, (scheme, size) in LOOKS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.evaluate(_DRAWN, scheme)
        picture(page, f"{name}-{look}")
        if look != PICTURED and (problems := findings(page)):
            found[look] = problems
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)
    assert not found, f"{name}: {found}"


def findings(page: Page) -> list[str]:
    answer = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in answer.response["violations"]
        if rule["impact"] in COUNTED
        for node in rule["nodes"]
    ]
