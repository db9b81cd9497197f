"""The programs that the playground offers make the very picture that the playground made."""

import os
import shutil
import subprocess
import sys

import pytest

PROMPT = 'First snow at "dusk", 5 °C; it\'s \\calm\\ 雪 $HOME `date` """# and frost'
COMMANDS = {
    "curl": ("sh", "request.sh", ["sh"]),
    "Python": ("python", "request.py", [sys.executable]),
    "SDK": ("python", "request.py", [sys.executable]),
    "JavaScript": ("node", "request.mjs", ["node"]),
    "Swift": ("swiftc", "main.swift", None),
}


@pytest.fixture(scope="module")
def made(driver, server):
    """The form's request in every language, with the picture that the page itself got."""
    from conftest import REPOSITORY
    from page import Page

    person = server.person()
    page = Page(driver, server)
    page.sign_in(person.key)
    page.drop(REPOSITORY / "demo" / "temple.jpg")
    page.run("const p = document.getElementById('prompt'); p.value = arguments[0]; p.dispatchEvent(new Event('input'))", PROMPT)
    page.choose("shapes", "4:3")
    page.choose("format", "webp")
    page.press("crop", "HOME")
    page.choose("seed-mode", "fixed")
    page.transform()
    page.result()
    page.click(page.one("#code summary"))
    snippets = {}
    for button in page.all("#languages button"):
        page.click(button)
        page.until(lambda: "/v1" in page["snippet"].text and page["snippet"].text not in snippets.values())
        snippets[button.text] = page["snippet"].text
    path = person.history()[0]["generation_url"].removeprefix(server.url)
    return person, snippets, person.wire.get(path).content


def test_every_language_is_offered(made):
    _, snippets, _ = made
    assert list(snippets) == list(COMMANDS)


@pytest.mark.parametrize("language", COMMANDS)
def test_the_program_makes_the_same_bytes(made, language, tmp_path):
    person, snippets, expected = made
    needed, name, command = COMMANDS[language]
    if needed != "python" and not shutil.which(needed):
        pytest.skip(f"{needed} is not installed")
    assert person.key not in snippets[language]
    (tmp_path / name).write_text(snippets[language])
    if command is None:
        subprocess.run(["swiftc", name, "-o", "request"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
        command, name = [], "./request"
    environment = {**os.environ, "YUKIMI_KEY": person.key, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    finished = subprocess.run([*command, name], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert finished.returncode == 0, finished.stderr
    assert (tmp_path / "result.webp").read_bytes() == expected
