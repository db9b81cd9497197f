"""Server-sent events as a browser reads them."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    id: str
    name: str
    data: dict


def read(response):
    """The events of a streamed response, until it ends. Comments and other fields are left out."""
    fields = {}
    for line in response.iter_lines(decode_unicode=True):
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
            continue
        if "event" in fields:
            yield Event(fields["id"], fields["event"], json.loads(fields["data"]))
        fields = {}


def follow(wire, request_id, last_id=None):
    headers = {"Last-Event-ID": last_id} if last_id else {}
    with wire.get(f"/v2/requests/{request_id}/events", headers=headers, stream=True) as response:
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"] == "text/event-stream"
        yield from read(response)
