"""Serve a folder of static files on loopback."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipelines.errors import HavenError


class _Handler(SimpleHTTPRequestHandler):
    # A wrong type for .wasm or .mjs makes browsers refuse the file; Python's own table depends on the machine.
    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".wasm": "application/wasm",
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: whoever serves reports its own progress."""


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    if not (folder / "index.html").is_file():
        raise HavenError(f"There is no site in {folder}", "Run `haven report` to build it.")
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise HavenError(f"Port {port} cannot be used: {error.strerror}", "Choose another port.") from error


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve `folder` while the block runs; yields the address, without a slash at its end. Port 0: any free one."""
    with _server(folder, port) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def serve(folder: Path, port: int = 0) -> None:
    """Serve `folder` until interrupted, and print the address first."""
    with _server(folder, port) as server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
