"""Mixed load at a fixed rate: what clients do to a server on an ordinary day, good and bad, and what came of it."""

import collections
import contextlib
import http.server
import json
import queue
import random
import socket
import threading
import time
import traceback
import uuid

import requests
from PIL import Image

import event_stream
import hosts
from client import MODEL, Wire
from pictures import data_uri, decoded, encoded, photo

# A server waits 300 s for an image; whoever gives up earlier would not see its answer.
PATIENCE = 330
PROMPTS = [
    "the same place on a snowy winter evening with an aurora", "a foggy autumn morning, warm colours", "a watercolour painting",
    "heavy rain at night with reflections", "golden hour, long shadows, film grain", "a spring day with cherry blossoms",
]
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}

# What clients do, and how often in proportion. Names of methods of Load.
ACTIONS = {
    "sync_scene": 5, "sync_copy": 8, "sync_json": 3, "submit": 10, "submit_scene": 2, "elements": 2, "upload": 5,
    "hosted_image": 5, "bad_hosted_image": 3, "follow": 4, "follow_and_leave": 4, "webhook": 6, "account_webhook": 1,
    "cancel": 4, "delete": 4, "idempotent": 5, "wrong_key": 6, "malformed": 8, "abort": 5, "broken_engine": 2,
    "account": 8, "pages": 5, "session": 2, "metrics": 3,
}


class Unexpected(Exception):
    """An answer that must not be."""

    def __init__(self, text, status=None):
        super().__init__(text)
        self.status = status


class Late(Exception):
    """No answer, or no end, in time: a busy machine may do that."""


