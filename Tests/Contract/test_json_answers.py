"""When version 1 answers in JSON, and when it answers in bytes."""

import base64

import pytest

from client import PRICE
from pictures import data_uri, decoded, magic_format, photo_bytes

IMAGE = data_uri(photo_bytes(), "image/jpeg")
OPTIONS = {"model": "rehearse-copy", "image_url": IMAGE, "output_format": "jpeg"}


@pytest.mark.parametrize("accept", ["application/json", "application/json; charset=utf-8", "text/plain, application/json"])
def test_client_that_names_json_alone_gets_json(wire, accept):
    response = wire.generate(headers={"Accept": accept}, **OPTIONS)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("application/json")
    body = response.json()
    assert magic_format(base64.b64decode(body["image"])) == "jpeg"
    assert wire.get(body["output"].removeprefix(wire.server.url)).content == base64.b64decode(body["image"])
    assert set(body) >= {"image", "output", "images", "seed", "request_id", "metrics"}


@pytest.mark.parametrize("accept", ["*/*", "image/*, application/json", "application/json, */*", "image/jpeg", "text/html"])
def test_client_that_takes_anything_gets_the_image(wire, accept):
    response = wire.generate(headers={"Accept": accept}, **OPTIONS)
    assert response.status_code == 200 and response.headers["Content-Type"] == "image/jpeg"
    assert decoded(response.content).size == (1280, 720)


def test_field_in_the_body_asks_for_json(wire):
    assert "image" in wire.generate(base64=True, **OPTIONS).json()
    assert magic_format(wire.generate(base64=False, **OPTIONS).content) == "jpeg"


def test_same_request_gives_the_same_image(wire):
    first = wire.generate(seed=5, **OPTIONS)
    assert first.content == wire.generate(seed=5, **OPTIONS).content
    assert first.headers["x-seed-value"] == "5"


def test_status_of_a_v1_request_is_found_on_v1_too(wire):
    identifier = wire.generate(**OPTIONS).headers["x-request-id"]
    assert wire.get(f"/v1/requests/{identifier}").json()["status"] == "COMPLETED"


def test_absolute_urls_carry_the_host_that_the_client_used(wire):
    body = wire.generate("v2", headers={"Host": "images.example:8443"}, **OPTIONS).json()
    assert body["status_url"] == f"http://images.example:8443/v2/requests/{body['request_id']}/status"
    wire.wait(body["request_id"])
