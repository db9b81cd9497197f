"""A real `yukimi serve` on a free loopback port with a fresh data folder, and the commands beside it.

Everything that depends on the names of commands, options and settings is in this file.
"""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass

import requests

from client import MODEL, Wire
from hosts import free_port

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

# What the rehearsal engine is asked to rehearse, by model. `copy` is a success without arithmetic.
REHEARSALS = {
    "rehearse-copy": {"outcome": "copy"},
    "rehearse-pause": {"outcome": "copy", "delay": "1s"},
    "rehearse-slow": {"outcome": "slow"},
    "rehearse-refuse": {"outcome": "refuse"},
    "rehearse-error": {"outcome": "error"},
    "rehearse-upstream": {"outcome": "upstream"},
}

SETTINGS = {
    "http.host": "127.0.0.1",
    "fetch.allow": "127.0.0.1",
    # A broken engine shall answer at once here; that jobs are tried again is tested where it is built.
    "worker.attempts": "1",
    "worker.jobs": "2",
    "log.level": "debug",
    "rate.per-minute": "1000000",
    "rate.burst": "1000000",
    # Many tests send wrong keys, all from one address.
    "keys.wrong-per-minute": "1000000",
}


def binary():
    """The program under test: $YUKIMI_BINARY, else the debug build."""
    path = pathlib.Path(os.environ.get("YUKIMI_BINARY", REPOSITORY / ".build/debug/yukimi"))
    if not path.exists():
        raise FileNotFoundError(f"{path}: build it first (swift build), or set YUKIMI_BINARY")
    return path


def storage_settings():
    """Artifacts in a bucket where $YUKIMI_TEST_S3 names a server (Scripts/with-s3), below a prefix of their own."""
    endpoint = os.environ.get("YUKIMI_TEST_S3")
    if not endpoint:
        return {}
    return {
        "store.artifacts": f"s3://yukimi-test/contract-{uuid.uuid4().hex}",
        "s3.endpoint": endpoint,
        "s3.access-key-id": "test",
        "s3.secret-access-key": "test",
    }


@dataclass
class Key:
    text: str
    id: str


class YukimiServer:
    def __init__(self, settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yukimi-contract-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {"data": str(self.folder / "data"), **SETTINGS, **storage_settings(), "http.port": str(self.port), **settings}
        self.settings["models"] = ",".join([MODEL, *REHEARSALS])
        for slug, rehearsal in REHEARSALS.items():
            model = {"engine": "rehearsal", "price": "0.01", **rehearsal}
            self.settings |= {f"model.{slug}.{name}": value for name, value in model.items()}
        self.file = self.folder / "yukimi.yaml"
        self.write_settings()
        self.log = self.folder / "serve.log"
        self.process = None
        # Made at the first start.
        self.key = None
        self.delivery_seconds = None

    # MARK: - Life

    def write_settings(self):
        """They hold from the next start on."""
        self.file.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in self.settings.items()))

    def start(self, **options):
        """`options` are subprocess.Popen's."""
        with self.log.open("wb") as log:
            command = [binary(), "serve", "--config", self.file]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **options)
        end = time.monotonic() + 30
        while True:
            assert self.process.poll() is None, f"serve ended:\n{self.log.read_text()}"
            try:
                if requests.get(self.url + "/readyz", timeout=5).status_code == 200:
                    break
            except (requests.ConnectionError, requests.Timeout):
                pass
            assert time.monotonic() < end, f"serve is not ready:\n{self.log.read_text()}"
            time.sleep(0.02)
        self.key = self.key or self.create_key().text
        return self

    def stop(self):
        self.process.terminate()
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        assert status == 0, f"serve ended with {status}:\n{self.log.read_text()[-4000:]}"
        shutil.rmtree(self.folder)

    # MARK: - The operator's commands

    def command(self, *arguments):
        finished = subprocess.run(
            [binary(), *arguments, "--config", self.file], capture_output=True, text=True, timeout=30
        )
        assert finished.returncode == 0, f"{arguments}: {finished.stderr}"
        return finished.stdout

    def create_key(self, credits="1000", scopes=("generate", "read", "admin"), rate=None, burst=None, account=None):
        """A key of an account of its own, or of the one that is named."""
        options = ["--account", account or f"account-{time.monotonic_ns()}", "--credits", credits, "--json"]
        for scope in scopes:
            options += ["--scope", scope]
        if rate:
            options += ["--rate", str(rate), "--burst", str(burst)]
        made = json.loads(self.command("keys", "create", *options))
        return Key(made["key"], made["about"]["id"])

    def revoke_key(self, key):
        self.command("keys", "revoke", key.id)

    def wire(self):
        """Plain HTTP with the key of an account that has plenty of credits."""
        return Wire(self, self.key)

    # MARK: - Memory, of the server and its workers together

    def processes(self):
        found = [self.process.pid]
        for pid in found:
            for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
                # Threads come and go while we look.
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    found += [int(child) for child in (task / "children").read_text().split()]
        return found

    def memory(self, field):
        total = 0
        for pid in self.processes():
            lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
            total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith(field))
        return total

    def reset_peak_memory(self):
        """What is in use now; the peak starts from here."""
        for pid in self.processes():
            pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")
        return self.memory("VmRSS")

    def peak_memory(self):
        return self.memory("VmHWM")
