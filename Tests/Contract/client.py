"""The ways in which the tests speak to a server: the SDK pointed here, and plain HTTP."""

import sys

import httpx
import requests
from segmind import SegmindClient
from segmind.files import Files
from segmind.webhooks import Webhooks

MODEL = "kling-3-image2image"
PROMPT = (
    "Transform this Japanese garden into a magical winter wonderland. Snow covering the cherry blossom branches with "
    "delicate white blooms still visible beneath, frozen koi pond with crystalline ice patterns, stone lanterns dusted "
    "with snow, soft blue twilight lighting, aurora borealis faintly visible in the sky, mystical and ethereal "
    "atmosphere, photorealistic, 8K, cinematic"
)
PRICE = 0.035


def sdk(server, key, monkeypatch, timeout=60.0):
    """The SDK as it is installed, told where the server is in every way that it offers.

    A few of its URLs are written out in its functions. For these, and only for these, the request's origin is
    replaced on its way out, as a proxy would do.
    """
    monkeypatch.setattr(Files, "STORAGE_BASE_URL", server.url)
    monkeypatch.setattr(Webhooks, "base_url", server.url + "/webhook")
    # `segmind.generations` is not the module: the package gives that name to something else.
    monkeypatch.setattr(sys.modules["segmind.generations"], "REQUEST_HISTORY_URL", server.url + "/inference-request/request-history")
    client = SegmindClient(api_key=key, base_url=server.url + "/v1", timeout=timeout)
    here = httpx.URL(server.url)

    def redirected(request):
        if request.url.host.endswith("segmind.com"):
            request.url = request.url.copy_with(scheme=here.scheme, host=here.host, port=here.port)
            request.headers["Host"] = here.netloc.decode()

    client._client.event_hooks = {"request": [redirected]}
    return client


class Wire:
    """Plain HTTP with a key."""

    def __init__(self, server, key):
        self.server, self.session = server, requests.Session()
        self.session.trust_env = False
        if key:
            self.session.headers["x-api-key"] = key

    def send(self, method, path, **options):
        options.setdefault("timeout", 60)
        options.setdefault("allow_redirects", False)
        return self.session.request(method, self.server.url + path, **options)

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.send("POST", path, json=body, **options)

    def generate(self, version="v1", model=MODEL, headers=None, **body):
        return self.post(f"/{version}/{model}", {"prompt": PROMPT, **body}, headers=headers)

    def wait(self, request_id, timeout=60):
        """Polls until the request has ended, and returns the last answer of `/status`."""
        import time

        end = time.monotonic() + timeout
        while True:
            response = self.get(f"/v2/requests/{request_id}/status")
            if response.json().get("status") in ("COMPLETED", "FAILED"):
                return response
            assert time.monotonic() < end, f"{request_id} has not ended after {timeout} s: {response.text}"
            time.sleep(0.02)

    def credits(self):
        return self.get("/v1/get-user-credits").json()["credits"]


def assert_error(response, status, *words):
    """The documented envelope, with a text that a person can use."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["Content-Type"].split(";")[0] == "application/json"
    message = response.json()["error"]
    assert isinstance(message, str) and message.strip()
    for word in words:
        assert word in message, message
    return message
