"""Events that two logins must see are committed, as for the barometer."""

from tests.barometer.conftest import memory

__all__ = ["memory"]
