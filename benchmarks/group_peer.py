"""Plain TF-IDF over words as they are typed: what one gets without folding, sounds, thesaurus or decomposition."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jisr.forum.likeness import Suggestion
from jisr.forum.likeness.kernels import sparse_rows_of_length_one


class PlainCorpus:
    """Words of two letters or more in lower case, smooth inverse document frequency, rows of length one.

    The formula is the usual one of scikit-learn's TfidfVectorizer with its settings as they come.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Count the words of ``texts`` (key -> text)."""
        self.keys = sorted(texts)
        counted = [_words(texts[key]) for key in self.keys]
        among = Counter(word for words in counted for word in words)
        self._columns = {word: column for column, word in enumerate(sorted(among))}
        self._rarity = {word: log((1 + len(counted)) / (1 + among[word])) + 1 for word in among}
        self._rows = sparse.vstack([self._row(words) for words in counted], format="csr")

    @property
    def vectors(self) -> NDArray[np.float32]:
        """(texts, words) rows of length one; for a few hundred texts only."""
        return np.asarray(self._rows.toarray(), dtype=np.float32)

    def nearest(self, text: str, k: int, *, at_least: float = 0.0, but: Sequence[str] = ()) -> list[Suggestion]:
        """The ``k`` texts with the highest cosines; asked and answered as by ours."""
        scores = (self._rows @ self._row(_words(text)).T).toarray().ravel()
        ranked = [int(row) for row in np.argsort(-scores, kind="stable") if self.keys[row] not in but]
        found = [Suggestion(self.keys[row], float(scores[row]), "tfidf", "plain") for row in ranked[:k]]
        return [each for each in found if each.score >= at_least]

    def _row(self, words: Counter[str]) -> sparse.csr_matrix:
        known = {word: count for word, count in words.items() if word in self._columns}
        values = np.array([count * self._rarity[word] for word, count in known.items()], dtype=np.float32)
        columns = [self._columns[word] for word in known]
        row = sparse.csr_matrix((values, ([0] * len(columns), columns)), shape=(1, len(self._columns)))
        return sparse_rows_of_length_one(row)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\b\w\w+\b", text.lower()))
