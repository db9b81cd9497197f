"""A headless Chromium that looks at the pages, and the playground as a person handles it."""

import base64
import shutil
import time

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DESKTOP, PHONE = (1440, 900), (390, 844)

# Remembers what the page's policy forbade, and every text of the progress line, before any script of the page runs.
WITNESS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
window.progressTexts = []; window.previews = [];
new MutationObserver(() => {
  const text = document.getElementById('progress-text')?.textContent;
  if (text && text !== window.progressTexts.at(-1)) window.progressTexts.push(text);
  const preview = document.getElementById('preview')?.getAttribute('src');
  if (preview && preview !== window.previews.at(-1)) window.previews.push(preview);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
"""


def chromium():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ["headless=new", "no-sandbox", "disable-dev-shm-usage", "hide-scrollbars", "disable-background-networking"]:
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WITNESS})
    return driver


class Page:
    def __init__(self, driver, server):
        self.driver, self.server = driver, server
        self.look()

    def look(self, size=DESKTOP, scheme="light", reduced_motion=False):
        """How large the window is, and what the person prefers."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, path="/"):
        # Another address of the same page with another fragment would not load anything.
        self.driver.get("about:blank")
        self.driver.get(self.server.url + path)
        return self

    def sign_in(self, key, path="/"):
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.open(path)
        self.until(lambda: self.is_shown("sign-in"))
        self.driver.execute_script("sessionStorage.clear()")
        self["key"].send_keys(key)
        self["sign-in"].find_element(By.CSS_SELECTOR, "button").click()
        self.until(lambda: not self.is_shown("sign-in"))
        return self.until_ready() if path == "/" else self

    def until_ready(self):
        self.until(lambda: self["cost"].text)
        return self

    # MARK: - Looking

    def __getitem__(self, identifier):
        return self.driver.find_element(By.ID, identifier)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def is_shown(self, identifier):
        return self[identifier].is_displayed()

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def mode(self):
        return self["stage"].get_attribute("data-mode")

    def until(self, condition, timeout=40):
        end = time.monotonic() + timeout
        while True:
            try:
                value = condition()
            except StaleElementReferenceException:
                # The page was drawn anew between finding something and looking at it.
                value = None
            if value:
                return value
            assert time.monotonic() < end, f"not within {timeout} s; fault: {self.run('return document.getElementById(`fault`)?.textContent')}"
            time.sleep(0.03)

    def console_errors(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def assert_clean(self):
        """Nothing was forbidden by the policy, and nothing went wrong in a script."""
        assert self.run("return window.violations") == []
        assert self.console_errors() == []

    # MARK: - Handling

    def drop(self, path, media_type="image/jpeg"):
        """Drops a file on the middle of the page, as the browser reports it."""
        content = base64.b64encode(path.read_bytes()).decode()
        self.run(
            """
            const bytes = Uint8Array.from(atob(arguments[0]), (character) => character.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], arguments[1], { type: arguments[2] }));
            for (const name of ['dragover', 'drop'])
              document.body.dispatchEvent(new DragEvent(name, { dataTransfer: transfer, bubbles: true, cancelable: true }));
            """,
            content, path.name, media_type,
        )
        self.until(lambda: self.mode() == "input" and self.run("return document.getElementById('input-image').complete"))
        # The picture is uploaded in the background.
        self.until(lambda: "picture" in self.run("return JSON.parse(sessionStorage.getItem('draft') ?? '{}')"))

    def click(self, element):
        """Scrolls there as a person would, so that nothing lies over it, and clicks."""
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def choose(self, group, value):
        self.click(self.one(f"#{group} input[value='{value}']").find_element(By.XPATH, ".."))

    def choose_model(self, slug):
        self.run("const m = document.getElementById('model'); m.value = arguments[0]; m.dispatchEvent(new Event('change'))", slug)

    def write(self, prompt):
        self["prompt"].clear()
        self["prompt"].send_keys(prompt)

    def transform(self):
        self.click(self["run"])

    def result(self):
        """Waits for the picture, and answers its history row's id."""
        self.until(lambda: self.mode() == "result" and self.run("return document.getElementById('after').naturalWidth > 0"))
        return self.run("return new URLSearchParams(location.hash.slice(1)).get('request')")

    def press(self, identifier, *keys):
        self[identifier].send_keys(*[getattr(Keys, key) for key in keys])
