"""From a request to a step of an engine, in two processes: what an OpenTelemetry collector sees."""

import json
import secrets
import time

import pytest
import requests

from collector import Collector
from pictures import data_uri, photo_bytes


@pytest.fixture
def collector():
    collector = Collector()
    yield collector
    collector.close()


def submit(server, headers=None):
    body = {"prompt": "winter", "image_url": data_uri(photo_bytes(), "image/jpeg")}
    headers = {"x-api-key": server.key, **(headers or {})}
    answer = requests.post(f"{server.url}/v2/rehearse-copy", json=body, headers=headers, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer


def test_a_request_is_traced_to_the_steps_of_its_engine(start_server, collector):
    server = start_server({"traces.endpoint": collector.url, "log.format": "json", "log.level": "info"})
    trace, caller = secrets.token_hex(16), secrets.token_hex(8)
    answer = submit(server, {"traceparent": f"00-{trace}-{caller}-01"})
    spans = collector.wait_for(trace, "job")
    by_name = {span["name"]: span for span in spans}
    step = next(span for span in spans if span["name"].startswith("rehearsing"))

    def parent(name):
        return by_name[name].get("parentSpanId")

    assert parent("POST") == caller
    assert answer.headers["traceparent"] == f"00-{trace}-{by_name['POST']['spanId']}-01"
    assert parent("fetch") == parent("accept") == by_name["POST"]["spanId"]
    # From here on it is another process, which knows of the trace by the job alone.
    assert parent("queue wait") == parent("job") == by_name["accept"]["spanId"]
    for name in ("claim", "load inputs", "decode", "engine", "encode", "store result", "record end"):
        assert parent(name) == by_name["job"]["spanId"], name
    assert step["parentSpanId"] == by_name["engine"]["spanId"]
    assert by_name["POST"]["service"] == by_name["accept"]["service"] == "yukimi-serve"
    assert by_name["job"]["service"] == step["service"] == "yukimi-worker"
    assert by_name["POST"]["kind"] == 2
    assert len({span["spanId"] for span in spans}) == len(spans)
    for span in spans:
        assert int(span["startTimeUnixNano"]) <= int(span["endTimeUnixNano"])
    facts = {a["key"]: a["value"]["stringValue"] for a in by_name["POST"]["attributes"]}
    assert facts["http.route"] == "/v2/{slug}" and facts["http.response.status_code"] == "200"
    facts = {a["key"]: a["value"]["stringValue"] for a in by_name["job"]["attributes"]}
    assert facts["job"] == answer.headers["x-request-id"]

    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    ours = [line for line in lines if line.get("trace") == trace]
    assert {line["label"] for line in ours} == {"yukimi.serve", "yukimi.worker"}
    [answered] = [line for line in ours if line["message"] == "Request answered"]
    assert any(answered.get(name) for name in ("hb.request.id", "request")), answered
    assert any(line.get("job") == facts["job"] for line in ours)


def test_a_caller_that_does_not_trace_is_not_traced(start_server, collector):
    server = start_server({"traces.endpoint": collector.url})
    untraced, traced = secrets.token_hex(16), secrets.token_hex(16)
    answer = submit(server, {"traceparent": f"00-{untraced}-{secrets.token_hex(8)}-00"})
    assert "traceparent" not in answer.headers
    submit(server, {"traceparent": f"00-{traced}-{secrets.token_hex(8)}-01"})
    collector.wait_for(traced, "job")
    assert not [span for span in collector.spans if span["traceId"] == untraced]


def test_a_collector_that_is_gone_holds_nobody_up(start_server):
    server = start_server({"traces.endpoint": "http://127.0.0.1:1", "metrics.open": "true"})
    begin = time.monotonic()
    assert submit(server).headers["traceparent"].startswith("00-")
    assert time.monotonic() - begin < 5
    end = time.monotonic() + 10
    while not (found := [
        line for line in requests.get(f"{server.url}/metrics", timeout=10).text.splitlines()
        if line.startswith("yukimi_trace_spans_dropped_total") and not line.endswith(" 0")
    ]):
        assert time.monotonic() < end, found
        time.sleep(0.1)


def test_without_an_endpoint_nothing_is_traced(start_server):
    answer = submit(start_server({}), {"traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"})
    assert "traceparent" not in answer.headers
