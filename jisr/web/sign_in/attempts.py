"""Counting attempts to sign in: by account and address together, and without names in the logs."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jisr.common.crypto import keyed_hash

_SHOWN = 12


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account that an attempt is for, as a keyed hash: attempts are counted without storing addresses."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login", "")
    return keyed_hash(str(typed).strip().lower(), purpose="attempt")[:32]


def shown_in_logs(username: str, ip_address: str, user_agent: str, path_info: str, request: HttpRequest) -> str:
    """What the log says of an attempt: neither address nor name."""
    return f"account {(username or '')[:_SHOWN]}"


def locked_out(request: HttpRequest, *rest: Any) -> HttpResponse:
    """The page that says that the account is shut for a while, and what to do."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "sign_in/locked_out.html", {"minutes": minutes}, status=429)
