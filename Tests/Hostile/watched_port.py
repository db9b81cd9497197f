"""A port that listens on every address there is, and remembers to which address each connection came."""

import contextlib
import socket
import threading


class WatchedPort:
    """Answers a request with the byte strings that `script(path)` yields, whatever the address, then closes: whoever is
    let through to a refused address gets what he came for."""

    def __init__(self, script):
        self.script, self.lock, self.seen = script, threading.Lock(), []
        self.listener = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=1024)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            address = connection.getsockname()[0].removeprefix("::ffff:")
            with self.lock:
                self.seen.append(address)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            for piece in self.script(head.split(b" ")[1].decode()):
                connection.sendall(piece)
            # The rest of a message's body, so that closing does not reset the answer.
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    def take_seen(self):
        with self.lock:
            seen, self.seen = self.seen, []
        return seen
