"""A small OpenTelemetry collector: takes OTLP as JSON over HTTP and keeps the spans."""

import http.server
import json
import threading
import time


class Collector:
    def __init__(self):
        self.spans = []
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                document = json.loads(self.rfile.read(int(self.headers["content-length"])))
                assert self.path == "/v1/traces" and self.headers["content-type"] == "application/json"
                for resource in document["resourceSpans"]:
                    facts = {a["key"]: a["value"]["stringValue"] for a in resource["resource"]["attributes"]}
                    for scope in resource["scopeSpans"]:
                        collector.spans += [{**span, "service": facts["service.name"]} for span in scope["spans"]]
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait_for(self, trace, name):
        """The spans of a trace by their names, once one of that name has come."""
        end = time.monotonic() + 10
        while True:
            spans = [span for span in list(self.spans) if span["traceId"] == trace]
            if any(span["name"] == name for span in spans):
                return spans
            assert time.monotonic() < end, [span["name"] for span in spans]
            time.sleep(0.05)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
