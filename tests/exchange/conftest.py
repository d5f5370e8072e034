"""Who sends files; the whole territory for the invented network."""

import pytest

from tests.territory.conftest import _whole_territory, whole_territory

__all__ = ["_whole_territory", "whole_territory"]


@pytest.fixture
def coordinator(db):
    """The coordinator of Marrakech-Safi, speaking."""
    from tests.ground import user_of
    from tests.stories import under

    with under("coordinator"):
        yield user_of("coordinator")
