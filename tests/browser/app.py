"""The app as a process of its own, and the browser to look at it with; for tests and benches."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

from extractor.settings import read_settings
from extractor.store import Store
from review_ui.launch import command
from review_ui.signin import write_secrets

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60.0


class App:
    """The app as a process on a port of its own: its address, its folder, and the store behind it."""

    def __init__(self, database: str, folder: Path, store: Store, reviewer: str) -> None:
        self.folder = folder
        self.store = store
        self.port = free_port()
        settings = read_settings()
        secrets = write_secrets(folder, settings, self.port) if settings.oidc_metadata_url else None
        self._command, self._environment = command(self.port, database, reviewer, secrets)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it is healthy."""
        with (self.folder / f"app-{self.port}.log").open("a") as log:
            environment = os.environ | self._environment
            self._process = subprocess.Popen(self._command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        await_answer(self._process, self.port)

    @property
    def is_running(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.poll() is None

    def memory_mb(self) -> float:
        """Resident memory of the server, in MB (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text() if self._process else ""
        return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port: int = probe.getsockname()[1]
        return port


def await_answer(process: subprocess.Popen[bytes], port: int, path: str = "/_stcore/health") -> None:
    """Wait until the process answers there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError(f"it did not start (exit code {process.poll()})")
