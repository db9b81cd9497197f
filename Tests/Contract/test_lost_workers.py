"""Workers that run out of memory: one that is killed for it, and one that cannot get it for a model."""

import contextlib
import json
import os
import pathlib
import resource
import signal
import time

import pytest

from client import MODEL
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(width=160, height=120), "image/jpeg")
SETTINGS = {"worker.processes": "2", "worker.jobs": "1", "worker.attempts": "3", "worker.lease": "2s"}
FIXTURES = pathlib.Path(__file__).resolve().parents[1]
PARTS = {
    "unet": "DiffusionModelsTests/Fixtures/DreamLite",
    "vae": "DiffusionModelsTests/Fixtures/AutoencoderTiny",
    "tokenizer/tokenizer.json": "TextTokenizersTests/Fixtures/qwen.json",
    **{name: f"DiffusionEngineTests/Fixtures/pipeline/{name}"
       for name in ("model_index.json", "text_encoder", "processor", "scheduler")},
}


@pytest.fixture
def tiny_model(tmp_path):
    """A diffusion model of a few kilobytes, as its folder would be laid out."""
    (tmp_path / "tokenizer").mkdir()
    for name, place in PARTS.items():
        (tmp_path / name).symlink_to(FIXTURES / place)
    return tmp_path


def workers(server):
    return [pid for pid in server.processes() if pid != server.process.pid]


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def submit(server, model):
    answer = server.wire().post(f"/v2/{model}", {"prompt": "snow", "image_url": IMAGE})
    assert answer.status_code in (200, 202), answer.text
    return answer.json()["request_id"]


def attempts(server):
    return {job["id"]: job["attempt"] for job in json.loads(server.command("jobs", "list", "--json"))}


def ended(server, identifier):
    job = until(lambda: next(
        (job for job in json.loads(server.command("jobs", "list", "--json"))
         if job["id"] == identifier and job["status"] in ("completed", "failed")), None))
    return job["status"], job["attempt"]


def test_a_worker_that_is_killed_costs_its_job_one_attempt_and_others_none(start_server):
    server = start_server(SETTINGS)
    both = [submit(server, "rehearse-pause") for _ in range(2)]
    until(lambda: sum(attempts(server).get(identifier) == 1 for identifier in both) == 2)
    # The system sends the same signal to whoever has taken too much memory.
    os.kill(workers(server)[0], signal.SIGKILL)
    results = sorted(ended(server, identifier) for identifier in both)
    assert results == [("completed", 1), ("completed", 2)]


def test_a_worker_without_memory_for_its_model_costs_one_attempt(start_server, tiny_model):
    server = start_server(SETTINGS | {
        "worker.processes": "1",
        f"model.{MODEL}.engine": "diffusion",
        f"model.{MODEL}.weights": str(tiny_model),
    })
    other = submit(server, "rehearse-copy")
    assert ended(server, other) == ("completed", 1)
    (worker,) = until(lambda: workers(server))
    taken = int(pathlib.Path(f"/proc/{worker}/statm").read_text().split()[0]) * resource.getpagesize()
    # Room for the threads of a request, but not for the tensors of a model.
    limit = taken + (48 << 20)
    resource.prlimit(worker, resource.RLIMIT_AS, (limit, limit))
    starved, next_one = submit(server, MODEL), submit(server, "rehearse-copy")
    # The server starts another worker, without the limit, which takes the job up again.
    assert ended(server, starved) == ("completed", 2)
    assert ended(server, next_one) == ("completed", 1)
    with contextlib.suppress(ProcessLookupError):
        os.kill(worker, 0)
        pytest.fail("the worker outlived the lack of memory")
