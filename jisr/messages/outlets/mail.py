"""E-mail through a server, by Django's own backend."""

import smtplib
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from jisr.messages.choices import Fault
from jisr.messages.rules import LATER, NEVER, SENT, Tried

#: Tells a stranger nothing, and reads the same for every message.
SUBJECT = "جسر · Jisr"


class Mail:
    """One letter a message; its Message-ID is made of the key, so that two tries are seen to be one letter."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Remember how the server is reached (``jisr.settings.channels.server``)."""
        self.values = values

    def hand_over(self, *, key: str, channel: str, to: str, text: str) -> Tried:
        """Send one letter."""
        domain = parseaddr(self.values["sender"])[1].rpartition("@")[2]
        letter = EmailMessage(
            SUBJECT, text, self.values["sender"], [to],
            headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        try:
            self._backend().send_messages([letter])
        except smtplib.SMTPRecipientsRefused as error:
            # 4xx: the server asks to come back
            codes = [code for code, _said in error.recipients.values()]
            return Tried(NEVER, Fault.REFUSED) if all(code >= 500 for code in codes) else Tried(LATER, Fault.BUSY)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError):
            return Tried(LATER, Fault.SHUT)
        except smtplib.SMTPException:
            return Tried(LATER, Fault.UNEXPECTED)
        except OSError:
            return Tried(LATER, Fault.UNREACHABLE)
        except ValueError:  # an address that no letter can carry
            return Tried(NEVER, Fault.UNREADABLE)
        return Tried(SENT)

    def _backend(self) -> EmailBackend:
        given = self.values
        return EmailBackend(
            host=given["host"], port=given["port"], username=given["user"], password=given["password"],
            use_tls=given["security"] == "starttls", use_ssl=given["security"] == "tls", timeout=given["timeout_s"],
        )  # fmt: skip
