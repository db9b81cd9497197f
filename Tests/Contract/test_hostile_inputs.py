"""Inputs made to break, fill or misuse the server. Each must be refused, clearly, soon and cheaply."""

import os
import re
import time

import pytest

import hosts
from client import Wire, assert_error
from pictures import data_uri, encoded, photo, photo_bytes, png_chunk, png_with_header, zeros_deflated

GOOD = photo_bytes("PNG")
GROWTH_LIMIT_MB = 64

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><image href="file:///etc/passwd"/></svg>'

FILES = {
    "empty": b"",
    "one byte": b"\x89",
    "only a signature": GOOD[:8],
    "header cut short": GOOD[:20],
    "png cut in half": GOOD[: len(GOOD) // 2],
    "jpeg cut in half": (lambda jpeg: jpeg[: len(jpeg) // 2])(photo_bytes("JPEG")),
    "webp cut in half": (lambda webp: webp[: len(webp) // 2])(photo_bytes("WEBP")),
    "gif cut in half": (lambda gif: gif[: len(gif) // 2])(photo_bytes("GIF")),
    "png with a broken checksum": GOOD[:60] + bytes([GOOD[60] ^ 0xFF]) + GOOD[61:],
    "png of 65,535 x 65,535": png_with_header(65535, 65535, [png_chunk(b"IDAT", zeros_deflated(1 << 20))]),
    "png of 2,147,483,647 x 2,147,483,647": png_with_header(2**31 - 1, 2**31 - 1),
    "png of 0 x 0": png_with_header(0, 0),
    "png of 63 x 64": encoded(photo(63, 64)),
    "zlib bomb of 1.2 gigapixels": png_with_header(
        20_000, 20_000, [png_chunk(b"IDAT", zeros_deflated(256 << 20))], depth=8, color=2
    ),
    "zlib bomb in a text chunk": png_with_header(
        640, 480, [png_chunk(b"zTXt", b"Comment\0\0" + zeros_deflated(512 << 20)), png_chunk(b"IDAT", b"")]
    ),
    "gif of 65,535 x 65,535": b"GIF89a" + b"\xff" * 4 + b"\x00\x00\x00" + b"\x2c" + b"\0" * 4 + b"\xff" * 4 + b"\0\x02\0;",
    "html named .png": HTML,
    "svg": SVG,
    "svg with an xml header": b'<?xml version="1.0"?>' + SVG,
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n",
    "tiff": encoded(photo(), "TIFF"),
    "bmp": encoded(photo(), "BMP"),
    "a program": b"\x7fELF" + bytes(4096),
    "text": b"hello " * 1000,
}


@pytest.fixture(scope="module")
def strict(start_server_once):
    """A server with the default address policy: nothing private is listed."""
    return start_server_once({"fetch.allow": ""})


def delivery_seconds(server):
    """The best time of a good request's delivery on this server now: what a refusal's time is compared with, because
    machines and builds differ in speed."""
    if server.delivery_seconds is None:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            assert server.wire().generate("v1", "rehearse-copy", image_url=data_uri(GOOD)).status_code == 200
            times.append(time.perf_counter() - start)
        server.delivery_seconds = min(times)
    return server.delivery_seconds


def judge(server, wire, send, record_property):
    """Sends three times; the best time counts, because the machine may be busy, and the largest growth does."""
    times, growth = [], 0
    for _ in range(3):
        before = server.reset_peak_memory()
        start = time.perf_counter()
        response = send(wire)
        times.append(time.perf_counter() - start)
        growth = max(growth, server.peak_memory() - before)
    milliseconds, megabytes = min(times) * 1000, growth / (1 << 20)
    record_property("milliseconds", round(milliseconds, 1))
    record_property("growth_mb", round(megabytes, 1))
    print(f"{response.status_code} in {milliseconds:.1f} ms, {megabytes:+.1f} MB: {response.text[:160]}")
    assert megabytes < GROWTH_LIMIT_MB
    assert milliseconds < 5 * delivery_seconds(server) * 1000
    return response


@pytest.mark.parametrize("name", FILES)
def test_bad_file_is_refused(server, wire, record_property, name):
    uri = data_uri(FILES[name])
    response = judge(server, wire, lambda wire: wire.generate("v1", "rehearse-copy", image_url=uri), record_property)
    assert_error(response, 400)


@pytest.mark.parametrize("name", ["png of 65,535 x 65,535", "html named .png", "svg", "empty"])
def test_bad_upload_is_refused(server, wire, record_property, name):
    body = {"data_urls": [data_uri(GOOD), data_uri(FILES[name])]}
    response = judge(server, wire, lambda wire: wire.post("/upload-asset", body), record_property)
    assert_error(response, 400, "data_urls[1]")


@pytest.mark.parametrize("field", ["frontal_image_url", "reference_image_urls"])
def test_bad_element_is_named(wire, field):
    bad = data_uri(HTML)
    element = {"frontal_image_url": data_uri(GOOD), "reference_image_urls": [data_uri(GOOD)]}
    element[field] = [bad] if field.endswith("s") else bad
    response = wire.generate("v2", "rehearse-copy", image_url=data_uri(GOOD), elements=[element])
    assert_error(response, 400, f"elements[0].{field}" + ("[0]" if field.endswith("s") else ""))


SCRIPTS = {
    "endless body": lambda path: hosts.endless(),
    "endless body that begins like an image": lambda path: hosts.endless(GOOD),
    "endless head": lambda path: hosts.endless(head=b"HTTP/1.1 200 OK\r\nX: "),
    "length that promises too much": lambda path: hosts.answer(GOOD, length=len(GOOD) + 1000),
    "length of a terabyte": lambda path: hosts.answer(GOOD, length=1 << 40),
    "length that cuts the image": lambda path: hosts.answer(GOOD, length=len(GOOD) // 2),
    "length that is no number": lambda path: hosts.answer(GOOD, length="lots"),
    "html named .png": lambda path: hosts.answer(HTML),
    "html that says so": lambda path: hosts.answer(HTML, "text/html"),
    "not found": lambda path: hosts.answer(b"gone", status="404 Not Found"),
    "server error": lambda path: hosts.answer(GOOD, status="500 Internal Server Error"),
    "not http": lambda path: [b"SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    "nothing": lambda path: [],
    "redirect without end": lambda path: hosts.redirect("/again"),
    "redirect to a file": lambda path: hosts.redirect("file:///etc/passwd"),
    "compressed answer": lambda path: [
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + b"\x1f\x8b" + zeros_deflated(1 << 20)
    ],
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_bad_host_is_refused(server, wire, record_property, name):
    with hosts.host(SCRIPTS[name]) as bad:
        url = f"{bad.url}/image.png"
        response = judge(server, wire, lambda wire: wire.generate("v1", "rehearse-copy", image_url=url), record_property)
        message = assert_error(response, 400)
        assert "image_url" in message and bad.connections >= 3


def test_good_host_is_served(wire):
    with hosts.host(lambda path: hosts.redirect("/b.png") if path == "/a.png" else hosts.answer(GOOD)) as good:
        response = wire.generate("v1", "rehearse-copy", image_url=f"{good.url}/a.png", output_format="jpeg")
        assert response.status_code == 200
        assert good.paths == ["/a.png", "/b.png"]


def test_host_that_trickles_is_given_up(start_server):
    def trickle(path):
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            time.sleep(0.05)
            yield b"x"

    server = start_server({"fetch.timeout": "1s", "fetch.allow": "127.0.0.1"})
    with hosts.host(trickle) as slow:
        start = time.monotonic()
        assert_error(server.wire().generate("v1", "rehearse-copy", image_url=f"{slow.url}/x.png"), 400, "image_url")
        assert time.monotonic() - start < 30


# Each leads to the listening host of the test, or into the private network, when a careless reader resolves it.
ADDRESSES = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "0X7F.0x0.0x0.0x1",
    "0177.0.0.1", "127.0.0.01", "127.000.000.001", "0", "0.0.0.0", "127.0.0.2", "127.255.255.254", "localhost",
    "LOCALHOST", "localhost.", "127.0.0.1.", "%31%32%37.0.0.1", "127%2e0.0.1", "１２７.0.0.1", "127。0。0。1",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "good@127.0.0.1", "good:pw@127.0.0.1", "example.com@127.0.0.1", "127.0.0.1\\@example.com",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::1%25lo]", "[fe80::1]",
    "[fd00:ec2::254]", "169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "198.18.0.1",
    "192.0.2.1", "224.0.0.1", "255.255.255.255",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_is_refused_without_a_connection(strict, record_property, address):
    with hosts.host(lambda path: hosts.answer(GOOD), address="0.0.0.0") as trap:
        url = f"http://{address}:{trap.port}/secret.png"
        send = lambda wire: wire.generate("v2", "rehearse-copy", image_url=url)
        response = judge(strict, strict.wire(), send, record_property)
        assert_error(response, 400, "image_url")
        assert trap.connections == 0


@pytest.mark.parametrize(
    "location", ["http://127.0.0.2:{port}/", "//127.0.0.2:{port}/", "http://2130706434:{port}/", "http://0x7f.2:{port}/"]
)
def test_redirect_into_loopback_is_refused(server, wire, location):
    # The test's hosts are listed as 127.0.0.1 alone; 127.0.0.2 is as private as any.
    with hosts.host(lambda path: hosts.answer(GOOD), address="127.0.0.2") as trap:
        target = location.format(port=trap.port)
        with hosts.host(lambda path: hosts.redirect(target)) as open_host:
            response = wire.generate("v1", "rehearse-copy", image_url=f"{open_host.url}/a.png")
            assert_error(response, 400, "image_url", "redirects")
            assert open_host.connections == 1 and trap.connections == 0


@pytest.mark.parametrize("field", ["frontal_image_url", "reference_image_urls"])
def test_elements_are_fetched_under_the_same_rules(strict, field):
    with hosts.host(lambda path: hosts.answer(GOOD), address="0.0.0.0") as trap:
        url = f"http://localhost:{trap.port}/secret.png"
        element = {"frontal_image_url": data_uri(GOOD)}
        element[field] = [url] if field.endswith("s") else url
        response = strict.wire().generate("v2", "rehearse-copy", image_url=data_uri(GOOD), elements=[element])
        assert_error(response, 400, f"elements[0].{field}")
        assert trap.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/a.png", "file:///etc/passwd", "gopher://127.0.0.1:70/", "javascript:alert(1)", "//example.com/a",
        "http://example.com:22/", "http://", "http:///a.png", "https:example.com", "data:text/html;base64,AAAA",
        "data:image/png,AAAA", "data:image/png;base64,@@@@", "data:image/svg+xml;utf8,<svg/>",
    ],
)
def test_other_kinds_of_url_are_refused(wire, url):
    assert_error(wire.generate("v2", "rehearse-copy", image_url=url), 400, "image_url")


def test_own_files_are_not_a_way_around_the_key(server, wire):
    # A path that leads out of the store, and one of another kind, under this server's own origin.
    for path in ("/assets/../yukimi.sqlite", "/assets/%2e%2e/inputs/x.png", "/assets/nope.png", "/healthz"):
        response = wire.generate("v2", "rehearse-copy", image_url=server.url + path)
        assert_error(response, 400, "image_url")


def test_message_neither_repeats_content_nor_forges_lines(wire):
    response = wire.generate("v2", "rehearse-copy", image_url="http://exa\r\nmple.com/\u001b[31m" + "a" * 9000)
    message = assert_error(response, 400)
    assert len(message) < 600 and not re.search(r"[\x00-\x1f\x7f]", message)
    response = wire.generate("v2", "rehearse-copy", image_url=data_uri(os.urandom(4096)))
    assert len(assert_error(response, 400)) < 600
