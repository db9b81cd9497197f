"""Which addresses the server connects to for its clients: none but public ones, however a URL is spelled, whatever names
resolve to at which moment, and wherever redirects lead.

Scripts/ssrf-test runs this in a network where every address leads to one listener, which sees each connection.
"""

import ipaddress
import itertools
import re
import socket
import time
import urllib.parse

import pytest

import hosts
import name_server
from client import Wire, assert_error
from pictures import data_uri, photo_bytes
from watched_port import WatchedPort
from yukimi_server import YukimiServer

IMAGE = photo_bytes("PNG")
PUBLIC = {"93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"}

# The first, the last and some inner addresses of all ranges that are not public, and what clouds keep secrets at.
REFUSED = [
    "0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.1", "10.255.255.254", "100.64.0.1", "100.100.100.200",
    "100.127.255.254", "127.0.0.1", "127.0.0.2", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.17.0.1", "172.31.255.254", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.254", "198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.254", "255.255.255.255",
    "::", "::1", "::2", "::127.0.0.1", "::169.254.169.254", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:93.184.216.34", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254", "64:ff9b::93.184.216.34", "64:ff9b:1::127.0.0.1", "100::1", "2001::1",
    "2001:0:7f00:1::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::", "2002:5db8:d822::", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1",
    "fd00:ec2::254", "fd20:ce::254", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::1", "febf::1", "fec0::1",
    "ff02::1", "ff0e::1",
]

# Each is read as 127.0.0.1, 169.254.169.254 or this machine by some parser or resolver.
SPELLINGS = [
    "127.1", "127.0.1", "2130706433", "02130706433", "017700000001", "0x7f000001", "0X7F000001", "0x7f.1", "0x7f.0.1",
    "0x7f.0x0.0x0.0x1", "0177.1", "0177.0.0.1", "0177.0.0.01", "0000177.0.0.1", "127.0.0.01", "127.000.000.001", "0",
    "00", "0x0", "127.0.0.1.", "127.0.0.1..", ".127.0.0.1", "127..0.0.1", "4294967295", "4294967296", "429496729600",
    "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.43518", "169.16689662", "0xa9.0xfe.0xa9.0xfe",
    "127.0.0.1%00.public.test", "127.0.0.1%2epublic.test", "127.0.0.1%23.public.test", "127.0.0.1%2f.public.test",
    "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127%2E1", "%6c%6f%63%61%6c%68%6f%73%74", "%5b::1%5d",
    "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "𝟭𝟮𝟳.𝟬.𝟬.𝟭", "127.0.0.1\u200b",
    "12\u00ad7.0.0.1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "ｌｏｃａｌｈｏｓｔ", "loca\u200dlhost", "xn--localhost-.test",
    "localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost..", "ip6-localhost", "ip6-loopback",
    "localhost.localdomain",
    "user@127.0.0.1", "user:pw@127.0.0.1", "@127.0.0.1", "public.test@127.0.0.1", "public.test:80@127.0.0.1",
    "public.test%40127.0.0.1", "public.test\\@127.0.0.1", "127.0.0.1\\@public.test", "127.0.0.1\\.public.test",
    "public.test#@127.0.0.1", "public.test?@127.0.0.1", "public.test&@127.0.0.1", "public.test;@127.0.0.1",
    "127.0.0.1 @public.test", "127.0.0.1\t", "127.0.0.1\r\nHost: public.test", "127.0.0.1\0.public.test",
    "[::1%25lo]", "[::1%lo]", "[fe80::1%25lo]", "[fe80::1%251]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:0177.0.0.1]", "[::ffff:127.1]",
    "[::ffff:2130706433]", "[::0x7f000001]", "[::FFFF:A9FE:A9FE]", "[64:ff9b::a9fe:a9fe]", "[127.0.0.1]", "[::1", "::1",
    "[::1].public.test", "[::1]@public.test", "[v1.127.0.0.1]", "[::1]]", "[[::1]]", "[]", "[::1\\]",
]


def literal(address):
    return f"[{address}]" if ":" in address else address


