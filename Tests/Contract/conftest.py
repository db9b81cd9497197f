import pytest

from client import Wire, sdk
from pictures import data_uri, photo_bytes
from yukimi_server import YukimiServer


@pytest.fixture(scope="session")
def server():
    """The server that most tests share. The test's image hosts on 127.0.0.1 are listed as reachable."""
    server = YukimiServer({}).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def start_server_once():
    """Starts servers with other settings, for all tests of a file."""
    yield from starter()


@pytest.fixture
def start_server():
    """Starts servers with other settings, for one test."""
    yield from starter()


def starter():
    started = []

    def start(settings):
        started.append(YukimiServer(settings).start())
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def key(server):
    """A key of a fresh account, so that no test sees another's requests and money."""
    return server.create_key().text


@pytest.fixture
def wire(server, key):
    return Wire(server, key)


@pytest.fixture
def client(server, key, monkeypatch):
    return sdk(server, key, monkeypatch)


@pytest.fixture
def uploaded(wire):
    """The URL of an uploaded photograph."""
    response = wire.post("/upload-asset", {"data_urls": [data_uri(photo_bytes(), "image/jpeg")]})
    return response.json()["urls"][0]
