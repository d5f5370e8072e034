"""Gateways as they behave: slow, refusing, leading elsewhere; nothing of a message goes where it was not agreed."""

import json
import logging
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from jisr.messages.outlets.gateway import Gateway
from jisr.messages.outlets.local import Console
from jisr.messages.outlets.mail import Mail
from jisr.messages.rules import LATER, NEVER, SENT, Tried
from jisr.settings import channels

ASKED = {"key": "k-1", "channel": "sms", "to": "+212600000001", "text": "خبر {to} & {secret}"}


class Operator(BaseHTTPRequestHandler):
    """A gateway that answers what the test told it, and remembers what it was asked."""

    asked: list = []
    answers = (200, {}, b"{}")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, dict(self.headers), body.decode()))
        status, headers, said = type(self).answers
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(said))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_args):
        """Nothing on the terminal of the tests."""


def serving(server):
    """A server in a thread of its own; its port."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server.server_address[1]


@pytest.fixture
def operator(monkeypatch):
    """A gateway on this machine, and the settings that lead to it."""
    server = HTTPServer(("127.0.0.1", 0), Operator)
    Operator.asked = []
    for name, value in {
        "JISR_SMS_URL": f"http://127.0.0.1:{serving(server)}/send?account=7",
        "JISR_SMS_HEADERS": '{"Authorization": "Bearer {secret}"}', "JISR_SMS_SECRET": "s3cret",
        "JISR_SMS_FIELDS": '{"msisdn": "{to}", "message": "{text}", "reference": "{key}"}',
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "said", "success", "told"),
    [
        (200, {}, b"", "status", Tried(SENT)),
        (200, {}, b'{"messages": [{"status": 0}]}', "json:messages.0.status=0", Tried(SENT)),
        (200, {}, b'{"messages": [{"status": 4}]}', "json:messages.0.status=0", Tried(LATER, "unexpected")),
        (200, {}, b"<html>", "json:status=ok", Tried(LATER, "unexpected")),
        (200, {}, b"OK 17", "text:OK", Tried(SENT)),
        (302, {"Location": "/elsewhere"}, b"", "status", Tried(LATER, "unexpected")),
        (401, {}, b"", "status", Tried(LATER, "shut")),
        (429, {}, b"", "status", Tried(LATER, "busy")),
        (503, {}, b"", "status", Tried(LATER, "busy")),
        (400, {}, b"no such number", "status", Tried(NEVER, "refused")),
    ],
)
def test_what_a_gateway_answers_is_what_is_noted(operator, monkeypatch, status, headers, said, success, told):
    Operator.answers = (status, headers, said)
    monkeypatch.setenv("JISR_SMS_SUCCESS", success)

    assert Gateway(channels.gateway()).hand_over(**ASKED) == told
    assert [path for path, _headers, _body in Operator.asked] == ["/send?account=7"]


def test_two_tries_of_a_message_carry_one_key_and_its_words_are_no_template(operator, caplog, monkeypatch):
    Operator.answers = (503, {}, b"s3cret +212600000001")
    with caplog.at_level(logging.DEBUG):
        for shape in ("form", "json"):
            monkeypatch.setenv("JISR_SMS_FORMAT", shape)
            Gateway(channels.gateway()).hand_over(**ASKED)

    (_path, first, form), (_same, second, body) = Operator.asked
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == "k-1"
    assert first["Authorization"] == "Bearer s3cret"
    wanted = {"msisdn": ASKED["to"], "message": ASKED["text"], "reference": "k-1"}
    assert {name: values[0] for name, values in parse_qs(form).items()} == json.loads(body) == wanted
    assert caplog.text == ""


def test_a_gateway_that_is_not_there_is_asked_again_later(monkeypatch):
    monkeypatch.setenv("JISR_SMS_URL", "http://127.0.0.1:9/")
    assert Gateway(channels.gateway()).hand_over(**ASKED) == Tried(LATER, "unreachable")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JISR_SMS_URL", "http://gateway.example/send"), ("JISR_SMS_URL", "ftp://localhost/"),
        ("JISR_SMS_FIELDS", '{"to": "{to}"}'), ("JISR_SMS_FIELDS", "to={to}"), ("JISR_SMS_SUCCESS", "maybe"),
        ("JISR_SMS_METHOD", "DELETE"), ("JISR_SMS", "pigeon"),
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused_at_the_start(monkeypatch, name, value):
    monkeypatch.setenv("JISR_SMS", "http")
    monkeypatch.setenv("JISR_SMS_URL", "https://gateway.example/send")
    assert channels.outlet("JISR_SMS", "none", "http")["kind"] == "http"
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match="JISR_SMS"):
        channels.outlet("JISR_SMS", "none", "http")


def test_mail_goes_only_over_a_shut_line(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("s3cret\n")
    given = {"HOST": "mail.example", "FROM": "jisr@example.org", "PASSWORD_FILE": str(tmp_path / "password")}
    for name, value in given.items():
        monkeypatch.setenv(f"JISR_SMTP_{name}", value)
    assert (channels.server()["port"], channels.server()["password"]) == (587, "s3cret")
    monkeypatch.setenv("JISR_SMTP_SECURITY", "none")
    with pytest.raises(ValueError, match="JISR_SMTP_SECURITY"):
        channels.server()


class PostOffice(socketserver.StreamRequestHandler):
    """As much of a mail server as one letter needs; knows one address."""

    letters: list = []

    def handle(self):
        self.wfile.write(b"220 tests\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                break
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    letter += row
                self.letters.append(letter.decode())
            known = verb != b"RCPT" or b"salma@example.org" in line
            self.wfile.write(b"250 ok\r\n" if known else b"550 nobody\r\n")


def test_a_letter_is_one_whatever_is_tried_and_an_unknown_address_is_given_up():
    server = socketserver.TCPServer(("127.0.0.1", 0), PostOffice)
    values = {
        "host": "127.0.0.1", "port": serving(server), "security": "none", "user": "", "password": "",
        "sender": "Jisr <jisr@example.org>", "timeout_s": 5.0,
    }  # fmt: skip
    asked = ASKED | {"channel": "email"}

    told = [Mail(values).hand_over(**asked | {"to": to}) for to in (
        "salma@example.org", "salma@example.org", "nobody@example.org", "two\n@example.org")]  # fmt: skip
    server.shutdown()
    server.server_close()

    assert told == [Tried(SENT), Tried(SENT), Tried(NEVER, "refused"), Tried(NEVER, "unreadable")]
    assert [letter.count("Message-ID: <k-1@example.org>") for letter in PostOffice.letters] == [1, 1]
    assert Mail(values | {"port": 9}).hand_over(**asked | {"to": "a@example.org"}) == Tried(LATER, "unreachable")


def test_the_terminal_shows_neither_words_nor_number(capsys):
    assert Console({}).hand_over(**ASKED) == Tried(SENT)
    said = capsys.readouterr().out
    assert "k-1" in said and "خبر" not in said and "+21260000" not in said
