"""One JSON client for every API: patient with limits, stubborn with faults, bounded in time, silent about secrets."""

from __future__ import annotations

import base64
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

import orjson
import requests

from pipelines.errors import HavenError

CONNECT_TIMEOUT_SECONDS = 5.0
# Statuses that a healthy server sends now and then: 408/409 and everything of the 500s.
PASSING_FAULTS = {408, 409, *range(500, 600)}
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0


@dataclass(frozen=True)
class Reading:
    """What the bytes of an answer are read as: `read` gives None where they are `broken`, in these words."""

    read: Callable[[bytes], Any]
    broken: str

    @classmethod
    def json(cls, kind: type[dict[str, Any]] | type[list[Any]], key: str | None = None) -> Reading:
        """An object (with `key`) or a list."""

        def parsed(content: bytes) -> Any:
            try:
                value = orjson.loads(content)
            except orjson.JSONDecodeError:
                return None
            return value if isinstance(value, kind) and (key is None or key in value) else None

        return cls(parsed, "broken JSON" + (f" (or without {key!r})" if key else ""))


@dataclass(frozen=True)
class Patience:
    """How long one request may take in all.

    `retry_seconds` bounds the time from its first fault (no connection, 5xx, broken answer); `limit_seconds` bounds
    the time spent waiting because the server said so (429); `timeout_seconds` is the silence allowed while reading.
    """

    retry_seconds: float = 15.0
    limit_seconds: float = 900.0
    timeout_seconds: float = 60.0


class Auth(Protocol):
    """Who we are. `renew` drops a refused token and says whether another try makes sense."""

    def header(self) -> str: ...
    def renew(self, refused: str) -> bool: ...


