"""The server of the contract tests, with an account for people who look at it."""

import json
import re
import time


from client import Wire
from yukimi_server import YukimiServer

# A run that lasts long enough to look at it.
LIVELY = {"rehearse-lively": {"engine": "rehearsal", "price": "0.01", "outcome": "copy", "delay": "4s"}}
SCOPES = ("generate", "read", "admin", "operator")


class PlaygroundServer(YukimiServer):
    def __init__(self):
        super().__init__({})
        self.settings["models"] += "," + ",".join(LIVELY)
        for slug, model in LIVELY.items():
            self.settings |= {f"model.{slug}.{name}": value for name, value in model.items()}
        self.file.write_text("".join(f"{name}: {json.dumps(value)}\n" for name, value in self.settings.items()))

    def restart(self):
        """Ends the process as an operator would, and starts it again on the same data."""
        self.process.terminate()
        assert self.process.wait(20) == 0
        self.start()

    def sign_in_link(self):
        """What `serve` printed for the person at this machine."""
        end = time.monotonic() + 10
        while not (found := re.search(r"http://\S+/#sign-in=[0-9a-f]+", self.log.read_text())):
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.02)
        return found.group()

    def person(self):
        """A new account with a key that may do everything."""
        return Person(self, self.create_key(credits="10", scopes=SCOPES).text)


class Person:
    def __init__(self, server, key):
        self.server, self.key, self.wire = server, key, Wire(server, key)

    def history(self):
        return self.wire.get("/inference-request/request-history").json()["data"]
