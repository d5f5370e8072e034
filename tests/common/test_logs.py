"""Logs: which page and which kind of error; never who, never what was typed, never the secret of a link."""

import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError

from jisr.common.log_paths import WithoutSecrets, WithoutValues, shown

NAME = "زعفرانة"


def written(error, message="%s", *arguments):
    """What the log says of an error."""
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, arguments, (type(error), error, None))
    assert WithoutSecrets().filter(record)
    return WithoutValues("{levelname} {message}", style="{").format(record)


def failed():
    """An error of the database that holds what somebody typed, and the one that came of it."""
    try:
        try:
            raise DatabaseError(f"Failing row contains ({NAME})")
        except DatabaseError as first:
            raise IntegrityError(f"Key (name)=({NAME}) exists") from first
    except IntegrityError as error:
        return error


def test_an_error_is_told_by_its_kind_and_place():
    text = written(failed(), "Internal Server Error: %s", "/families/")

    assert NAME not in text
    assert "django.db.utils.DatabaseError" in text and "django.db.utils.IntegrityError" in text
    assert "in failed" in text and "Internal Server Error: /families/" in text


def test_the_product_writes_its_logs_so():
    assert settings.LOGGING["formatters"]["plain"]["()"].endswith(".WithoutValues")
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["without_secrets"]


@pytest.mark.parametrize("path", ["/orientation/r/Zm9yLXRlc3RzLW9ubHktbm90aGluZw/", "/x/" + "s" * 40])
def test_the_secret_of_a_link_is_in_no_line(path):
    assert path.strip("/").rsplit("/", 1)[-1] not in shown(path)
    assert path.strip("/").rsplit("/", 1)[-1] not in written(failed(), "Not Found: %s", path)


def test_the_key_of_a_row_stays_to_be_found_again():
    path = "/families/household/0190f3a0-0000-7000-8000-000000000001/"
    assert shown(path) == path
