"""Behind a proxy on this machine, each visitor keeps an address of her own.

Who tries passwords, and who floods a meeting, is slowed down by address; behind a proxy everybody comes from the proxy.
With ``JISR_PROXY=1`` the last address of ``X-Forwarded-For`` counts, the one the proxy itself wrote, and
only where the proxy speaks from this machine.
"""

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_addresses(application: Application) -> Application:
    """The same application, told the address that the proxy saw."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if seen and _is_address(seen) and _from_here(environ.get("REMOTE_ADDR", "")):
            environ["REMOTE_ADDR"] = seen
        return application(environ, start_response)

    return serve


def _from_here(address: str) -> bool:
    """Whether the proxy speaks from this machine; through a socket file it has no address."""
    return not address or (_is_address(address) and ipaddress.ip_address(address).is_loopback)


def _is_address(said: str) -> bool:
    try:
        ipaddress.ip_address(said)
    except ValueError:
        return False
    return True
