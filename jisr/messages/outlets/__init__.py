"""Where messages leave: one outlet a channel, as the environment says (``jisr.settings.channels``)."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings

from jisr.messages.outlets.gateway import Gateway
from jisr.messages.outlets.local import Console, File
from jisr.messages.outlets.mail import Mail
from jisr.messages.rules import Tried

#: Kinds that reach somebody outside; what the others write stays on this machine.
_REACHING = frozenset({"http", "smtp"})


class Outlet(Protocol):
    """Hands one message over."""

    def hand_over(self, *, key: str, channel: str, to: str, text: str) -> Tried:
        """Try once.

        Args:
            key: the same at each try of one message, so that a gateway drops what it has already.
            channel: sms or email.
            to: a number in the international form, or an address.
            text: the whole message.

        Returns:
            what became of it; never raises for what happens outside.
        """
        ...


def outlet_of(channel: str) -> Outlet | None:
    """What carries a channel in this installation; None where nothing does."""
    values: Mapping[str, Any] = settings.OUTLETS.get(channel, {"kind": "none"})
    makers: dict[str, Any] = {"console": Console, "file": File, "http": Gateway, "smtp": Mail}
    maker = makers.get(values["kind"])
    return maker(values) if maker else None


def carried() -> list[str]:
    """Channels for which there is an outlet."""
    return [channel for channel, values in settings.OUTLETS.items() if values["kind"] != "none"]


def reaching() -> list[str]:
    """Channels whose outlet reaches somebody: what they carry needs nobody to pass it on by hand."""
    return [channel for channel, values in settings.OUTLETS.items() if values["kind"] in _REACHING]
