"""Requests that guess keys, ask for what is others', forge lines, or take more than their share."""

import json
import secrets
import socket
import statistics
import threading
import time

import pytest

import hosts
from client import PROMPT, Wire, assert_error
from pictures import data_uri, photo_bytes

GOOD = data_uri(photo_bytes("PNG"))
LIMIT = 5


@pytest.fixture(scope="module")
def guarded(start_server_once):
    """The test's clients come through a proxy that names them."""
    return start_server_once(
        {"keys.wrong-per-minute": str(LIMIT), "http.trusted-proxies": "127.0.0.1", "log.format": "json"}
    )


def ask(server, key, address):
    return Wire(server, key).get("/v1/get-user-credits", headers={"X-Forwarded-For": address})


def guess(server, address, count):
    return [ask(server, secrets.token_hex(20), address).status_code for _ in range(count)]


# MARK: - Guessing


def test_who_guesses_keys_has_to_wait(guarded):
    statuses = guess(guarded, "203.0.113.1", LIMIT + 3)
    assert statuses[: LIMIT + 1] == [401] * (LIMIT + 1) and 429 in statuses[LIMIT + 1 :]
    answer = ask(guarded, secrets.token_hex(20), "203.0.113.1")
    if answer.status_code == 401:  # The first wait, of one second, was just over; the next is longer.
        answer = ask(guarded, secrets.token_hex(20), "203.0.113.1")
    assert_error(answer, 429, "Too many wrong API keys")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    # A right key that was never seen from there waits, too: otherwise guessing would not be slowed down at all.
    fresh = guarded.create_key().text
    assert ask(guarded, fresh, "203.0.113.1").status_code == 429
    # From elsewhere it works, and who writes the guesser's address into the field himself is not taken for him.
    assert ask(guarded, fresh, "203.0.113.2").status_code == 200
    assert ask(guarded, fresh, "203.0.113.1, 203.0.113.2").status_code == 200
    # And after the time that was said, from there.
    wait = int(ask(guarded, fresh, "203.0.113.1").headers["Retry-After"])
    time.sleep(wait)
    assert ask(guarded, fresh, "203.0.113.1").status_code == 200


def test_a_key_that_has_worked_from_an_address_is_not_locked_out_by_who_guesses_there(guarded):
    colleague = guarded.create_key().text
    assert ask(guarded, colleague, "203.0.113.3").status_code == 200
    assert 429 in guess(guarded, "203.0.113.3", 2 * LIMIT)
    assert ask(guarded, colleague, "203.0.113.3").status_code == 200


def test_a_route_that_needs_no_key_does_not_vouch_for_one(guarded):
    """Else a guess could be made good there first."""
    guess_text = secrets.token_hex(20)
    for path in ("/healthz", "/openapi.json", "/session"):
        Wire(guarded, guess_text).get(path, headers={"X-Forwarded-For": "203.0.113.4"})
    assert 429 in guess(guarded, "203.0.113.4", 2 * LIMIT)
    assert ask(guarded, guess_text, "203.0.113.4").status_code == 429


def test_signing_in_is_guarded_alike(guarded):
    wire, statuses = Wire(guarded, None), []
    for _ in range(2 * LIMIT):
        body = {"key": secrets.token_hex(20)}
        statuses.append(wire.post("/session", body, headers={"X-Forwarded-For": "203.0.113.5"}).status_code)
    assert statuses[:LIMIT] == [400] * LIMIT and 429 in statuses


# MARK: - Others' ids


def test_what_is_others_looks_like_what_is_not(server):
    """By its answer, and by its time: the probability that one is slower than the other is a half, within noise."""
    owner, stranger = server.wire(), Wire(server, server.create_key().text)
    ids = [owner.generate("v2", "rehearse-copy", image_url=GOOD).json()["request_id"] for _ in range(20)]
    for request_id in ids:
        owner.wait(request_id)
    paths = ("/v2/requests/{}", "/v2/requests/{}/status", "/inference-request/request-history/{}")
    for path in paths:
        real, unreal = [], []
        for number in range(400):
            absent = "-".join(secrets.token_hex(count) for count in (4, 2, 2, 2, 6))
            pair = [(real, ids[number % 20]), (unreal, absent)]
            for times, request_id in pair[:: 1 - 2 * (number % 2)]:
                begin = time.perf_counter()
                answer = stranger.get(path.format(request_id))
                times.append(time.perf_counter() - begin)
                assert answer.status_code == 404
                assert answer.json() == {"error": f"Request {request_id} not found"}
        slower = statistics.mean(one > other for one in real for other in unreal)
        # 400 of each: the standard deviation of this, when there is no difference, is 0.02.
        assert 0.4 < slower < 0.6, (path, slower, statistics.median(real), statistics.median(unreal))
    for method, path in (("DELETE", paths[0]), ("DELETE", paths[2])):
        assert_error(stranger.send(method, path.format(ids[0])), 404)
    assert owner.get(paths[0].format(ids[0])).status_code == 200


# MARK: - Forging


def raw(server, request):
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(request)
        connection.settimeout(10)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


FORGED = [
    b"x\r\nSet-Cookie: a=b", b"x\nSet-Cookie: a=b", b"x\rSet-Cookie: a=b", b"x\0y", b"x\x1b[31my", b"x\x85y",
    "x\u2028Set-Cookie: a=b".encode(), b"%0d%0aSet-Cookie:%20a=b", b"\\r\\nSet-Cookie: a=b", b'","level":"error","x":"',
]


