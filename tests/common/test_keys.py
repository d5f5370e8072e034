"""Keys that come back from outside are read, never believed."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jisr.common.keys import read_key


@given(st.text() | st.uuids().map(str))
def test_a_key_from_outside_is_read_or_is_none(text: str):
    """An address or a form altered by hand is answered like a key that nobody has, not by an error page."""
    try:
        meant = UUID(text)
    except ValueError:
        meant = None

    assert read_key(text) == meant


@given(st.uuids())
def test_a_key_is_read_as_it_was_written(key: UUID):
    assert read_key(str(key)) == key