class Receiver:
    """Takes webhooks; one in eight it refuses."""

    def __init__(self):
        receiver, self.count, self.refused = self, 0, 0

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                receiver.count += 1
                refuses = receiver.count % 8 == 0
                receiver.refused += refuses
                self.send_response(500 if refuses else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *arguments: None
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Counts:
    """What happened, by kind; asked for by the sampler while it changes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.done, self.late, self.faults, self.broken_script = (collections.Counter() for _ in range(4))
        self.statuses, self.skipped, self.aborted, self.sentences = collections.Counter(), 0, 0, []

    def add(self, counter, kind, sentence=None):
        with self.lock:
            counter[kind] += 1
            if sentence and len(self.sentences) < 200:
                self.sentences.append(sentence)


class Load:
    def __init__(self, server, keys, scene_picture, seed, rate, keep, threads=12):
        """`keys`: texts by `load`, and `webhooks` for an account whose own webhooks come and go. `keep`: seconds."""
        self.keep = keep
        self.server, self.keys, self.rate, self.counts = server, keys, rate, Counts()
        self.receiver, self.stopping, self.lock = Receiver(), threading.Event(), threading.Lock()
        self.accepted, self.may_be_cancelled = {}, set()
        self.chance, self.waiting = random.Random(seed), queue.Queue(maxsize=threads)
        self.pictures = self.make_pictures(scene_picture)
        self.host = hosts.Host(self.serve_picture)
        self.host.handle_error = lambda *arguments: None
        threading.Thread(target=self.host.serve_forever, args=(0.1,), daemon=True).start()
        self.threads = [threading.Thread(target=self.run, daemon=True) for _ in range(threads)]
        self.threads.append(threading.Thread(target=self.dispatch, daemon=True))

    def make_pictures(self, scene_picture):
        """(file format, bytes): scenes of 512 pixels, cut differently, and rehearsals' cheap ones."""
        made = {"scene": [], "cheap": []}
        with Image.open(scene_picture) as image:
            image = image.convert("RGB")
            for number in range(12):
                inset = 4 * number
                cut = image.crop((inset, inset, image.width - inset, image.height - inset))
                cut.thumbnail((512, 512))
                file_format = list(MEDIA_TYPES)[number % 3]
                made["scene"].append((file_format, encoded(cut, file_format)))
        for number in range(12):
            file_format = list(MEDIA_TYPES)[number % 3]
            made["cheap"].append((file_format, encoded(photo(256, 192, number), file_format)))
        return made

    def serve_picture(self, path):
        # The list of paths is for tests that look at it; here it would only grow.
        self.host.paths.clear()
        if path.startswith("/missing"):
            return hosts.answer(b"no", "text/plain", status="404 Not Found")
        if path.startswith("/text"):
            return hosts.answer(b"this is not an image" * 20)
        if path.startswith("/moved"):
            return hosts.redirect(f"/{path.split('/', 2)[2]}")
        if path.startswith("/cut"):
            return hosts.answer(self.pictures["cheap"][1][1][:2000], length=9000)
        return hosts.answer(unique(self.pictures["cheap"][1][1]))

    # MARK: - Life

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self, timeout):
        """Sends nothing new, and lets what was begun end. Says how many clients did not."""
        self.stopping.set()
        end = time.monotonic() + timeout
        for thread in self.threads:
            thread.join(max(0, end - time.monotonic()))
        return sum(thread.is_alive() for thread in self.threads)

    def dispatch(self):
        """One thing to do after the other at the rate; when no client is free it is left out, and counted."""
        following = time.monotonic()
        while not self.stopping.is_set():
            kind = self.chance.choices(list(ACTIONS), ACTIONS.values())[0]
            job = kind, self.chance.getrandbits(64)
            try:
                self.waiting.put_nowait(job)
            except queue.Full:
                self.counts.skipped += 1
            # No catching up after a pause of the machine.
            following = max(following + 1 / self.rate, time.monotonic() - 1)
            self.stopping.wait(max(0, following - time.monotonic()))

    def run(self):
        wires, fresh_until = None, 0
        while not (self.stopping.is_set() and self.waiting.empty()):
            try:
                kind, own_seed = self.waiting.get(timeout=0.5)
            except queue.Empty:
                continue
            chance = random.Random(own_seed)
            # Connections come and go; none is used after a pause in which the server may just be closing it.
            if wires is None or time.monotonic() > fresh_until or chance.random() < 0.2:
                for wire in (wires or {}).values():
                    wire.session.close()
                wires = {name: Wire(self.server, key) for name, key in {**self.keys, "none": None}.items()}
            self.act(kind, wires, chance)
            fresh_until = time.monotonic() + 20

    def act(self, kind, wires, chance):
        counts, begin = self.counts, time.monotonic()
        try:
            getattr(self, kind)(wires, chance)
            counts.add(counts.done, kind)
        except (requests.Timeout, TimeoutError, Late) as error:
            counts.add(counts.late, kind, f"late: {kind}: {error}"[:300])
        except (Unexpected, requests.RequestException, OSError) as error:
            # On a machine that is too slow, uploads and results are gone before they are used.
            is_late = getattr(error, "status", None) in (400, 404) and time.monotonic() - begin > self.keep / 2
            word, counter = ("late", counts.late) if is_late else ("fault", counts.faults)
            counts.add(counter, kind, f"{word}: {kind}: {type(error).__name__} {error}"[:600])
        except Exception:
            counts.add(counts.broken_script, kind, f"exception: {kind}: {traceback.format_exc()[-1200:]}")

    # MARK: - Parts

    def ask(self, wire, method, path, *expected, **options):
        answer = wire.send(method, path, **{"timeout": PATIENCE, **options})
        with self.counts.lock:
            self.counts.statuses[answer.status_code] += 1
        if answer.status_code == 504 and method == "POST":
            raise Late(f"{path}: 504")
        if answer.status_code not in (expected or (200,)):
            text = "" if options.get("stream") else answer.text[:300]
            raise Unexpected(f"{method} {path}: {answer.status_code} {text}", answer.status_code)
        return answer

    def body(self, chance, which="cheap", **fields):
        file_format, content = chance.choice(self.pictures[which])
        return {
            "prompt": chance.choice(PROMPTS), "image_url": data_uri(content, MEDIA_TYPES[file_format]),
            "output_format": chance.choice(["jpeg", "jpeg", "webp", "png"] if which == "scene" else ["jpeg"]),
            "aspect_ratio": chance.choice(["16:9", "1:1", "4:3", "2:3"]), "seed": chance.getrandbits(32), **fields,
        }

    def accept(self, wire, body, model="rehearse-copy", **options):
        answer = self.ask(wire, "POST", f"/v2/{model}", json=body, **options).json()
        with self.lock:
            self.accepted[answer["request_id"]] = model
        return answer["request_id"]

    def forget_if_cancelled(self, request_id):
        with self.lock:
            self.may_be_cancelled.add(request_id)

    def wait(self, wire, request_id, *expected):
        """Polls until the request has ended, and returns its result."""
        end = time.monotonic() + PATIENCE
        pause = 0.1
        while True:
            status = self.ask(wire, "GET", f"/v2/requests/{request_id}/status", 200, 422).json()["status"]
            if status in ("COMPLETED", "FAILED"):
                break
            if time.monotonic() > end:
                raise Late(f"{request_id} is {status} after {PATIENCE} s")
            time.sleep(pause)
            pause = min(2, 1.5 * pause)
        if status not in (expected or ("COMPLETED",)):
            raise Unexpected(f"{request_id} is {status}: {wire.get(f'/v2/requests/{request_id}').text[:300]}")
        return self.ask(wire, "GET", f"/v2/requests/{request_id}", 200 if status == "COMPLETED" else 422).json()

    def download(self, wires, record):
        image = record["images"][0]
        content = self.ask(wires["none"], "GET", path_of(image["url"])).content
        if len(content) != int(image["file_size"]):
            raise Unexpected(f"{image['url']} has {len(content)} of {image['file_size']} bytes")

    # MARK: - Images

    def synchronous(self, wires, model, body, **options):
        answer = self.ask(wires["load"], "POST", f"/v1/{model}", json=body, **options)
        with self.lock:
            self.accepted[answer.headers["x-request-id"]] = model
        return answer

    def sync_scene(self, wires, chance):
        size = "2K" if chance.random() < 0.05 else "1K"
        answer = self.synchronous(wires, MODEL, self.body(chance, "scene", resolution=size))
        if max(decoded(answer.content).size) < 1024:
            raise Unexpected(f"an image of {decoded(answer.content).size}")

    def sync_copy(self, wires, chance):
        self.synchronous(wires, "rehearse-copy", self.body(chance))

    def sync_json(self, wires, chance):
        answer = self.synchronous(wires, "rehearse-copy", self.body(chance, base64=True)).json()
        self.download(wires, answer)

    def submit(self, wires, chance):
        record = self.wait(wires["load"], self.accept(wires["load"], self.body(chance)))
        if chance.random() < 0.5:
            self.download(wires, record)

    def submit_scene(self, wires, chance):
        request_id = self.accept(wires["load"], self.body(chance, "scene"), MODEL)
        self.follow_to_end(wires["load"], request_id)

    def elements(self, wires, chance):
        pictures = [data_uri(content, MEDIA_TYPES[form]) for form, content in chance.sample(self.pictures["cheap"], 2)]
        body = self.body(chance, prompt="put (element1) on the left", elements=[
            {"frontal_image_url": pictures[0], "reference_image_urls": pictures[1:]}])
        model = MODEL if chance.random() < 0.3 else "rehearse-copy"
        self.download(wires, self.wait(wires["load"], self.accept(wires["load"], body, model)))

    def upload(self, wires, chance):
        count = chance.randint(1, 3)
        fresh = [data_uri(unique(self.pictures["cheap"][1][1]), "image/jpeg") for _ in range(count)]
        urls = self.ask(wires["load"], "POST", "/upload-asset", json={"data_urls": fresh}).json()["urls"]
        record = self.wait(wires["load"], self.accept(wires["load"], self.body(chance, image_url=urls[0])))
        self.ask(wires["none"], "GET", path_of(urls[-1]))
        # The result is an image of this server, too.
        self.wait(wires["load"], self.accept(wires["load"], self.body(chance, image_url=record["output"])))

    def hosted_image(self, wires, chance):
        url = f"{self.host.url}{chance.choice(['', '/moved'])}/{uuid.uuid4().hex}.jpg"
        if chance.random() < 0.3:
            self.ask(wires["load"], "POST", "/import-asset", json={"image_url": url})
        else:
            self.wait(wires["load"], self.accept(wires["load"], self.body(chance, image_url=url)))

    def bad_hosted_image(self, wires, chance):
        url = chance.choice([
            f"{self.host.url}/missing", f"{self.host.url}/text", f"{self.host.url}/cut", "http://10.0.0.1/a.png", "http://127.0.0.1:1/"])
        self.ask(wires["load"], "POST", "/v2/rehearse-copy", 400, 502, json=self.body(chance, image_url=url))

    def broken_engine(self, wires, chance):
        model, status = chance.choice([("rehearse-refuse", 400), ("rehearse-error", 500), ("rehearse-upstream", 502)])
        if chance.random() < 0.5:
            self.ask(wires["load"], "POST", f"/v1/{model}", status, json=self.body(chance))
        else:
            self.wait(wires["load"], self.accept(wires["load"], self.body(chance), model), "FAILED")

    # MARK: - Following, cancelling, repeating

    def follow_to_end(self, wire, request_id):
        with contextlib.closing(self.events(wire, request_id)) as answer:
            names = [event.name for event in event_stream.read(answer)]
        if names[-1:] != ["completed"]:
            raise Unexpected(f"{request_id}: the events were {names}")

    def events(self, wire, request_id):
        return self.ask(wire, "GET", f"/v2/requests/{request_id}/events", stream=True)

    def follow(self, wires, chance):
        self.follow_to_end(wires["load"], self.accept(wires["load"], self.body(chance), "rehearse-pause"))

    def follow_and_leave(self, wires, chance):
        request_id = self.accept(wires["load"], self.body(chance), "rehearse-pause")
        with contextlib.closing(self.events(wires["load"], request_id)) as answer:
            next(event_stream.read(answer))
        self.wait(wires["load"], request_id)

    def cancel(self, wires, chance):
        request_id = self.accept(wires["load"], self.body(chance), chance.choice(["rehearse-slow", "rehearse-pause"]))
        self.forget_if_cancelled(request_id)
        time.sleep(chance.uniform(0, 1.5))
        self.ask(wires["load"], "DELETE", f"/v2/requests/{request_id}", 200, 202, 409)
        self.wait(wires["load"], request_id, "COMPLETED", "FAILED")

    def delete(self, wires, chance):
        request_id = self.accept(wires["load"], self.body(chance))
        self.wait(wires["load"], request_id)
        self.ask(wires["load"], "DELETE", f"/inference-request/request-history/{request_id}")
        self.ask(wires["load"], "GET", f"/inference-request/request-history/{request_id}", 404)

    def idempotent(self, wires, chance):
        headers, body = {"Idempotency-Key": uuid.uuid4().hex}, self.body(chance)
        begin, first = time.monotonic(), self.accept(wires["load"], body, headers=headers)
        self.wait(wires["load"], first)
        if time.monotonic() - begin > self.keep / 2:
            raise Late("the key will soon be forgotten")
        for _ in range(chance.randint(1, 3)):
            if (again := self.accept(wires["load"], body, headers=headers)) != first:
                raise Unexpected(f"the same Idempotency-Key led to {first} and to {again}")
        self.ask(wires["load"], "POST", "/v2/rehearse-copy", 409, json={**body, "seed": 1}, headers=headers)

    def abort(self, wires, chance):
        """A client that goes away: in the header, in the body, while its image is made, while it is sent."""
        where = chance.choice(["header", "body", "work", "answer"])
        body = json.dumps(self.body(chance)).encode()
        model = chance.choice(["rehearse-pause", "rehearse-copy"])
        head = (f"POST /v1/{model} HTTP/1.1\r\nHost: localhost\r\nx-api-key: {self.keys['load']}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        if where in ("work", "answer"):
            self.counts.aborted += 1
        with socket.create_connection(("127.0.0.1", self.server.port), 30) as connection:
            connection.sendall({"header": head[:60], "body": head + body[:500]}.get(where, head + body))
            if where == "answer":
                connection.settimeout(PATIENCE)
                connection.recv(2000)
            else:
                time.sleep(chance.uniform(0, 0.8))

    # MARK: - Webhooks

    def webhook(self, wires, chance):
        self.wait(wires["load"], self.accept(wires["load"], self.body(chance, webhook_url=self.receiver.url)))

    def account_webhook(self, wires, chance):
        wire = wires["webhooks"]
        made = self.ask(wire, "POST", "/webhook/add", json={
            "webhook_url": self.receiver.url, "event": {"types": ["request.completed"]}}).json()["data"]
        self.wait(wire, self.accept(wire, self.body(chance)))
        for path in ("get", "deliveries", "dispatch-logs", "secret"):
            self.ask(wire, "GET", f"/webhook/{path}?webhook_id={made['webhook_id']}")
        self.ask(wire, "GET", f"/webhook/inactive?webhook_id={made['webhook_id']}")

    # MARK: - Wrong ones

    def wrong_key(self, wires, chance):
        stranger = Wire(self.server, f"SG_{chance.getrandbits(128):032x}")
        with contextlib.closing(stranger.session):
            self.ask(stranger, "POST", "/v2/rehearse-copy", 401, json=self.body(chance))
            self.ask(stranger, "GET", "/v1/get-user-credits", 401)

    def malformed(self, wires, chance):
        wire, json_type = wires["load"], {"Content-Type": "application/json"}
        garbage = data_uri(chance.randbytes(3000))
        truncated = data_uri(self.pictures["cheap"][0][1][:3000])
        cases = [
            lambda: self.ask(wire, "POST", "/v1/rehearse-copy", 400, data=b'{"prompt": ', headers=json_type),
            lambda: self.ask(wire, "POST", "/v1/rehearse-copy", 406, data=b"prompt=x", headers={"Content-Type": "text/plain"}),
            lambda: self.ask(wire, "POST", "/v1/rehearse-copy", 400, json=self.body(chance, aspect_ratio="5:4", seed=-1)),
            lambda: self.ask(wire, "POST", "/v1/rehearse-copy", 400, json=self.body(chance, image_url=garbage)),
            lambda: self.ask(wire, "POST", "/v1/rehearse-copy", 400, json=self.body(chance, image_url=truncated)),
            lambda: self.ask(wire, "POST", "/v2/no-such-model", 404, json=self.body(chance)),
            lambda: self.ask(wire, "GET", f"/v2/requests/{uuid.uuid4()}", 404),
            lambda: self.ask(wire, "GET", f"/files/{uuid.uuid4().hex}.png", 404),
            lambda: self.ask(wire, "PUT", "/v1/rehearse-copy", 405),
            lambda: self.ask(wire, "GET", "/inference-request/request-history?page=x", 400),
        ]
        for case in chance.sample(cases, 3):
            case()

    # MARK: - Looking

    def account(self, wires, chance):
        paths = [
            "/v1/get-user-credits", "/inference-request/request-history?per_page=50", "/inference-request/generations",
            "/inference-model-information/list", "/inference-request/request-history?status=FAILED", "/webhook/deliveries"]
        for path in chance.sample(paths, 3):
            self.ask(wires["load"], "GET", path)

    def pages(self, wires, chance):
        for path in ["/", chance.choice(["/docs", "/openapi.json", "/admin"]), chance.choice(["/healthz", "/readyz"])]:
            self.ask(wires["none"], "GET", path)
        for path in ("jobs", "keys", "credits", "workers", "webhook-failures"):
            self.ask(wires["load"], "GET", f"/admin/{path}")

    def session(self, wires, chance):
        with requests.Session() as browser:
            visitor = Wire(self.server, None)
            visitor.session = browser
            origin = {"Origin": self.server.url}
            self.ask(visitor, "POST", "/session", 200, 201, json={"key": self.keys["load"]}, headers=origin)
            known = self.ask(visitor, "GET", "/session").json()
            if not known["signed_in"]:
                raise Unexpected("signed in, and not known")
            self.ask(visitor, "DELETE", "/session", 200, 204, headers={**origin, "x-csrf-token": known["csrf_token"]})

    def metrics(self, wires, chance):
        self.ask(wires["none"], "GET", "/metrics")


def path_of(url):
    return "/" + url.split("/", 3)[3]


def unique(jpeg):
    """The same picture in other bytes: with a comment of its own."""
    comment = uuid.uuid4().hex.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + jpeg[2:]
