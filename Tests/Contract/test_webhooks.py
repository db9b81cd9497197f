"""Webhooks against receivers of all kinds, with the standard's own library as the judge of signatures."""

import contextlib
import json
import socketserver
import threading
import time

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from client import Wire, assert_error
from hosts import host
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(width=320, height=240), "image/jpeg")
ATTEMPTS = 4
SETTINGS = {"webhooks.attempts": str(ATTEMPTS), "webhooks.first-pause": "20ms", "webhooks.timeout": "500ms"}


@pytest.fixture(scope="module")
def server(start_server_once):
    return start_server_once(SETTINGS)


class Receiver(socketserver.ThreadingTCPServer):
    """Calls `react(connection, count)` for each message, and keeps what came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, react):
        super().__init__(("127.0.0.1", 0), Handler)
        self.react, self.messages, self.lock = react, [], threading.Lock()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook?x=1"


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        head, _, body = self.request.recv(65536).partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
        while len(body) < int(headers["content-length"]):
            body += self.request.recv(65536)
        with self.server.lock:
            self.server.messages.append((lines[0], headers, body))
            count = len(self.server.messages)
        with contextlib.suppress(OSError):
            self.server.react(self.request, count)


@contextlib.contextmanager
def receiver(react):
    server = Receiver(react)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(status, fields=""):
    def react(connection, _):
        connection.sendall(f"HTTP/1.1 {status} X\r\n{fields}Content-Length: 0\r\n\r\n".encode())

    return react


def submit(wire, url=None, model="rehearse-copy"):
    request_id = wire.generate("v2", model, image_url=IMAGE, webhook_url=url).json()["request_id"]
    wire.wait(request_id)
    return request_id


def delivery(wire, request_id, *statuses, timeout=30):
    """The delivery of a request's news, once it is in one of the statuses."""
    end = time.monotonic() + timeout
    while True:
        for row in wire.get("/webhook/deliveries").json()["data"]:
            if row["request_id"] == request_id and row["status"] in statuses:
                return row
        assert time.monotonic() < end, wire.get("/webhook/deliveries").text
        time.sleep(0.02)


def attempts(wire, request_id):
    """The dispatch log, oldest first."""
    return wire.get(f"/webhook/dispatch-logs?request_id={request_id}").json()["data"][::-1]


@pytest.mark.parametrize(
    ("model", "event"), [("rehearse-copy", "request.completed"), ("rehearse-refuse", "request.failed")]
)
def test_a_message_is_signed_and_says_what_the_api_says(wire, model, event):
    secret = wire.get("/webhook/secret").json()["data"]["secret"]
    with receiver(answer(204)) as target:
        request_id = submit(wire, target.url, model)
        row = delivery(wire, request_id, "delivered")
        (line, headers, body) = target.messages[0]
    assert line == "POST /hook?x=1 HTTP/1.1" and headers["content-type"] == "application/json"
    message = Webhook(secret).verify(body, headers)
    assert message["type"] == event
    assert message["data"] == wire.get(f"/v2/requests/{request_id}").json()
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"request", b"Request"), headers)
    assert row["attempts"] == 1 and len(target.messages) == 1
    (logged,) = attempts(wire, request_id)
    assert logged["response_status"] == 204 and logged["error"] is None and logged["delivery_id"] == row["delivery_id"]


def test_an_accounts_webhook_hears_what_it_asked_for_with_its_own_secret(wire):
    with receiver(answer(200)) as target:
        added = wire.post("/webhook/add", {"webhook_url": target.url, "event": {"types": ["request.failed"]}}).json()["data"]
        submit(wire)
        failed = submit(wire, model="rehearse-refuse")
        delivery(wire, failed, "delivered")
        assert len(target.messages) == 1
        assert Webhook(added["secret"]).verify(target.messages[0][2], target.messages[0][1])["type"] == "request.failed"
        log = wire.get(f"/webhook/dispatch-logs?webhook_id={added['webhook_id']}").json()["data"]
        assert [row["request_id"] for row in log] == [failed]


def hang(connection, _):
    time.sleep(3)


