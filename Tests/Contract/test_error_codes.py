"""Every error code of the contract's table, with its envelope, on the wire and through the SDK."""

import datetime
import time

import pytest
from segmind import SegmindError

from client import MODEL, PROMPT, Wire, assert_error, sdk
from hosts import free_port
from pictures import data_uri, photo_bytes

IMAGE = data_uri(photo_bytes(), "image/jpeg")


@pytest.fixture(params=["v1", "v2"])
def version(request):
    return request.param


class TestBadRequest:
    @pytest.mark.parametrize(
        "body, message",
        [
            ({}, "image_url"),
            ({"prompt": "x"}, "image_url"),
            ({"image_url": IMAGE}, "prompt"),
            ({"image_url": IMAGE, "prompt": "  "}, "prompt"),
            ({"image_url": IMAGE, "prompt": "x" * 2501}, "prompt"),
            ({"image_url": IMAGE, "prompt": 5}, "prompt"),
            ({"image_url": 5, "prompt": "x"}, "image_url"),
            ({"image_url": "", "prompt": "x"}, "image_url"),
            ({"image_url": "garden.png", "prompt": "x"}, "image_url"),
            ({"image_url": IMAGE, "prompt": "x", "resolution": "4K"}, "resolution: '4K' is not one of 1K, 2K"),
            (
                {"image_url": IMAGE, "prompt": "x", "output_format": "gif"},
                "output_format: 'gif' is not one of png, jpeg, webp",
            ),
            ({"image_url": IMAGE, "prompt": "x", "aspect_ratio": 1.5}, "aspect_ratio"),
            ({"image_url": IMAGE, "prompt": "x", "elements": {}}, "elements"),
            ({"image_url": IMAGE, "prompt": "x", "elements": [{}]}, "elements[0]"),
            (
                {
                    "image_url": IMAGE,
                    "prompt": "x",
                    "elements": [{"frontal_image_url": IMAGE, "reference_image_urls": [IMAGE] * 4}],
                },
                "elements[0].reference_image_urls",
            ),
            ({"image_url": IMAGE, "prompt": "x", "elements": [{"frontal_image_url": IMAGE}] * 11}, "elements"),
            ({"image_url": IMAGE, "prompt": "put (element1) there"}, "element"),
            ({"image_url": IMAGE, "prompt": "x", "seed": -1}, "seed"),
            ({"image_url": IMAGE, "prompt": "x", "seed": 1 << 32}, "seed"),
        ],
    )
    def test_message_names_the_field(self, wire, version, body, message):
        assert_error(wire.post(f"/{version}/{MODEL}", body), 400, message)

    def test_all_faults_are_listed(self, wire, version):
        body = {"prompt": "", "aspect_ratio": "5:4", "resolution": "8K", "output_format": "bmp", "image_url": IMAGE}
        response = wire.post(f"/{version}/{MODEL}", body)
        first = assert_error(response, 400)
        errors = response.json()["errors"]
        assert {error["field"] for error in errors} == {"prompt", "aspect_ratio", "resolution", "output_format"}
        assert all(error["message"] for error in errors)
        assert errors[0]["field"] in first

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"prompt": "x",}', "\xff", "[" * 100_000])
    def test_body_that_is_not_a_json_object(self, wire, version, text):
        headers = {"Content-Type": "application/json"}
        response = wire.send("POST", f"/{version}/{MODEL}", data=text.encode("latin-1"), headers=headers)
        assert_error(response, 400)

    def test_nothing_is_queued_or_charged(self, wire):
        before = wire.credits(), wire.get("/inference-request/request-history").json()["total"]
        wire.generate("v2", image_url=IMAGE, aspect_ratio="5:4")
        wire.generate("v2", image_url=data_uri(b"not an image"))
        assert (wire.credits(), wire.get("/inference-request/request-history").json()["total"]) == before

    def test_prompt_that_the_engine_refuses(self, wire):
        assert_error(wire.generate("v1", "rehearse-refuse", image_url=IMAGE), 400, "refused")


class TestUnauthorized:
    @pytest.mark.parametrize("key", [None, "", "SG_00000000000000000000000000000000", "nonsense", "x" * 5000])
    @pytest.mark.parametrize(
        "method, path",
        [
            ("POST", f"/v1/{MODEL}"), ("POST", f"/v2/{MODEL}"), ("POST", "/upload-asset"),
            ("GET", "/v1/get-user-credits"), ("GET", "/v2/requests/x"), ("GET", "/v2/requests/x/status"),
            ("GET", "/inference-request/request-history"), ("GET", "/webhook/get"),
        ],
    )
    def test_every_door_needs_a_key(self, server, method, path, key):
        response = Wire(server, None).send(method, path, headers={"x-api-key": key} if key is not None else {}, json={})
        assert_error(response, 401)

    def test_revoked_key_is_invalid(self, server):
        key = server.create_key()
        wire = Wire(server, key.text)
        assert wire.get("/v1/get-user-credits").status_code == 200
        server.revoke_key(key)
        end = time.monotonic() + 2
        while wire.get("/v1/get-user-credits").status_code == 200 and time.monotonic() < end:
            time.sleep(0.05)
        assert_error(wire.get("/v1/get-user-credits"), 401)

    def test_bearer_is_a_key_too(self, server, key):
        response = Wire(server, None).get("/v1/get-user-credits", headers={"Authorization": f"Bearer {key}"})
        assert response.status_code == 200


