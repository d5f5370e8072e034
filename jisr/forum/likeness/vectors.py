"""Texts as vectors: words, letter groups, sounds and concepts by TF-IDF, then LSA, then the concepts beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log
from typing import Final

import numpy as np
import scipy  # its parts load when first used: a program that never asks starts half a second sooner
from numpy.typing import NDArray

from jisr.forum.likeness.kernels import leading_directions, rows_of_length_one, sparse_rows_of_length_one
from jisr.forum.likeness.method import CONCEPT_SHARE, DIMENSIONS, RARE_FROM_TEXTS, WEIGHTS
from jisr.forum.likeness.terms import letter_groups, read
from jisr.forum.likeness.thesaurus import Thesaurus, thesaurus

Vectors = NDArray[np.float32]
Features = dict[str, tuple[str, ...]]
_MEANING: Final = ("concept", "circumstance", "theme")


@lru_cache(maxsize=4_096)
def features(text: str, known: Thesaurus) -> Features:
    """What is counted in a text, by kind: each kind of WEIGHTS with its features, as often as they occur."""
    terms = read(text)
    named = known.found(terms)
    return {
        "word": tuple(term.stem for term in terms),
        "gram": tuple(group for term in terms for group in letter_groups(term.stem)),
        "sound": tuple(group for term in terms if term.sound for group in _sound_groups(term.sound)),
        "concept": tuple(code for code in named if known.concepts[code].theme),
        # women, children, the country, distance: in every demand, so what is asked must weigh more
        "circumstance": tuple(code for code in named if not known.concepts[code].theme),
        "theme": tuple(known.themes(named)),
    }


def _sound_groups(sound: str) -> tuple[str, ...]:
    """A word by its consonants: whole, and in threes where it is long."""
    return (f"={sound}", *letter_groups(sound, 3, 3)) if len(sound) > 2 else (f"={sound}",)


@dataclass(frozen=True)
class Space:
    """What was learnt from a corpus, in which any text has its place.

    Attributes:
        columns: kind -> feature -> its column among the features of that kind.
        rarity: kind -> (features of that kind,) inverse document frequencies.
        basis: (all features, dimensions), the kinds one after another in the order of ``kinds``.
        kinds: weight of each kind of feature.
        meaning: share of the concepts beside the decomposition, 0 to 1.
        known: the thesaurus that names the concepts.
    """

    columns: dict[str, dict[str, int]]
    rarity: dict[str, Vectors]
    basis: Vectors
    kinds: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    meaning: float = CONCEPT_SHARE
    known: Thesaurus = field(default_factory=thesaurus)

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        *,
        kinds: Mapping[str, float] = WEIGHTS,
        meaning: float = CONCEPT_SHARE,
        known: Thesaurus | None = None,
    ) -> "Space":
        """Learn frequencies and directions from these texts; weights as in the attributes."""
        least = 2 if len(texts) >= RARE_FROM_TEXTS else 1
        known = known or thesaurus()
        counted = [features(text, known) for text in texts]
        columns: dict[str, dict[str, int]] = {}
        rarity: dict[str, Vectors] = {}
        for kind in kinds:
            seen = Counter(feature for each in counted for feature in set(each[kind]))
            kept = sorted(feature for feature, count in seen.items() if count >= least or kind in _MEANING)
            columns[kind] = {feature: column for column, feature in enumerate(kept)}
            counts = np.array([seen[feature] for feature in kept], dtype=np.float32)
            rarity[kind] = np.log((1 + len(texts)) / (1 + counts)).astype(np.float32) + 1
        width = sum(map(len, columns.values()))
        space = cls(columns, rarity, np.zeros((width, 0), dtype=np.float32), kinds, meaning, known)
        return replace(space, basis=leading_directions(space._joined(space._blocks(counted)), DIMENSIONS))

    def place(self, texts: Sequence[str]) -> Vectors:
        """(texts, dimensions) vectors of length one; of length zero for a text that shares nothing with the corpus."""
        blocks = self._blocks([features(text, self.known) for text in texts])
        latent = rows_of_length_one(np.asarray(self._joined(blocks) @ self.basis, dtype=np.float32))
        if not self.meaning:
            return latent
        named = scipy.sparse.hstack([blocks[kind] * self.kinds[kind] ** 0.5 for kind in _MEANING]).toarray()
        meant = rows_of_length_one(named.astype(np.float32))
        return rows_of_length_one(np.hstack([latent * (1 - self.meaning) ** 0.5, meant * self.meaning**0.5]))

    def _joined(self, blocks: dict[str, "scipy.sparse.csr_matrix"]) -> "scipy.sparse.csr_matrix":
        weighed = [blocks[kind] * weight**0.5 for kind, weight in self.kinds.items()]
        return scipy.sparse.hstack(weighed, format="csr", dtype=np.float32)

    def _blocks(self, counted: Sequence[Features]) -> dict[str, "scipy.sparse.csr_matrix"]:
        """For each kind (texts, features) TF-IDF rows of length one."""
        return {kind: self._block([each[kind] for each in counted], kind) for kind in self.kinds}

    def _block(self, counted: Sequence[tuple[str, ...]], kind: str) -> "scipy.sparse.csr_matrix":
        columns = self.columns[kind]
        found: list[int] = []
        values: list[float] = []
        ends = [0]
        for names in counted:
            counts = Counter(column for name in names if (column := columns.get(name)) is not None)
            for column, count in sorted(counts.items()):
                found.append(column)
                values.append(1 + log(count))
            ends.append(len(found))
        shape = (len(counted), len(columns))
        filled = np.array(values, dtype=np.float32), np.array(found, dtype=np.int32), ends
        raw = scipy.sparse.csr_matrix(filled, shape)
        return sparse_rows_of_length_one(raw.multiply(self.rarity[kind][None, :]).tocsr())
