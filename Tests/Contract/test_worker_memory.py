"""Jobs that take more memory than a worker may: they fail by themselves, and take no other job along."""

import json
import time

import pytest

from client import MODEL
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(width=160, height=120), "image/jpeg")
SETTINGS = {
    "worker.processes": "1", "worker.jobs": "3", "worker.attempts": "2", "worker.memory": "300MB",
    f"model.{MODEL}.engine": "rehearsal", f"model.{MODEL}.outcome": "memory",
}


def submit(server, model):
    answer = server.wire().post(f"/v2/{model}", {"prompt": "snow", "image_url": IMAGE})
    assert answer.status_code == 200, answer.text
    return answer.json()["request_id"]


def ended(server, identifiers, seconds=60):
    end = time.monotonic() + seconds
    while True:
        jobs = {job["id"]: job for job in json.loads(server.command("jobs", "list", "--json"))}
        if all(jobs[identifier]["status"] in ("completed", "failed") for identifier in identifiers):
            return [jobs[identifier] for identifier in identifiers]
        assert time.monotonic() < end, jobs
        time.sleep(0.1)


# A bit more each moment, heeding the wish to stop; and all of it at once, deaf to everything.
@pytest.mark.parametrize("delay", ["2s", "0s"])
def test_a_job_that_is_too_large_fails_alone(start_server, delay):
    server = start_server(SETTINGS | {f"model.{MODEL}.delay": delay})
    wire = server.wire()
    before = wire.credits()
    (worker,) = (pid for pid in server.processes() if pid != server.process.pid)
    others = [submit(server, "rehearse-pause") for _ in range(2)]
    large = submit(server, MODEL)
    others += [submit(server, "rehearse-pause") for _ in range(3)]
    server.reset_peak_memory()
    (job,) = ended(server, [large])
    assert (job["status"], job["attempt"]) == ("failed", 2)
    answer = wire.wait(large, timeout=10).json()
    assert answer["status"] == "FAILED"
    assert "more memory than a worker may use" in json.dumps(answer)
    assert "worker.memory allows 300 MB" in json.dumps(answer)
    # Nobody else was harmed, and the worker is the same process.
    assert [(job["status"], job["attempt"]) for job in ended(server, others)] == [("completed", 1)] * 5
    assert worker in server.processes()
    assert wire.credits() == pytest.approx(before - 5 * 0.01)
    # And it works on.
    (job,) = ended(server, [submit(server, "rehearse-copy")])
    assert (job["status"], job["attempt"]) == ("completed", 1)


def test_two_jobs_that_fit_alone_but_not_together_both_complete(start_server):
    server = start_server(SETTINGS | {"worker.memory": "1500MB", "worker.attempts": "1", f"model.{MODEL}.delay": "1s"})
    both = [submit(server, MODEL) for _ in range(2)]
    assert [(job["status"], job["attempt"]) for job in ended(server, both)] == [("completed", 1)] * 2
    assert "memory is short" in server.log.read_text()
