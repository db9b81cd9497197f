"""The same request sent often is done and paid for once."""

import concurrent.futures

import pytest
import requests

from client import Wire, assert_error
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(width=320, height=240), "image/jpeg")
BODY = {"prompt": "walk", "image_url": IMAGE, "output_format": "jpeg", "seed": 1}


def volley(server, key, path, count, headers):
    def one(_):
        return Wire(server, key).post(path, BODY, headers=headers)

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_hundred_equal_submissions_are_one_job(server):
    key = server.create_key(credits="10").text
    wire = Wire(server, key)
    answers = volley(server, key, "/v2/rehearse-copy", 100, {"Idempotency-Key": "one"})
    assert {answer.status_code for answer in answers} == {200}
    # How far the job is may differ from answer to answer; what it is may not.
    assert len({tuple(answer.json()[name] for name in ("request_id", "status_url", "response_url")) for answer in answers}) == 1
    cost = wire.wait(answers[0].json()["request_id"]).json()["metrics"]["cost"]
    assert wire.credits() == pytest.approx(10 - cost, abs=1e-9)
    assert wire.get("/inference-request/request-history").json()["total"] == 1


def test_hundred_equal_synchronous_requests_get_the_same_image(server):
    key = server.create_key(credits="10").text
    answers = volley(server, key, "/v1/rehearse-copy", 100, {"Idempotency-Key": "one"})
    assert {answer.status_code for answer in answers} == {200}
    assert len({(answer.content, answer.headers["x-request-id"]) for answer in answers}) == 1
    assert Wire(server, key).credits() == pytest.approx(10 - float(answers[0].headers["x-cost"]), abs=1e-9)
    assert Wire(server, key).get("/inference-request/request-history").json()["total"] == 1


def test_other_body_under_the_same_key_is_a_conflict(wire):
    headers = {"Idempotency-Key": "conflict"}
    first = wire.post("/v2/rehearse-copy", BODY, headers=headers)
    assert first.status_code == 200
    assert_error(wire.post("/v2/rehearse-copy", {**BODY, "seed": 2}, headers=headers), 409)
    assert wire.post("/v2/rehearse-copy", BODY, headers=headers).json()["request_id"] == first.json()["request_id"]


def test_accounts_do_not_share_keys(server, wire):
    headers = {"Idempotency-Key": "shared"}
    stranger = Wire(server, server.create_key(credits="1").text)
    mine = wire.post("/v2/rehearse-copy", BODY, headers=headers).json()["request_id"]
    assert stranger.post("/v2/rehearse-copy", BODY, headers=headers).json()["request_id"] != mine


def leave_early(wire, model, headers=None):
    with pytest.raises(requests.Timeout):
        wire.post(f"/v1/{model}", BODY, headers=headers, timeout=0.4)


def test_client_that_leaves_cancels_its_request(wire):
    before = wire.credits()
    leave_early(wire, "rehearse-slow")
    (row,) = wire.get("/inference-request/request-history").json()["data"]
    ended = wire.wait(row["request_id"], timeout=5)
    assert ended.status_code == 422 and "cancel" in ended.json()["error"]
    assert wire.credits() == pytest.approx(before, abs=1e-9)


def test_client_that_leaves_with_a_key_can_come_back_for_its_image(wire):
    before = wire.credits()
    headers = {"Idempotency-Key": "later"}
    leave_early(wire, "rehearse-pause", headers)
    first = wire.post("/v1/rehearse-pause", BODY, headers=headers)
    again = wire.post("/v1/rehearse-pause", BODY, headers=headers)
    assert first.status_code == again.status_code == 200 and first.content == again.content
    assert first.headers["x-request-id"] == again.headers["x-request-id"]
    assert wire.credits() == pytest.approx(before - 0.01, abs=1e-9)


def test_key_still_names_its_job_when_that_has_ended(wire):
    headers = {"Idempotency-Key": "ended"}
    submitted = wire.post("/v2/rehearse-copy", BODY, headers=headers).json()["request_id"]
    assert wire.wait(submitted).json()["status"] == "COMPLETED"
    assert wire.post("/v2/rehearse-copy", BODY, headers=headers).json()["request_id"] == submitted
    assert wire.get("/inference-request/request-history").json()["total"] == 1