def reset(connection, _):
    # Closing with a linger time of zero sends a reset.
    connection.setsockopt(1, 13, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def drip(connection, _):
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n":
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def garbage(connection, _):
    connection.sendall(b"this is not HTTP\r\n\r\n")


@pytest.mark.parametrize(
    ("react", "status"),
    [(answer(500), 500), (answer(404), 404), (hang, None), (reset, None), (drip, None), (garbage, None)],
    ids=["500", "404", "hangs", "resets", "answers slowly", "no HTTP"],
)
def test_a_receiver_that_does_not_take_it_is_tried_as_often_as_is_said(wire, react, status):
    with receiver(react) as target:
        request_id = submit(wire, target.url)
        row = delivery(wire, request_id, "abandoned")
        assert row["attempts"] == ATTEMPTS == len(target.messages)
        # One message, signed anew in each attempt.
        assert len({headers["webhook-id"] for _, headers, _ in target.messages}) == 1
        log = attempts(wire, request_id)
        assert len(log) == ATTEMPTS and all(row["error"] for row in log)
        assert {row["response_status"] for row in log} == {status}


def test_a_redirect_is_not_followed(wire):
    with receiver(answer(200)) as elsewhere, receiver(answer(302, f"Location: {elsewhere.url}\r\n")) as target:
        request_id = submit(wire, target.url)
        delivery(wire, request_id, "abandoned")
        assert {row["response_status"] for row in attempts(wire, request_id)} == {302}
        assert elsewhere.messages == []


def test_a_receiver_that_recovers_gets_it_and_redelivering_sends_it_again(wire):
    def react(connection, count):
        answer(503 if count < 3 else 200)(connection, count)

    with receiver(react) as target:
        request_id = submit(wire, target.url)
        row = delivery(wire, request_id, "delivered")
        assert row["attempts"] == 3
        assert wire.post("/webhook/redeliver", {"delivery_id": row["delivery_id"]}).status_code == 200
        assert delivery(wire, request_id, "delivered")
        end = time.monotonic() + 30
        while len(target.messages) < 4 and time.monotonic() < end:
            time.sleep(0.02)
        assert [row["response_status"] for row in attempts(wire, request_id)[:3]] == [503, 503, 200]
        assert len({headers["webhook-id"] for _, headers, _ in target.messages}) == 1 and len(target.messages) == 4


def test_a_changed_secret_signs_beside_the_old_one(wire):
    old = wire.get("/webhook/secret").json()["data"]["secret"]
    new = wire.post("/webhook/rotate-secret", {}).json()["data"]["secret"]
    with receiver(answer(200)) as target:
        delivery(wire, submit(wire, target.url), "delivered")
        _, headers, body = target.messages[0]
    assert old != new
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 43 + "=").verify(body, headers)


def test_nothing_is_sent_to_an_address_that_is_refused(start_server):
    server = start_server({**SETTINGS, "fetch.allow": "127.0.0.2"})
    wire = server.wire()
    with host(lambda path: [b"HTTP/1.1 200 OK\r\n\r\n"]) as target:
        for name in ("127.0.0.1", "localhost"):
            request_id = submit(wire, f"http://{name}:{target.port}/")
            assert delivery(wire, request_id, "abandoned")["attempts"] == ATTEMPTS
            assert all("address" in row["error"] for row in attempts(wire, request_id))
        assert target.connections == 0


def test_only_admins_send_again_and_see_secrets(server, wire):
    reader = Wire(server, server.create_key(scopes=("generate", "read")).text)
    assert_error(reader.get("/webhook/secret"), 403)
    assert_error(reader.post("/webhook/redeliver", {"delivery_id": 1}), 403)
    assert_error(wire.post("/webhook/redeliver", {"delivery_id": 10**9}), 404)
    assert_error(wire.post("/webhook/redeliver", {"delivery_id": "x"}), 400, "delivery_id")
    assert_error(wire.get("/webhook/deliveries?status=lost"), 400, "status")
    assert json.loads(reader.get("/webhook/deliveries").text)["data"] == []
