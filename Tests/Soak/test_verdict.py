"""What is flat passes, with noise on it, and each thing that can grow fails when it grows."""

import csv
import random

import pytest

import verdict

HOURS = 2


def rows(seed=1, seconds=7200 * HOURS // 2, **grown):
    """Two hours of samples of a server at rest; `grown` adds so much per hour to a column, from the begin."""
    chance, made = random.Random(seed), []
    for number in range(seconds // 15 + 1):
        elapsed, jobs = 15 * number, 1.4 * 15 * number
        full = min(1, elapsed / 300)
        row = {
            "elapsed": elapsed, "connections": chance.randint(5, 20), "database_bytes": 17e6 + 1150 * jobs,
            "kept_bytes": 1e5 + 1150 * jobs, "passing_bytes": 4e5 + chance.uniform(0, 1e5), "log_bytes": 16.5e6 * full,
            "artifact_bytes": full * chance.gauss(45e6, 8e6), "artifact_files": full * chance.gauss(350, 60),
            "artifact_rows": full * chance.gauss(350, 60), "idempotency_rows": full * chance.gauss(15, 3), "session_rows": 1,
            "job_rows": jobs, "open_jobs": chance.randint(0, 4), "done": 2 * elapsed, "late": 3, "skipped": 0,
            "faults": 0, "exceptions": 0, "restarts": 0,
        }
        for process, size in {"serve": 100e6, "worker1": 480e6, "worker2": 350e6}.items():
            # Large pictures take more for a while.
            high = 180e6 * (chance.random() < 0.15) if process != "serve" else 0
            memory = size * (0.8 + 0.2 * full) + high + chance.gauss(0, 4e6)
            row |= {f"{process}_rss": memory, f"{process}_anonymous": memory - 65e6}
            row[f"{process}_descriptors"] = 40 + chance.randint(0, 3) + (row["connections"] if process == "serve" else 0)
        for name, per_hour in grown.items():
            row[name] += per_hour * elapsed / 3600
        made.append(row)
    return made


@pytest.mark.parametrize("seed", range(20))
def test_what_is_flat_passes(seed):
    assert verdict.judge(rows(seed))[1] == []


@pytest.mark.parametrize(("column", "per_hour", "words"), [
    ("serve_rss", 15e6, "serve RSS grows"), ("serve_anonymous", 15e6, "serve anonymous grows"),
    ("worker2_rss", 60e6, "worker2 RSS grows"), ("serve_descriptors", 12, "serve has"), ("worker1_descriptors", 12, "worker1 has"),
    ("passing_bytes", 2e6, "without kept rows grows"), ("log_bytes", 8e6, "log grows"), ("artifact_bytes", 40e6, "artifacts grows"),
    ("artifact_rows", 300, "artifact rows grow"), ("idempotency_rows", 100, "idempotency rows grow"),
    ("session_rows", 100, "session rows grow"), ("open_jobs", 60, "open jobs grow"), ("kept_bytes", 20e6, "a job leaves"),
    ("faults", 1, "wrong answer"), ("exceptions", 1, "exceptions"), ("restarts", 1, "started again"),
])
def test_what_grows_fails(column, per_hour, words):
    wrong = verdict.judge(rows(**{column: per_hour}))[1]
    assert any(words in sentence for sentence in wrong), wrong


def test_slopes_of_a_short_run_are_not_judged_but_its_answers_are():
    assert verdict.judge(rows(seconds=180, serve_rss=1000e6))[1] == []
    assert verdict.judge(rows(seconds=180, faults=100))[1]


def test_a_file_that_ends_in_the_middle_of_a_line_can_be_judged(tmp_path):
    path = tmp_path / "samples.csv"
    made = rows()
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(made[0]))
        writer.writeheader()
        writer.writerows(made)
    path.write_text(path.read_text()[:-100])
    assert len(verdict.read(path)) >= len(made) - 1
    assert verdict.judge(verdict.read(path))[1] == []
