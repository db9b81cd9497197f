"""Following requests: everybody hears of everything once, and nobody slows anything."""

import base64
import concurrent.futures
import io
import socket

from PIL import Image

from client import Wire, assert_error
from event_stream import follow
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(width=320, height=240), "image/jpeg")


def submit(wire, model="rehearse-pause", **body):
    return wire.generate("v2", model, image_url=IMAGE, **body).json()["request_id"]


def test_a_request_is_followed_from_its_begin_to_its_result(wire):
    request_id = submit(wire)
    events = list(follow(wire, request_id))
    names = [event.name for event in events]
    assert names[-1] == "completed" and names.count("completed") == 1
    assert set(names) <= {"queued", "step", "preview", "completed"}
    steps = [event.data for event in events if event.name == "step"]
    assert len(steps) >= 3
    assert [step["step"] for step in steps] == sorted({step["step"] for step in steps})
    assert all(step["steps"] == 4 and step["label"] for step in steps)
    result = wire.get(f"/v2/requests/{request_id}").json()
    assert events[-1].data == result


def test_previews_are_small_pictures_of_the_results_shape(wire):
    previews = [event.data for event in follow(wire, submit(wire, aspect_ratio="1:1")) if event.name == "preview"]
    assert previews
    for preview in previews:
        head, _, text = preview["image"].partition(",")
        content = base64.b64decode(text)
        assert head == "data:image/jpeg;base64" and len(content) <= 30_000
        assert Image.open(io.BytesIO(content)).size == (320, 320)


def test_the_time_left_is_known_from_earlier_requests(wire):
    list(follow(wire, submit(wire)))
    first, *later = [event.data["eta_seconds"] for event in follow(wire, submit(wire)) if event.name == "step"]
    assert 0 < first
    assert all(eta is None or eta < first for eta in later)


def test_who_comes_back_gets_what_is_new_and_nothing_twice(wire):
    request_id = submit(wire)
    seen = []
    for event in follow(wire, request_id):
        seen.append(event)
        if len([event for event in seen if event.name == "step"]) == 2:
            break
    seen += follow(wire, request_id, seen[-1].id)
    assert seen == list(follow(wire, request_id))
    again = wire.get(f"/v2/requests/{request_id}/events", headers={"Last-Event-ID": seen[-1].id})
    assert again.status_code == 204


def test_cancelling_ends_the_stream(wire):
    request_id = submit(wire, "rehearse-slow")
    names = []
    for event in follow(wire, request_id):
        names.append(event.name)
        if names.count("step") == 1 and event.name == "step":
            wire.send("DELETE", f"/v2/requests/{request_id}")
    assert names[-1] == "cancelled"
    refused = submit(wire, "rehearse-refuse")
    *_, last = follow(wire, refused)
    assert last.name == "failed" and last.data["status"] == "FAILED" and last.data["error"]


def test_only_the_account_may_follow(server, wire):
    path = f"/v2/requests/{submit(wire, 'rehearse-copy')}/events"
    assert_error(Wire(server, server.create_key().text).get(path), 404)
    assert_error(Wire(server, None).get(path), 401)


def test_many_readers_get_everything_once_beside_one_who_hardly_reads(server, wire):
    request_id = submit(wire)
    head = f"GET /v2/requests/{request_id}/events HTTP/1.1\r\nHost: x\r\nx-api-key: {wire.session.headers['x-api-key']}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as sluggish:
        sluggish.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        sluggish.sendall(head.encode())
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            streams = list(pool.map(lambda _: list(follow(wire_of(server, wire), request_id)), range(40)))
        assert sluggish.recv(1)
    complete = list(follow(wire, request_id))
    newest = max(streams, key=len)
    assert newest[-1].name == "completed"
    for stream in streams:
        # Who came later begins later; from there on nothing is missing, doubled or out of order.
        assert stream == complete[len(complete) - len(stream) :]


def wire_of(server, wire):
    return Wire(server, wire.session.headers["x-api-key"])


def test_a_server_that_stops_ends_the_streams(start_server):
    server = start_server({"worker.drain": "100ms"})
    wire = server.wire()
    request_id = submit(wire, "rehearse-slow")
    events = []
    for event in follow(wire, request_id):
        events.append(event)
        if event.name == "step" and len(events) < 3:
            server.process.terminate()
    assert events and events[-1].name in ("queued", "step", "preview")
    assert server.process.wait(20) == 0


def test_a_cancelled_engine_stops_and_its_reservation_is_released(wire):
    before = wire.credits()
    request_id = submit(wire, "rehearse-slow")
    for event in follow(wire, request_id):
        if event.name == "step":
            # 202 would mean that the engine, which has half a minute to go, did not hear of it in time.
            assert wire.send("DELETE", f"/v2/requests/{request_id}").status_code == 200
    assert event.name == "cancelled"
    assert wire.credits() == before
