"""Image hosts of all kinds, on loopback: well-behaved ones and hostile ones."""

import contextlib
import socket
import socketserver
import threading


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with self.server.lock:
            self.server.connections += 1
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.request.recv(65536)
            if not piece:
                return
            head += piece
        path = head.split(b" ")[1].decode()
        with self.server.lock:
            self.server.paths.append(path)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for piece in self.server.script(path):
                self.request.sendall(piece)


class Host(socketserver.ThreadingTCPServer):
    """Answers every request with the byte strings that `script(path)` yields, then closes. Counts what arrives."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, script, address="127.0.0.1"):
        super().__init__((address, 0), _Handler)
        self.script, self.lock, self.connections, self.paths = script, threading.Lock(), 0, []
        self.port = self.server_address[1]
        self.url = f"http://{address}:{self.port}"


@contextlib.contextmanager
def host(script, address="127.0.0.1"):
    server = Host(script, address)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(content, media_type="image/png", length=None, status="200 OK"):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length or len(content)}\r\n\r\n"
    return [head.encode() + content]


def redirect(location):
    return [f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()]


def endless(start=b"", head=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"):
    yield head + start
    while True:
        yield bytes(1 << 16)


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
