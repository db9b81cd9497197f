"""What Prometheus reads: parsed by its own client's parser, and true about what happened."""

import time

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from pictures import data_uri, photo_bytes


def scrape(server):
    """Samples by name and labels; names and units as https://prometheus.io/docs/practices/naming/ asks for."""
    answer = requests.get(f"{server.url}/metrics", timeout=10)
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    samples = {}
    for family in text_string_to_metric_families(answer.text):
        assert family.type in ("counter", "gauge", "histogram"), family
        assert family.name.startswith("yukimi_"), family.name
        assert family.type != "histogram" or family.name.endswith("_seconds"), family.name
        for sample in family.samples:
            assert family.type != "counter" or sample.name.endswith("_total"), sample
            assert (sample.name, tuple(sorted(sample.labels.items()))) not in samples, f"{sample} comes twice"
            samples[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return samples


def value(samples, name, **labels):
    return sum(v for (n, l), v in samples.items() if n == name and labels.items() <= dict(l).items())


def wait_for(server, condition):
    end = time.monotonic() + 10
    while not condition(samples := scrape(server)):
        assert time.monotonic() < end, samples
        time.sleep(0.1)
    return samples


@pytest.fixture
def metered(start_server):
    return start_server({"metrics.open": "true", "worker.jobs": "1", "worker.drain": "0s"})


def submit(wire, model, image=None):
    image = image or data_uri(photo_bytes(), "image/jpeg")
    answer = wire.post(f"/v2/{model}", {"prompt": "winter", "image_url": image})
    assert answer.status_code == 200, answer.text
    return answer.json()["request_id"]


def test_jobs_money_and_steps_are_counted(metered):
    wire = metered.wire()
    before = scrape(metered)
    submit(wire, "rehearse-copy")
    submit(wire, "rehearse-error")
    refused = wire.post("/v2/rehearse-copy", {"prompt": "x", "image_url": "http://127.0.0.1:1/nothing.png"})
    assert refused.status_code == 400
    samples = wait_for(
        metered,
        lambda s: value(s, "yukimi_jobs_ended_total", outcome="delivered") == 1
        and value(s, "yukimi_jobs_ended_total", outcome="engine_failed") == 1,
    )

    def grown(name, **labels):
        return value(samples, name, **labels) - value(before, name, **labels)

    assert grown("yukimi_credits_reserved_microdollars_total") == 20_000
    assert grown("yukimi_credits_captured_microdollars_total") == 10_000
    assert grown("yukimi_credits_released_microdollars_total") == 10_000
    # The key's account has $1000, and the playground's, made at the first start, $10.
    assert value(samples, "yukimi_credits_granted_microdollars_total") == 1_010_000_000
    assert value(samples, "yukimi_engine_step_duration_seconds_count", engine="rehearsal") >= 2
    assert value(samples, "yukimi_job_inference_seconds_count", model="rehearse-copy", engine="rehearsal") == 1
    assert grown("yukimi_artifact_stored_bytes_total", kind="inputs") >= len(photo_bytes())
    assert grown("yukimi_artifact_stored_bytes_total", kind="files") > 0
    assert grown("yukimi_fetches_total") == 1
    assert grown("yukimi_fetches_total", outcome="fetched") == 0
    assert value(samples, "yukimi_store_operation_duration_seconds_count", operation="write") > 0
    assert value(samples, "yukimi_store_up") == 1
    assert value(samples, "yukimi_workers_alive") == 1


def test_the_queue_is_seen_by_model(metered):
    wire = metered.wire()
    for _ in range(3):
        submit(wire, "rehearse-slow")
    submit(wire, "rehearse-pause")
    time.sleep(0.3)
    samples = scrape(metered)
    running = value(samples, "yukimi_jobs_running", engine="rehearsal")
    assert running == 1
    assert value(samples, "yukimi_queue_depth", model="rehearse-slow") == 2
    assert value(samples, "yukimi_queue_depth", model="rehearse-pause", engine="rehearsal") == 1
    assert 0.2 < value(samples, "yukimi_queue_oldest_age_seconds", model="rehearse-slow") < 10
    # A model without jobs is there, too, so that a rule about it has something to look at.
    assert ("yukimi_queue_depth", (("engine", "rehearsal"), ("model", "rehearse-copy"))) in samples


def test_attempts_at_webhooks_are_counted(metered):
    wire = metered.wire()
    body = {"prompt": "winter", "image_url": data_uri(photo_bytes(), "image/jpeg")}
    body["webhook_url"] = "http://127.0.0.1:1/nobody"
    assert wire.post("/v2/rehearse-copy", body).status_code == 200
    wait_for(metered, lambda s: value(s, "yukimi_webhook_attempts_total", outcome="failed") >= 1)
