"""A browser without a screen: keep-alive, cookies, the token of the forms. One connection, one session."""

import http.client
import re
import time
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TIMEOUT_S = 120
#: What a client sees when the server has closed a connection that was kept open.
_CLOSED = (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)


class Visitor:
    """Somebody before the product, signed in or not."""

    def __init__(self, port: int, language: str = "ar") -> None:
        """Come to a port of this machine, reading a language."""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
        self._cookies: dict[str, str] = {}
        self._language, self._token = language, ""

    def enter(self, post: Any) -> None:
        """Sign in as one of the invented people with one click.

        Raises:
            SystemExit: the door of the demonstration does not open.
        """
        self.ask("/enter/")
        status, _, _ = self.ask("/enter/demonstration/", {"post": str(post)})
        if status != 302:
            raise SystemExit(f"cannot enter as post {post}: {status}")
        self.ask("/enter/security/")  # signing in renews the token; the forms of this page carry the new one

    def ask(self, path: str, sent: Mapping[str, Any] | None = None) -> tuple[int, str, float]:
        """Ask for a page, or send a form.

        Returns:
            status, text of the page, seconds from the question to the last byte of the answer.
        """
        headers = {"Host": "localhost", "Accept-Language": self._language, "Cookie": self._kept()}
        body = None
        if sent is not None:
            body = urlencode({"csrfmiddlewaretoken": self._token, **sent}, doseq=True)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        answer = self._answer("POST" if sent is not None else "GET", path, body, headers)
        text = answer.read().decode("utf-8", "replace")
        took = time.perf_counter() - started
        self._remember(answer, text)
        return answer.status, text, took

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except _CLOSED:  # a browser comes again as well
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()

    def _kept(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def _remember(self, answer: http.client.HTTPResponse, text: str) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: part.value for name, part in SimpleCookie(header).items()}
        if token := _TOKEN.search(text):
            self._token = token[1]
