"""The official SDK, unchanged, transforms images here."""

import time

import pytest
import requests
from segmind import SegmindError
from segmind.v2 import InferenceFailed, InferenceTimeout

from client import MODEL, PRICE, PROMPT
from pictures import data_uri, decoded, magic_format, photo_bytes

IMAGE = data_uri(photo_bytes(), "image/jpeg")


def test_run_returns_the_finished_request(client, wire):
    before = wire.credits()
    result = client.run(MODEL, prompt=PROMPT, image_url=IMAGE, seed=7, output_format="png")
    assert result["status"] == "COMPLETED" and result["error"] is None
    assert result["seed"] == "7" and result["prompt"] == PROMPT
    assert result["metrics"]["cost"] == PRICE
    assert result["metrics"]["remaining_credits"] == pytest.approx(before - PRICE, abs=1e-9)
    assert wire.credits() == pytest.approx(before - PRICE, abs=1e-9)
    for name in ("inference_time", "queue_time", "total_time"):
        assert result["metrics"][name] >= 0
    assert result["timings"]["inference"] == result["metrics"]["inference_time"]

    (image,) = result["images"]
    assert image["url"] == result["output"]
    assert image["content_type"] == "image/png" and image["file_name"].endswith(".png")
    # The link alone is enough: no key.
    file = requests.get(result["output"], timeout=30)
    assert file.status_code == 200 and file.headers["Content-Type"] == "image/png"
    assert image["file_size"] == str(len(file.content))
    assert decoded(file.content).size == (1280, 720)


def test_submitted_job_can_be_followed_to_its_end(client, server):
    job = client.submit_async("rehearse-copy", prompt="walk through the states", image_url=IMAGE)
    for url in (job.status_url, job.response_url, job.submit_response["poll_url"]):
        assert url.startswith(server.url + "/") and job.request_id in url
    assert job.submit_response["status"] == "QUEUED"

    status = job.status()
    assert status["status"] in ("QUEUED", "PROCESSING", "COMPLETED") and status["request_id"] == job.request_id
    result = job.wait(timeout=60, interval=0.05)
    assert result["status"] == "COMPLETED" and result["request_id"] == job.request_id
    done = job.status()
    assert done["status"] == "COMPLETED" and done["metrics"]["cost"] == result["metrics"]["cost"]
    assert job.result() == result


def test_unfinished_job_tells_where_it_can_be_asked_for(client):
    job = client.submit_async("rehearse-slow", prompt="take your time", image_url=IMAGE)
    status = job.status()
    assert status["status"] in ("QUEUED", "PROCESSING")
    assert status["status_url"] == job.status_url and status["response_url"] == job.response_url
    assert status["metrics"] == {}
    client._request("DELETE", job.response_url)


def test_failed_job_raises_with_our_text_and_costs_nothing(client, wire):
    before = wire.credits()
    job = client.submit_async("rehearse-error", prompt="fail", image_url=IMAGE)
    with pytest.raises(InferenceFailed) as failure:
        job.wait(timeout=60, interval=0.05)
    assert "the engine is broken" in failure.value.detail
    body = failure.value.status_body
    assert body["status"] == "FAILED" and body["request_id"] == job.request_id and body["error"] == failure.value.detail
    assert set(body["metrics"]) == {"inference_time", "queue_time", "total_time"}
    for path in (f"/v2/requests/{job.request_id}/status", f"/v2/requests/{job.request_id}"):
        response = wire.get(path)
        assert response.status_code == 422 and response.json()["status"] == "FAILED"
        assert response.json()["error"] == failure.value.detail
    assert wire.credits() == pytest.approx(before, abs=1e-9)


def test_waiting_too_briefly_raises_a_timeout_and_leaves_the_job(client, wire):
    job = client.submit_async("rehearse-slow", prompt="take your time", image_url=IMAGE)
    with pytest.raises(InferenceTimeout) as timeout:
        job.wait(timeout=0.3, interval=0.05)
    assert timeout.value.request_id == job.request_id
    assert job.status()["status"] in ("QUEUED", "PROCESSING")
    wire.send("DELETE", f"/v2/requests/{job.request_id}")


def test_cancelled_job_stops_soon_and_costs_nothing(client, wire):
    before = wire.credits()
    job = client.submit_async("rehearse-slow", prompt="take your time", image_url=IMAGE)
    while job.status()["status"] == "QUEUED":
        time.sleep(0.02)
    start = time.monotonic()
    assert wire.send("DELETE", f"/v2/requests/{job.request_id}").status_code < 300
    with pytest.raises(InferenceFailed) as failure:
        job.wait(timeout=10, interval=0.02)
    assert time.monotonic() - start < 2
    assert "cancel" in failure.value.detail
    assert wire.credits() == pytest.approx(before, abs=1e-9)


@pytest.mark.parametrize("output_format", ["png", "jpeg", "webp"])
def test_synchronous_run_returns_the_image_itself(client, wire, tmp_path, output_format):
    before = wire.credits()
    response = client.run_sync(
        "rehearse-copy", prompt="walk", image_url=IMAGE, aspect_ratio="1:1", seed=3, output_format=output_format
    )
    path = tmp_path / f"out.{output_format}"
    path.write_bytes(response.content)
    assert decoded(path.read_bytes()).size == (1024, 1024)
    assert magic_format(response.content) == output_format
    assert response.headers["Content-Type"] == f"image/{output_format}"
    cost = float(response.headers["x-cost"])
    assert float(response.headers["x-remaining-credits"]) == pytest.approx(before - cost, abs=1e-9)
    assert float(response.headers["x-generation-time"]) >= 0
    assert response.headers["x-seed-value"] == "3"
    assert "T" in response.headers["x-rate-limit-reset-at-utc"]
    assert wire.get(f"/v2/requests/{response.headers['x-request-id']}").json()["status"] == "COMPLETED"


def test_uploaded_files_are_inputs(client, server, tmp_path):
    paths = []
    for name, file_format in (("a.jpg", "JPEG"), ("b.png", "PNG"), ("c.webp", "WEBP")):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(photo_bytes(file_format))
    uploaded = client.files.upload(paths)
    assert uploaded["message"] == "Files uploaded successfully"
    assert uploaded["urls"] == uploaded["file_urls"] and len(uploaded["file_urls"]) == 3
    for path, url in zip(paths, uploaded["file_urls"]):
        assert url.startswith(server.url + "/assets/")
        assert requests.get(url, timeout=30).content == path.read_bytes()

    frontal, reference = uploaded["file_urls"][1:]
    response = client.run_sync(
        "rehearse-copy",
        prompt="put (element1) and @Element1 and <<<element_1>>> there",
        image_url=uploaded["file_urls"][0],
        elements=[{"frontal_image_url": frontal, "reference_image_urls": [reference]}],
        output_format="jpeg",
    )
    assert decoded(response.content).size == (1280, 720)


def test_unknown_parameters_are_named_and_ignored(client):
    response = client.run_sync("rehearse-copy", prompt="walk", image_url=IMAGE, guidance_scale=7, output_format="jpeg")
    assert "guidance_scale" in response.headers["x-ignored-parameters"]
    result = client.run("rehearse-copy", prompt="walk", image_url=IMAGE, guidance_scale=7, output_format="jpeg")
    assert any("guidance_scale" in warning for warning in result["warnings"])


def test_error_text_reaches_the_sdks_user(client):
    with pytest.raises(SegmindError) as error:
        client.run_sync(MODEL, prompt=PROMPT, image_url=IMAGE, aspect_ratio="5:4")
    assert error.value.status == 400
    assert error.value.detail == "aspect_ratio: '5:4' is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3"
