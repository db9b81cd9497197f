"""What operators have: numbers for Prometheus, the log's level while the server runs, and the doctor."""

import json
import os
import signal
import subprocess
import time

import requests
from yukimi_server import binary


def test_answers_are_counted_by_route_and_status(start_server):
    server = start_server({"metrics.open": "true"})
    server.wire().get("/v2/requests/nothing")
    requests.get(f"{server.url}/no/such/{time.time()}", timeout=10)
    text = requests.get(f"{server.url}/metrics", timeout=10).text
    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert samples['yukimi_http_requests_total{method="GET",path="/v2/requests/{id}",status="404"}'] == "1"
    assert samples['yukimi_http_requests_total{method="-",path="-",status="404"}'] == "1"
    assert samples['yukimi_http_request_duration_seconds_count{method="GET",path="/v2/requests/{id}"}'] == "1"
    assert samples["yukimi_workers_alive"] == "1"


def test_the_log_level_follows_the_file_after_a_hang_up(start_server):
    server = start_server({"log.level": "warning"})
    server.wire().get("/v1/get-user-credits")
    assert "Request answered" not in server.log.read_text()
    server.file.write_text(server.file.read_text().replace('log.level: "warning"', 'log.level: "info"'))
    os.kill(server.process.pid, signal.SIGHUP)
    end = time.monotonic() + 10
    # Once by the server, once by its worker.
    while server.log.read_text().count("log level read again") < 2:
        assert time.monotonic() < end, server.log.read_text()
        time.sleep(0.02)
    server.wire().get("/v1/get-user-credits")
    assert "Request answered" in server.log.read_text()

    server.file.write_text("log.level: chatty\n")
    os.kill(server.process.pid, signal.SIGHUP)
    while "settings cannot be read" not in server.log.read_text():
        assert time.monotonic() < end + 10, server.log.read_text()
        time.sleep(0.02)
    assert server.wire().get("/v1/get-user-credits").status_code == 200


def test_the_doctor_finds_a_running_server_well(server):
    findings = {finding["check"]: finding for finding in json.loads(server.command("doctor", "--json"))}
    assert findings["data"]["verdict"] == "good"
    assert findings["images"]["verdict"] == "good"
    assert findings["network"]["verdict"] == "good"


def test_the_doctor_says_what_to_do(tmp_path):
    command = [binary(), "doctor", "--data", str(tmp_path / "nothing"), "--set", "http.host=0.0.0.0"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert told.returncode == 0, told.stderr
    assert "yukimi keys create" in told.stdout
    assert "keys travel unencrypted" in told.stdout
    assert not (tmp_path / "nothing").exists(), "looking must not make a data folder"
