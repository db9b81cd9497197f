"""Absolute URLs carry the origin that the client reaches, whoever stands in between."""

import pytest

from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(), "image/jpeg")
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "images.example"}


def submitted_urls(wire, headers):
    body = wire.generate("v2", "rehearse-copy", image_url=IMAGE, output_format="jpeg", headers=headers).json()
    finished = wire.wait(body["request_id"]).status_code
    result = wire.get(f"/v2/requests/{body['request_id']}", headers=headers).json()
    assert finished == 200
    urls = [body["poll_url"], body["status_url"], body["response_url"], result["output"], result["images"][0]["url"]]
    upload = wire.post("/upload-asset", {"data_urls": [IMAGE]}, headers=headers).json()
    return urls + upload["file_urls"]


def test_host_of_the_request_by_default(wire):
    assert all(url.startswith("http://garden.example:8080/") for url in submitted_urls(wire, {"Host": "garden.example:8080"}))


def test_forwarding_headers_of_strangers_are_not_believed(wire):
    assert all(url.startswith(wire.server.url + "/") for url in submitted_urls(wire, FORWARDED))


def test_trusted_proxy_is_believed(start_server):
    wire = start_server({"http.trusted-proxies": "127.0.0.1"}).wire()
    assert all(url.startswith("https://images.example/") for url in submitted_urls(wire, FORWARDED))


def test_configured_origin_comes_first(start_server):
    wire = start_server({"http.public-url": "https://yukimi.example", "http.trusted-proxies": "127.0.0.1"}).wire()
    assert all(url.startswith("https://yukimi.example/") for url in submitted_urls(wire, FORWARDED))


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json"])
def test_doors_without_a_key(server, path):
    assert server.wire().get(path, headers={"x-api-key": ""}).status_code == 200
