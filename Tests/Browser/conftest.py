import pathlib

import pytest

from page import Page, chromium
from server import PlaygroundServer

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def server():
    server = PlaygroundServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def driver():
    driver = chromium()
    yield driver
    driver.quit()


@pytest.fixture
def person(server):
    """Somebody with an account of their own."""
    return server.person()


@pytest.fixture
def page(driver, server, person):
    """The playground with the person signed in."""
    page = Page(driver, server)
    page.sign_in(person.key)
    page.console_errors()
    return page


@pytest.fixture(scope="session")
def photo():
    return REPOSITORY / "demo" / "temple.jpg"