class TestForbidden:
    def test_reading_key_cannot_generate(self, server, monkeypatch):
        key = server.create_key(scopes=["read"]).text
        wire = Wire(server, key)
        assert wire.get("/v1/get-user-credits").status_code == 200
        for path in (f"/v1/{MODEL}", f"/v2/{MODEL}", "/upload-asset", "/webhook/add"):
            assert_error(wire.post(path, {"prompt": "x", "image_url": IMAGE}), 403)
        with pytest.raises(SegmindError) as error:
            sdk(server, key, monkeypatch).run_sync(MODEL, prompt="x", image_url=IMAGE)
        assert error.value.status == 403 and error.value.detail


class TestNotFound:
    def test_unknown_model(self, wire, version):
        assert_error(wire.generate(version, "no-such-model", image_url=IMAGE), 404, "no-such-model")

    @pytest.mark.parametrize(
        "path", ["/nope", "/v1", "/v1/", "/v2/requests/", "/files/", "/v3/x", "/v1/a/b", "/files/nope.png", "/assets/%2e%2e/yukimi.sqlite"]
    )
    def test_unknown_place(self, wire, path):
        assert_error(wire.get(path), 404)

    def test_unknown_request(self, wire):
        for path in ("/v2/requests/nope", "/v2/requests/nope/status"):
            assert_error(wire.get(path), 404, "Request nope not found")

    def test_another_accounts_request(self, server, wire):
        identifier = wire.generate("v2", "rehearse-copy", image_url=IMAGE).json()["request_id"]
        stranger = Wire(server, server.create_key(credits="1").text)
        for method, path in (("GET", ""), ("GET", "/status"), ("DELETE", "")):
            response = stranger.send(method, f"/v2/requests/{identifier}{path}")
            assert_error(response, 404, f"Request {identifier} not found")
        history = stranger.get(f"/inference-request/request-history/{identifier}")
        assert history.status_code == 404
        wire.wait(identifier)


class TestMethodNotAllowed:
    @pytest.mark.parametrize("method, path, allowed", [("GET", f"/v2/{MODEL}", "POST"), ("PUT", "/v2/requests/x", "GET")])
    def test_other_verbs_are_named(self, wire, method, path, allowed):
        response = wire.send(method, path)
        assert_error(response, 405)
        assert allowed in response.headers["Allow"]


class TestInsufficientCredits:
    def test_empty_account(self, server, version, monkeypatch):
        key = server.create_key(credits="0.034").text
        response = Wire(server, key).generate(version, image_url=IMAGE)
        assert_error(response, 406)
        with pytest.raises(SegmindError) as error:
            client = sdk(server, key, monkeypatch)
            (client.run_sync if version == "v1" else client.submit_async)(MODEL, prompt=PROMPT, image_url=IMAGE)
        assert error.value.status == 406 and error.value.detail

    def test_wrong_content_type(self, wire, version):
        response = wire.send("POST", f"/{version}/{MODEL}", data={"prompt": "x"})
        assert assert_error(response, 406) == "Invalid content type. Send application/json"


class TestTooLarge:
    def test_body_above_the_limit(self, wire, version):
        response = wire.post(f"/{version}/{MODEL}", {"prompt": "x", "image_url": "data:image/png;base64," + "A" * (64 << 20)})
        assert_error(response, 413)


class TestRateLimited:
    def test_burst_is_stopped_and_told_when_to_come_back(self, server, monkeypatch):
        key = server.create_key(rate=6, burst=3).text
        wire = Wire(server, key)
        answers = [wire.post(f"/v2/{MODEL}", {}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
        limited = answers[-1]
        assert_error(limited, 429)
        assert 1 <= int(limited.headers["Retry-After"]) <= 10
        reset = datetime.datetime.fromisoformat(limited.headers["x-rate-limit-reset-at-utc"].replace("Z", "+00:00"))
        now = datetime.datetime.now(datetime.timezone.utc)
        assert datetime.timedelta(0) < reset - now + datetime.timedelta(seconds=1) < datetime.timedelta(seconds=62)
        assert any(name.lower().startswith("ratelimit") for name in limited.headers)
        with pytest.raises(SegmindError) as error:
            sdk(server, key, monkeypatch).run_sync(MODEL, prompt="x", image_url=IMAGE)
        assert error.value.status == 429 and error.value.detail


class TestServerError:
    def test_failing_engine(self, wire, client):
        before = wire.credits()
        assert_error(wire.generate("v1", "rehearse-error", image_url=IMAGE), 500, "the engine is broken")
        with pytest.raises(SegmindError) as error:
            client.run_sync("rehearse-error", prompt="x", image_url=IMAGE)
        assert error.value.status == 500 and "the engine is broken" in error.value.detail
        assert wire.credits() == pytest.approx(before, abs=1e-9)


class TestBadGateway:
    def test_engine_with_a_dead_upstream(self, wire):
        before = wire.credits()
        assert_error(wire.generate("v1", "rehearse-upstream", image_url=IMAGE), 502, "does not answer")
        assert wire.credits() == pytest.approx(before, abs=1e-9)

    def test_dead_egress_gateway(self, start_server, version):
        server = start_server({"fetch.gateway": f"127.0.0.1:{free_port()}"})
        wire = server.wire()
        message = assert_error(wire.generate(version, image_url="http://images.example/a.png"), 502)
        assert "image_url" in message or "images.example" in message


class TestTimeout:
    def test_short_deadline(self, start_server):
        server = start_server({"v1.deadline": "1s"})
        wire = server.wire()
        before = wire.credits()
        response = wire.generate("v1", "rehearse-slow", image_url=IMAGE)
        assert_error(response, 504)
        assert 0.9 < response.elapsed.total_seconds() < 3
        (row,) = wire.get("/inference-request/request-history").json()["data"]
        assert wire.wait(row["request_id"]).status_code == 422
        assert wire.credits() == pytest.approx(before, abs=1e-9)
