"""A desk without a browser: real requests to the running product, several at the same moment where it matters."""

import http.client
import re
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str
    cookies: str
    headers: list[tuple[str, str]]


class Desk:
    """One person at the running product, signed in by a session of her own."""

    def __init__(self, product: Any, name: str = "", *, language: str = "fr") -> None:
        self.product, self.language = product, language
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={product.session(name)}" if name else ""
        self.answers: list[Answer] = []

    def asks(self, path: str, *, verb: str = "GET", body: str = "") -> Answer:
        """One request over a connection of its own."""
        headers = {"Cookie": self.cookies, "Accept-Language": self.language, "Referer": self.product.address + path}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=60)) as connection:
            connection.request(verb, path, body or None, headers)
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
            set_cookies = "; ".join(one.split(";")[0] for one in got.headers.get_all("Set-Cookie") or [])
            answer = Answer(got.status, text, got.headers.get("Location", ""), set_cookies, got.getheaders())
        self.answers.append(answer)
        return answer

    def form(self, path: str) -> dict[str, str]:
        """Open a page; the hidden fields of its form."""
        page = self.asks(path)
        assert page.status == 200, page.text
        if "csrftoken" in page.cookies:
            kept = [one for one in self.cookies.split("; ") if one and not one.startswith("csrftoken")]
            token = next(one for one in page.cookies.split("; ") if one.startswith("csrftoken"))
            self.cookies = "; ".join([*kept, token])
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        return dict(hidden)

    def sends(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send a form."""
        return self.asks(path, verb="POST", body=urlencode(fields, doseq=True))


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """All of them at the same moment, each in a thread of its own; their answers in this order."""
    ready, got = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Answer]) -> None:
        ready.wait()
        got[place] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return got


def statuses(answers: Sequence[Answer]) -> list[int]:
    """Their statuses, the smallest first."""
    return sorted(answer.status for answer in answers)