# name → URL, in which {port} stands for the port that watches. All must be refused.
TABLE = {
    **{f"literal {address}": f"http://{literal(address)}:{{port}}/a.png" for address in REFUSED},
    **{f"https {address}": f"https://{literal(address)}:{{port}}/a.png" for address in ("127.0.0.1", "::1")},
    **{f"spelling {ascii(host)}": f"http://{host}:{{port}}/a.png" for host in SPELLINGS},
    **{
        f"name of {address}": f"http://{name_server.name_of(address)}:{{port}}/a.png"
        for address in REFUSED
    },
    "name with a public and a refused address": "http://both.test:{port}/a.png",
    "name with a refused and a public address": "http://both-turned.test:{port}/a.png",
    "name with a public A and a refused AAAA": "http://both-kinds.test:{port}/a.png",
    "name with a refused A and a public AAAA": "http://both-kinds-turned.test:{port}/a.png",
    "name with many addresses, the last of them refused": "http://many.test:{port}/a.png",
    "alias of a refused name": "http://alias.test:{port}/a.png",
    "alias of an alias of localhost": "http://alias-of-alias.test:{port}/a.png",
}

REDIRECTING = [301, 302, 303, 307, 308]
TARGETS = [
    "http://127.0.0.1:{port}/a.png", "http://169.254.169.254:{port}/latest/meta-data", "http://[::1]:{port}/a.png",
    "http://[::ffff:127.0.0.1]:{port}/a.png", "//127.0.0.1:{port}/a.png", "//localhost:{port}/a.png",
    "http://2130706433:{port}/a.png", "http://0x7f.1:{port}/a.png", "http://public.test@127.0.0.1:{port}/a.png",
    "http://both.test:{port}/a.png", "http://v4-a000001.address.test:{port}/a.png",
    "\\\\127.0.0.1:{port}/a.png", "http:\\\\127.0.0.1:{port}\\a.png", "http:127.0.0.1:{port}/a.png",
    "HTTP://LOCALHOST:{port}/a.png", "http://127。0。0。1:{port}/a.png", "http://%31%32%37.0.0.1:{port}/a.png",
]
TABLE |= {
    f"redirect {status} to {ascii(target)}": f"http://public.test:{{port}}/redirect?{status}&1&" + target
    for status, target in itertools.chain(
        itertools.product(REDIRECTING, TARGETS[:4]), ((302, target) for target in TARGETS[4:])
    )
}
TABLE |= {
    f"redirect number {count} to loopback": f"http://public.test:{{port}}/redirect?302&{count}&http://127.0.0.1:{{port}}/a.png"
    for count in (2, 3, 4)
}


def script(path):
    """`/redirect?status&count&location` redirects to itself until the count is used up, then to the location."""
    if not path.startswith("/redirect?"):
        return hosts.answer(IMAGE)
    status, count, location = path.removeprefix("/redirect?").split("&", 2)
    location = urllib.parse.unquote(location)
    if int(count) > 1:
        location = f"/redirect?{status}&{int(count) - 1}&" + urllib.parse.quote(location, safe="/:")
    head = f"HTTP/1.1 {status} Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    return [head.encode()]


@pytest.fixture(scope="session")
def names():
    names, server = name_server.started()
    public = "93.184.216.34"
    names.set("public.test", [public])
    names.set("both.test", [public, "127.0.0.1"])
    names.set("both-turned.test", ["10.0.0.1", public])
    names.set("both-kinds.test", [public, "::1"])
    names.set("both-kinds-turned.test", ["169.254.169.254", "2606:4700:4700::1111"])
    names.set("many.test", [f"93.184.216.{number}" for number in range(1, 20)] + ["192.168.0.1"])
    names.aliases |= {"alias.test": name_server.name_of("10.0.0.1")}
    names.set("home.test", ["127.0.0.1", "::1"])
    names.aliases |= {"alias-of-alias.test": "alias-of-home.test", "alias-of-home.test": "home.test"}
    yield names
    server.stop()


@pytest.fixture(scope="session")
def watched():
    return WatchedPort(script)


@pytest.fixture(scope="session")
def server(names):
    settings = {
        "fetch.allow": "", "fetch.timeout": "10s", "worker.attempts": "1", "webhooks.attempts": "1",
        "webhooks.timeout": "2s", "webhooks.first-pause": "10ms",
    }
    server = YukimiServer(settings).start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def wire(server):
    return server.wire()


# MARK: - How a URL comes to the server

