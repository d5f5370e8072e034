"""The addresses of this machine on the networks around it: what a telephone in the hall types."""

import contextlib
import fcntl
import ipaddress
import socket
import struct
import sys

_SIOCGIFADDR = 0x8915


def addresses() -> list[str]:
    """Private IPv4 addresses of this machine, in order; the loopback is none of them."""
    found = {*_of_interfaces(), *_of_name(), *_of_route()}
    return sorted((one for one in found if _is_near(one)), key=ipaddress.ip_address)


def _is_near(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return parsed.version == 4 and parsed.is_private and not parsed.is_loopback and not parsed.is_unspecified


def _of_interfaces() -> set[str]:
    """What each network interface is called by (Linux)."""
    found: set[str] = set()
    if sys.platform != "linux":
        return found
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        for _number, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                asked = fcntl.ioctl(door.fileno(), _SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.add(socket.inet_ntoa(asked[20:24]))
    return found


def _of_name() -> set[str]:
    with contextlib.suppress(OSError):
        return {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return set()


def _of_route() -> set[str]:
    """The address from which this machine would speak to a network; nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.connect(("10.255.255.255", 1))
        return {door.getsockname()[0]}
    return set()