@pytest.mark.parametrize("forged", FORGED, ids=ascii)
@pytest.mark.parametrize("field", ["Host", "x-api-key", "Authorization", "Idempotency-Key", "X-Request-ID", "User-Agent",
                                   "X-Forwarded-For", "X-Forwarded-Host", "Origin", "Accept", "Last-Event-ID", "Cookie"])
def test_header_fields_forge_neither_headers_nor_log_lines(guarded, field, forged):
    mark = secrets.token_hex(8).encode()
    fields = {b"Host": b"localhost", b"x-api-key": guarded.key.encode(), b"Connection": b"close"}
    if field == "Authorization":
        del fields[b"x-api-key"]
    fields[field.encode()] = mark + forged
    lines = b"".join(name + b": " + value + b"\r\n" for name, value in fields.items())
    answer = raw(guarded, b"GET /v2/requests/" + mark + b" HTTP/1.1\r\n" + lines + b"\r\n")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nset-cookie" not in head and b"\nset-cookie" not in head
    check_log(guarded)


@pytest.mark.parametrize("forged", [*FORGED, b"%00", b"%1b[31m", b"%e2%80%a8", b"../../etc/passwd", b"%2e%2e%2f%2e%2e"], ids=ascii)
@pytest.mark.parametrize("path", [b"/v2/requests/%b", b"/v2/%b", b"/assets/%b", b"/files/%b", b"/webhook/get?webhook_id=%b", b"/%b"])
def test_paths_forge_neither_headers_nor_log_lines(guarded, path, forged):
    fields = b"Host: localhost\r\nx-api-key: " + guarded.key.encode() + b"\r\nConnection: close\r\n\r\n"
    for method in (b"GET", b"POST"):
        answer = raw(guarded, method + b" " + path % forged.replace(b" ", b"+") + b" HTTP/1.1\r\n" + fields)
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert b"\nset-cookie" not in head
        assert not answer or int(answer.split(b" ")[1]) < 500
    check_log(guarded)


def check_log(server):
    """Each line is one JSON object of ours, with no control character in it; no key is in any."""
    text = server.log.read_bytes()
    assert server.key.encode() not in text
    start = text.find(b"\n{") + 1
    for line in text[start:].split(b"\n")[:-1]:
        if line.startswith(b"{"):
            assert isinstance(json.loads(line), dict)
            assert not any(byte < 0x20 or byte == 0x7F for byte in line), line


# MARK: - More than their share


def test_requests_that_do_not_fit_into_memory_are_told_to_come_again(start_server):
    server = start_server({"http.memory": "8MB"})
    wire, megabyte = server.wire(), "a" * 1_000_000
    # Two bodies that are held open leave no room for a third.
    holders = []
    head = (
        f"POST /v2/rehearse-copy HTTP/1.1\r\nHost: localhost\r\nx-api-key: {server.key}\r\n"
        "Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n"
    )
    for _ in range(2):
        holders.append(socket.create_connection(("127.0.0.1", server.port), 10))
        holders[-1].sendall(head.encode() + b'{"x": "' + b"a" * 1_200_000)
    for holder in holders:
        # Not answered: their bytes have been taken, and more is waited for.
        holder.settimeout(1)
        with pytest.raises(TimeoutError):
            holder.recv(1)
    answer = wire.post("/v2/rehearse-copy", {"x": megabyte})
    assert_error(answer, 503, "memory")
    assert int(answer.headers["Retry-After"]) > 0
    # Small requests fit, and the room comes back with the end of those that had it.
    assert wire.generate("v2", "rehearse-copy", image_url=data_uri(photo_bytes(width=96, height=64), "image/jpeg")).status_code == 200
    for holder in holders:
        holder.close()
    end = time.monotonic() + 10
    while (answer := wire.post("/v2/rehearse-copy", {"x": megabyte})).status_code == 503:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert_error(answer, 400)


def test_one_accounts_slow_images_do_not_keep_another_waiting(start_server):
    settings = {"fetch.concurrent": "4", "fetch.concurrent-per-account": "2", "fetch.waiting-per-account": "2"}
    server = start_server({**settings, "fetch.timeout": "20s"})
    release = threading.Event()

    def script(path):
        if path.startswith("/slow"):
            release.wait(20)
        return hosts.answer(photo_bytes("PNG"))

    with hosts.host(script) as host:
        slow, healthy = server.create_key().text, server.wire()
        answers = []

        def send(number):
            answer = Wire(server, slow).generate("v2", "rehearse-copy", image_url=f"{host.url}/slow{number}.png")
            answers.append(answer.status_code)

        threads = [threading.Thread(target=send, args=(number,)) for number in range(5)]
        for thread in threads:
            thread.start()
        # Two are being fetched, two wait, and the last is told to come again.
        end = time.monotonic() + 10
        while answers != [503]:
            assert time.monotonic() < end, answers
            time.sleep(0.01)
        assert host.connections == 2
        assert healthy.generate("v2", "rehearse-copy", image_url=f"{host.url}/fast.png").status_code == 200
        assert len(answers) == 1
        release.set()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200] * 4 + [503]


def test_a_body_that_trickles_is_cut(server):
    """After ten seconds, and not after the minute that a body may take in all."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        head = f"POST /v2/rehearse-copy HTTP/1.1\r\nHost: localhost\r\nx-api-key: {server.key}\r\n"
        connection.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {len(PROMPT)}\r\n\r\n".encode())
        try:
            for _ in range(40):
                connection.sendall(b"x")
                time.sleep(0.5)
        except OSError:
            pass
    assert 9 < time.monotonic() - begin < 19
