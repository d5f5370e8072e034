"""The port of the server: free, or a sentence."""

import errno
import os
import socket
import time

from jisr.launch.errors import CannotStart

PORT, HOST = 8000, "127.0.0.1"


def asked() -> tuple[str, int]:
    """The address to serve on: ``HOST`` and ``PORT`` of the environment, else 127.0.0.1:8000.

    Raises:
        CannotStart: the port is not a port.
    """
    said = os.environ.get("PORT") or str(PORT)
    if not said.isdigit() or not 1 <= int(said) <= 65535:
        raise CannotStart(f"PORT={said} is not a port: a number from 1 to 65535, for instance PORT=8001 make run")
    return os.environ.get("HOST") or HOST, int(said)


def see_free(host: str, port: int, wait_s: float = 0.0) -> None:
    """Return when the port is free.

    Args:
        wait_s: seconds to wait for a server of ours that is just ending.

    Raises:
        CannotStart: it is taken, or this address is not this machine's.
    """
    until = time.monotonic() + wait_s
    while True:
        reason = _taken(host, port)
        if reason is None:
            return
        if time.monotonic() >= until:
            raise CannotStart(_sentence(host, port, reason))
        time.sleep(0.1)


def url(host: str, port: int) -> str:
    """Where a browser on this machine finds the server."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _taken(host: str, port: int) -> OSError | None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error
    return None


def _sentence(host: str, port: int, reason: OSError) -> str:
    if reason.errno == errno.EADDRINUSE:
        free = next((other for other in range(port + 1, 65536) if _taken(host, other) is None), port)
        return f"Port {port} is taken by another program. Use another one: PORT={free} make run"
    if reason.errno == errno.EACCES:
        return f"Ports below 1024 are not open to this account. Use another one: PORT={PORT} make run"
    return f"HOST={host} is not an address of this machine. Without HOST, the server is at {HOST}."
