"""Headless Chromium that speaks to this machine only."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlparse

from playwright.sync_api import BrowserContext, Error, Route, sync_playwright

from pipelines.errors import HavenError

# Chromium's own services would call home; the last flags keep it from doing so and from needing a user session.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise HavenError("Chromium is not installed", "Install it: apt-get install chromium fonts-dejavu-core.")


@contextmanager
def open_browser(width: int = 1280, height: int = 900) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A browser window of the given size, and the list of addresses outside this machine that it was refused."""
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    executable = find_chromium()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        try:
            context = playwright.chromium.launch_persistent_context(
                profile,
                executable_path=executable,
                headless=True,
                args=list(FLAGS),
                viewport={"width": width, "height": height},
                timezone_id="UTC",
                locale="en-GB",
                reduced_motion="reduce",
                timeout=60_000,
            )
        except Error as error:
            raise HavenError(f"Chromium did not start: {error.message}", f"Try `{executable} --version`.") from error
        context.set_default_timeout(30_000)
        context.route(lambda url: urlparse(url).hostname not in ("127.0.0.1", "localhost", None), refuse)
        try:
            yield context, refused
        finally:
            context.close()
