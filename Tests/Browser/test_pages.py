"""How the pages look and behave for everybody: kept pictures, accessibility, policy, weight and first paint."""

import pathlib
import statistics

import pytest
from axe_selenium_python import Axe

from page import DESKTOP, PHONE, Page

PICTURES = pathlib.Path(__file__).parent / "screenshots"


@pytest.fixture(scope="module")
def lived_in(driver, server):
    """One account for all pictures, so that its history fills."""
    person = server.person()
    page = Page(driver, server)
    page.sign_in(person.key)
    return page, person


def serious(page):
    axe = Axe(page.driver)
    axe.inject()
    violations = axe.run()["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {[node['html'][:160] for node in violation['nodes']]}"
        for violation in violations if violation["impact"] in ("serious", "critical")
    ]


def visit(page, person, photo):
    """Brings the pages into every state that they have, and yields its name."""
    page.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.open()
    page.until(lambda: page.is_shown("sign-in"))
    yield "sign-in"
    page.sign_in(person.key)
    yield "empty"
    page.drop(photo)
    page.write("First snow at dusk, windows lit, and (element1) in front")
    page.choose("shapes", "1:1")
    page.click(page["add-element"])
    page.one("#elements input[type=file]").send_keys(str(photo))
    page.until(lambda: page.all("#elements .view img"))
    yield "crop"
    page.choose("shapes", "3:2")
    page.choose_model("rehearse-lively")
    page.transform()
    page.until(lambda: page["progress-text"].text.startswith("Step"))
    yield "running"
    page.result()
    page.choose_model("kling-3-image2image")
    page.write("First snow at dusk, windows lit, and a dragon over the lake")
    page.transform()
    page.until(lambda: page.mode() == "running" or page.all("#warnings li"))
    page.result()
    page.until(lambda: page.all("#warnings li"))
    yield "result"
    for mode in ("side", "hold"):
        page.click(page.one(f"#below-result [data-compare={mode}]"))
        yield f"result-{mode}"
    page.click(page.one("#below-result [data-compare=slider]"))
    page.click(page["zoom"])
    yield "result-pixels"
    page.click(page["zoom"])
    page.click(page.one("#code summary"))
    page.until(lambda: "curl" in page["snippet"].text)
    page.run("document.getElementById('code').scrollIntoView({block: 'end'})")
    yield "code"
    page.run("document.querySelector('.history').scrollIntoView({block: 'end'})")
    yield "history"
    page.open("/admin")
    page.until(lambda: page.all("#jobs td") and page.all("#chart svg"))
    yield "operator"
    page.open("/docs")
    page.until(lambda: page.all(".operation"))
    yield "docs"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_every_state_is_accessible_fits_and_keeps_the_policy(lived_in, photo, name, size, scheme):
    page, person = lived_in
    page.look(size, scheme)
    page.console_errors()
    PICTURES.mkdir(exist_ok=True)
    faults = []
    for state in visit(page, person, photo):
        page.driver.save_screenshot(str(PICTURES / f"{state}-{name}-{scheme}.png"))
        faults += [f"{state}: {fault}" for fault in serious(page)]
        if page.run("return document.documentElement.scrollWidth") > size[0]:
            faults.append(f"{state}: wider than the window")
        faults += [f"{state}: {violation}" for violation in page.run("return window.violations")]
    assert not faults, "\n".join(faults)
    assert page.console_errors() == []


def test_nothing_moves_for_who_prefers_that(lived_in, person, photo):
    page, _ = lived_in
    page.look(reduced_motion=True)
    page.sign_in(person.key)
    moving = page.run(
        """return [...document.querySelectorAll('*')].filter((element) => {
             const style = getComputedStyle(element);
             return style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || style.animationName !== 'none';
           }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    page.look()
    assert moving == []


def test_only_this_server_is_asked_and_only_the_styles_are_waited_for(lived_in, person):
    page, _ = lived_in
    page.sign_in(person.key)
    entries = page.run(
        "return performance.getEntriesByType('resource').map((e) => [e.name, e.renderBlockingStatus, e.decodedBodySize])"
    )
    assert all(name.startswith((page.server.url, "blob:")) for name, _, _ in entries)
    blocking = [name for name, status, _ in entries if status == "blocking"]
    assert sorted(name.rsplit("/", 1)[1] for name in blocking) == ["playground.css", "style.css"]


def test_first_paint(lived_in, capsys):
    """Printed, not asserted: a busy machine proves nothing about the page."""
    page, _ = lived_in
    times = []
    for _ in range(7):
        page.open()
        paint = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
        times.append(page.until(lambda: page.run(paint)))
    with capsys.disabled():
        print(f"\nfirst contentful paint on loopback: median {statistics.median(times):.0f} ms of {[round(t) for t in times]}")


def test_the_whole_playground_works_by_keyboard(lived_in, person):
    """Every control can be reached with the tab key, and shows that it is."""
    from selenium.webdriver.common.keys import Keys

    page, _ = lived_in
    page.sign_in(person.key)
    reached = set()
    body = page.one("body")
    for _ in range(60):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        state = page.run(
            """const e = document.activeElement; const style = getComputedStyle(e.matches('input[type=radio]') ? e.parentElement : e);
               return [e.id || e.name || e.textContent.trim(), style.outlineStyle]"""
        )
        if page.run("return document.activeElement === arguments[0]", body):
            break
        reached.add(state[0])
        assert state[1] != "none", f"{state[0]} does not show its focus"
    expected = {"choose", "address", "prompt", "Winter", "add-element", "shape", "resolution", "format", "seed-mode", "model", "run"}
    assert expected <= reached