GOOD = data_uri(IMAGE)


def image_url(wire, url):
    return wire.generate("v2", "rehearse-copy", image_url=url), "image_url"


def frontal(wire, url):
    element = {"frontal_image_url": url, "reference_image_urls": [GOOD]}
    return wire.generate("v2", "rehearse-copy", image_url=GOOD, elements=[element]), "elements[0].frontal_image_url"


def reference(wire, url):
    element = {"frontal_image_url": GOOD, "reference_image_urls": [GOOD, url]}
    answer = wire.generate("v1", "rehearse-copy", image_url=GOOD, elements=[element])
    return answer, "elements[0].reference_image_urls[1]"


def imported(wire, url):
    return wire.post("/import-asset", {"image_url": url}), "image_url"


FETCHING = [image_url, frontal, reference, imported]


def test_the_table_is_long_enough():
    assert len(TABLE) >= 60


@pytest.mark.parametrize("address", REFUSED)
def test_the_listener_would_see_a_connection(watched, address):
    """What the other tests rest on. Linux itself refuses some of the addresses: no connection to these can be had."""
    watched.take_seen()
    address = ipaddress.ip_address(address)
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect((str(address), watched.port))
        except OSError as error:
            impossible = address.is_multicast or address in ipaddress.ip_network("255.255.255.255/32")
            mapped = address.version == 6 and (int(address) >> 32) in (0, 0xFFFF, 0xFFFF0000)
            assert impossible or mapped or address.is_link_local, error
            return
    end = time.monotonic() + 2
    while not (seen := watched.take_seen()) and time.monotonic() < end:
        time.sleep(0.001)
    assert len(seen) == 1


@pytest.mark.parametrize("send", FETCHING, ids=lambda send: send.__name__)
@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:4700:4700::1111]", "public.test", "v4-8080808.address.test"])
def test_a_public_address_is_reached(wire, watched, send, host):
    watched.take_seen()
    answer, _ = send(wire, f"http://{host}:{watched.port}/redirect?302&1&http://public.test:{watched.port}/a.png")
    assert answer.status_code == 200, answer.text
    seen = watched.take_seen()
    assert len(seen) == 2 and set(seen) <= PUBLIC


@pytest.mark.parametrize("send", FETCHING, ids=lambda send: send.__name__)
@pytest.mark.parametrize("name", TABLE)
def test_no_refused_address_is_reached(wire, watched, send, name):
    watched.take_seen()
    url = TABLE[name].replace("{port}", str(watched.port))
    answer, field = send(wire, url)
    message = assert_error(answer, 400, field)
    assert set(watched.take_seen()) <= PUBLIC
    assert not re.search(r"[\x00-\x1f\x7f]", message)


@pytest.mark.parametrize("location", ["/\\\\127.0.0.1/a.png", "/%5C127.0.0.1/a.png", "/a.png#//127.0.0.1/", "/a.png?@127.0.0.1"])
def test_a_redirect_that_browsers_read_otherwise_stays_on_its_host(wire, watched, location):
    watched.take_seen()
    url = f"http://public.test:{watched.port}/redirect?302&1&" + urllib.parse.quote(location, safe="/:")
    assert image_url(wire, url)[0].status_code == 200
    assert watched.take_seen() == ["93.184.216.34"] * 2


# MARK: - Names that change