@dataclass(frozen=True)
class FixedAuth:
    """A header that never changes: a key, or a name and password."""

    value: str

    @classmethod
    def basic(cls, user: str, password: str) -> FixedAuth:
        return cls("Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())

    @classmethod
    def bearer(cls, token: str) -> FixedAuth:
        return cls(f"Bearer {token}")

    def header(self) -> str:
        return self.value

    def renew(self, refused: str) -> bool:
        return False


class Refused(HavenError):
    """An answer that will not change by asking again: a 4xx, or a redirection, which is not followed."""

    def __init__(self, cause: str, remedy: str, status: int, body: str, location: str | None = None) -> None:
        """`location` is where a redirection leads."""
        super().__init__(cause, remedy)
        self.status = status
        self.body = body
        self.location = location


class Client:
    """GET and POST of JSON, and files, below one base URL; safe to share between threads.

    Raises:
        HavenError: the server cannot be reached, refuses the credentials or the request, or keeps failing. The
            message names the host and the path, never the query, a header or a body with credentials.
    """

    def __init__(
        self,
        source: str,
        base_url: str,
        auth: Auth | None,
        *,
        credentials: str,
        patience: Patience | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """`credentials` names the settings to check when the server refuses them; `headers` go with every request."""
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise HavenError(
                f"the base URL of {source} is no http(s) address",
                f"Set SOURCES__{source.upper()}__BASE_URL to something like https://example.com.",
            )
        self._source = source
        self._base = base_url.rstrip("/")
        self._host = parts.netloc.rpartition("@")[2]
        self._root = urlsplit(self._base).path
        self._auth = auth
        self._credentials = credentials
        self._headers = headers or {}
        self._patience = patience or Patience()
        self._local = threading.local()

    def get(self, path: str, params: dict[str, Any] | None = None, *, key: str | None = None) -> dict[str, Any]:
        """The JSON object at `path` (below the base URL). An answer without `key` counts as broken."""
        answer: dict[str, Any] = self._send("GET", path, Reading.json(dict, key), params=params)[0]
        return answer

    def post(self, path: str, body: dict[str, Any], *, key: str | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = self._send("POST", path, Reading.json(dict, key), body=body)[0]
        return answer

    def signed_file(self, url: Any, read: Callable[[bytes], Any]) -> Any:
        """What `read` makes of the file behind a link that opens by its signature; where that is None, it came broken.

        Our key does not go there. The link is followed over https, or to the base URL's own host.
        """
        parts, own = urlsplit(str(url)), urlsplit(self._base)
        if not parts.netloc or (parts.scheme != "https" and parts[:2] != own[:2]):
            raise HavenError(f"{self._source}'s link to a file is no https address", "Load again.")
        host = f"{parts.scheme}://{parts.netloc}"
        reader = Client(self._source, host, None, credentials=self._credentials, patience=self._patience)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return reader._send("GET", path, Reading(read, "a file that cannot be read"))[0]

    def linked(
        self,
        path: str,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        *,
        relation: str = "next",
    ) -> tuple[list[Any], str | None]:
        """The JSON list at `path` (posted to where there is a body), and the path that its header links to."""
        method = "POST" if body is not None else "GET"
        rows, links = self._send(method, path, Reading.json(list), params=params, body=body)
        link = links.get(relation, {}).get("url")
        return rows, self.path_of(link, path) if link else None

    def path_of(self, link: str, asked: str) -> str:
        """The path (with query) below the base URL of a `link` found in the answer to `asked`.

        Absolute or relative; whatever host it names, it is asked at the base URL, so that the key goes nowhere else.
        """
        parts = urlsplit(urljoin(self._base + asked, link))
        path = parts.path.removeprefix(self._root) if parts.path.startswith(self._root + "/") else parts.path
        return f"{path}?{parts.query}" if parts.query else path

    def _send(
        self,
        method: str,
        path: str,
        reading: Reading,
        params: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
    ) -> tuple[Any, dict[str, dict[str, str]]]:
        """What was answered, read as asked for, and the links beside it by relation."""
        pauses, faulty_since, limited = 0, None, 0.0
        renewed = False
        while True:
            header = self._auth.header() if self._auth else None
            try:
                answer = self._session().request(
                    method,
                    self._base + path,
                    params=params,
                    json=body,
                    headers={"Authorization": header} if header else {},
                    timeout=(
                        min(CONNECT_TIMEOUT_SECONDS, self._patience.timeout_seconds),
                        self._patience.timeout_seconds,
                    ),
                    allow_redirects=False,
                )
            except (requests.RequestException, OSError) as error:
                fault = _describe(error)
            else:
                if _is_limit(answer):
                    wait = _told_wait(answer, pauses)
                    limited += wait
                    if limited > self._patience.limit_seconds:
                        raise self._error(
                            path,
                            f"still refuses more requests after {self._patience.limit_seconds:.0f} s (429)",
                            "Load again later, or raise the account's rate limit.",
                        )
                    time.sleep(wait)
                    pauses += 1
                    continue
                if answer.status_code == 401 and self._auth and header and not renewed:
                    renewed = True
                    if self._auth.renew(header):
                        continue
                if answer.status_code == 200:
                    parsed = reading.read(answer.content)
                    if parsed is not None:
                        return parsed, answer.links
                    fault = f"answered with {reading.broken}"
                elif answer.status_code in PASSING_FAULTS:
                    fault = f"answered {answer.status_code}"
                else:
                    raise self._refusal(path, answer)
            now = time.monotonic()
            faulty_since = now if faulty_since is None else faulty_since
            pause = min(FIRST_PAUSE_SECONDS * 2**pauses, LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.0)
            if now + pause - faulty_since > self._patience.retry_seconds:
                raise self._error(
                    path,
                    f"{fault}, {self._patience.retry_seconds:.0f} s long",
                    f"Check SOURCES__{self._source.upper()}__BASE_URL and that the server is up, then load again.",
                )
            time.sleep(pause)
            pauses += 1

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.headers.update({"Accept": "application/json", **self._headers})
            # Proxies and certificates of the environment are looked up once, not for every request, and a netrc
            # entry must not replace our credentials.
            environment = session.merge_environment_settings(self._base, {}, None, None, None)
            session.trust_env = False
            session.proxies, session.verify = environment["proxies"], environment["verify"]
        return session

    def _error(self, path: str, what: str, remedy: str) -> HavenError:
        return HavenError(f"{self._source} at {self._host}{self._root}{path.split('?')[0]} {what}", remedy)

    def _refusal(self, path: str, answer: requests.Response) -> Refused:
        status = answer.status_code
        cause = f"{self._source} at {self._host}{self._root}{path.split('?')[0]} answered {status}"
        text = answer.text[:500]
        if status in (401, 403):
            what = "does not accept the credentials" if status == 401 else "does not allow this"
            return Refused(f"{cause}: it {what}", f"Check {self._credentials}.", status, text)
        remedy = f"Check SOURCES__{self._source.upper()}__BASE_URL and the source's other settings."
        return Refused(f"{cause}: {_message(text)}", remedy, status, text, answer.headers.get("Location"))


def _is_limit(answer: requests.Response) -> bool:
    """Whether the answer says that we ask too often; some say so with a 403 (`Forbidden (Rate Limit Exceeded)`)."""
    if answer.status_code == 429:
        return True
    return answer.status_code == 403 and b"rate limit" in (answer.content + answer.reason.encode()).lower()


def _describe(error: BaseException) -> str:
    if isinstance(error, requests.ConnectTimeout | requests.ReadTimeout):
        return "did not answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "broke off its answer"
    return "cannot be reached"


def _told_wait(answer: requests.Response, attempt: int) -> float:
    """Seconds to wait after a 429: Retry-After (seconds or a date), else X-RateLimit-Reset (unix), else growing."""
    now = _server_time(answer)
    retry_after = answer.headers.get("Retry-After", "")
    readers: list[Callable[[], float]] = [
        lambda: float(retry_after),
        lambda: parsedate_to_datetime(retry_after).timestamp() - now,
        lambda: float(answer.headers["X-RateLimit-Reset"]) - now,
    ]
    for read in readers:
        try:
            return min(max(read(), 0.05), 3600.0)
        except (ValueError, TypeError, KeyError):
            continue
    return float(min(2**attempt, 60))


def _server_time(answer: requests.Response) -> float:
    try:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp()
    except (KeyError, ValueError, TypeError):
        return time.time()


def _message(text: str) -> str:
    """The server's own words, from the error forms these APIs use."""
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text.splitlines()[0][:200] if text.strip() else "no reason given"
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(body, dict) and isinstance(body.get("errors"), list) and body["errors"]:
        error = body["errors"][0]
    if isinstance(error, dict):
        error = next(filter(None, map(error.get, ("message", "detail", "title", "msg"))), error)
    description = body.get("description") if isinstance(body, dict) else None
    return str(description or error)[:200]
