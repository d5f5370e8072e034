"""Words of all areas in one table for each rule of plural: a sentence is looked up once, not in forty tables in turn.

Django means to join tables whose rule of plural is the same, and compares the code of one rule with the other rule
itself (``TranslationCatalog.update``, 5.2): nothing is ever joined, and each sentence of a page walks through them all.
"""

from typing import Any

from django.utils.translation.trans_real import TranslationCatalog


def join_catalogues() -> None:
    """Have tables of the same rule joined from here on; a later one wins, as before."""
    TranslationCatalog.update = _update  # type: ignore[method-assign]


def _update(self: Any, trans: Any) -> None:
    if trans.plural.__code__ == self._plurals[0].__code__:
        self._catalogs[0].update(trans._catalog)
    else:
        self._catalogs.insert(0, trans._catalog.copy())
        self._plurals.insert(0, trans.plural)