PAIRS = [
    (["93.184.216.34"], [address])
    for address in ("127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "fd00:ec2::254", "::ffff:127.0.0.1")
]


@pytest.mark.parametrize("turned", [False, True], ids=["public first", "refused first"])
@pytest.mark.parametrize("send", FETCHING, ids=lambda send: send.__name__)
@pytest.mark.parametrize("answers", PAIRS, ids=lambda answers: answers[1][0])
def test_a_name_that_alternates_leads_to_no_refused_address(wire, watched, names, send, answers, turned):
    watched.take_seen()
    names.set("alternating.test", *(answers[::-1] if turned else answers))
    statuses = []
    for _ in range(6):
        answer, _ = send(wire, f"http://alternating.test:{watched.port}/a.png")
        statuses.append(answer.status_code)
    seen = watched.take_seen()
    assert set(seen) <= {"93.184.216.34"}
    # Each look-up was judged for itself: what was public then was fetched from there.
    assert set(statuses) == {200, 400} and len(seen) == statuses.count(200)


@pytest.mark.parametrize("send", FETCHING, ids=lambda send: send.__name__)
def test_a_name_that_changes_between_redirects_leads_to_no_refused_address(wire, watched, names, send):
    watched.take_seen()
    names.set("changing.test", ["93.184.216.34"], ["127.0.0.1"])
    port = watched.port
    answer, field = send(wire, f"http://changing.test:{port}/redirect?302&1&http://changing.test:{port}/a.png")
    assert_error(answer, 400, field)
    assert watched.take_seen() == ["93.184.216.34"]


def test_a_fetch_looks_a_name_up_once(wire, watched, names):
    """A second look-up, for the connection, is what rebinding preys on."""
    names.queries.clear()
    image_url(wire, f"http://public.test:{watched.port}/a.png")
    assert sorted(kind for kind, _ in names.queries["public.test"]) == ["A", "AAAA"]


# MARK: - Webhooks


def hook_wire(server):
    """Of an account of its own, whose deliveries are this test's."""
    return Wire(server, server.create_key().text)


def deliveries(wire, count, timeout=120):
    """The newest deliveries, once each has arrived or is given up."""
    end = time.monotonic() + timeout
    while True:
        rows = wire.get("/webhook/deliveries").json()["data"]
        if len(rows) >= count and all(row["status"] != "pending" for row in rows):
            return rows
        assert time.monotonic() < end, rows
        time.sleep(0.05)


def test_a_webhook_at_a_public_address_is_called(server, watched):
    watched.take_seen()
    wire = hook_wire(server)
    answer = wire.generate("v2", "rehearse-copy", image_url=GOOD, webhook_url=f"http://public.test:{watched.port}/hook")
    assert answer.status_code == 200
    assert [row["status"] for row in deliveries(wire, 1)] == ["delivered"]
    assert watched.take_seen() == ["93.184.216.34"]


CHUNKS = [list(TABLE)[start : start + 40] for start in range(0, len(TABLE), 40)]


@pytest.mark.parametrize("named", CHUNKS, ids=lambda named: f"from {named[0]!a}")
def test_no_webhook_reaches_a_refused_address(server, watched, named):
    """In groups, since deliveries are made in the background. Redirects are not followed at all."""
    watched.take_seen()
    wire, accepted = hook_wire(server), 0
    for name in named:
        url = TABLE[name].replace("{port}", str(watched.port))
        answer = wire.generate("v2", "rehearse-copy", image_url=GOOD, webhook_url=url)
        if answer.status_code == 200:
            accepted += 1
        else:
            assert_error(answer, 400, "webhook_url")
    rows = deliveries(wire, accepted) if accepted else []
    assert all(row["status"] == "abandoned" for row in rows)
    assert set(watched.take_seen()) <= PUBLIC


@pytest.mark.parametrize("answers", PAIRS, ids=lambda answers: answers[1][0])
def test_no_webhook_follows_a_name_that_alternates(server, watched, names, answers):
    watched.take_seen()
    names.set("alternating.test", *answers)
    wire = hook_wire(server)
    for _ in range(6):
        url = f"http://alternating.test:{watched.port}/hook"
        assert wire.generate("v2", "rehearse-copy", image_url=GOOD, webhook_url=url).status_code == 200
    rows = deliveries(wire, 6)
    assert {row["status"] for row in rows} == {"delivered", "abandoned"}
    seen = watched.take_seen()
    assert set(seen) <= {"93.184.216.34"} and len(seen) == sum(row["status"] == "delivered" for row in rows)


def test_an_accounts_webhook_reaches_no_refused_address(server, watched):
    watched.take_seen()
    wire, added = hook_wire(server), 0
    for address in REFUSED:
        url = f"http://{name_server.name_of(address)}:{watched.port}/hook"
        answer = wire.post("/webhook/add", {"webhook_url": url, "event": {"types": ["request.completed"]}})
        added += answer.status_code == 200
        if answer.status_code != 200:
            break
    assert added > 0
    assert wire.generate("v2", "rehearse-copy", image_url=GOOD).status_code == 200
    assert all(row["status"] == "abandoned" for row in deliveries(wire, 1))
    assert watched.take_seen() == []
