"""A line that can be cut: a forwarder on loopback between the browser and the app."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.browser.app import free_port


class Cut:
    """Forwards every connection to `target` until it is cut; cutting ends all that are open and refuses new ones."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._port = free_port()
        self._open: set[socket.socket] = set()
        self.mend()

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Nothing gets through any more."""
        for end in (self._server, *tuple(self._open)):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def mend(self) -> None:
        """Let everything through (again)."""
        self._server = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = server.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._open |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=_pump, args=(source, sink), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
