"""Answers to secrets and codes: nothing of them stays in a cache or comes into an index."""

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control


def shut(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, indexed by nobody."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
