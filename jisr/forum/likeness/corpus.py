"""A corpus of contributions in which the nearest to a text are found while it is being typed."""

import io
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np

from jisr.forum.likeness.method import ALIKE, METHOD, VERSION
from jisr.forum.likeness.terms import read, spelled
from jisr.forum.likeness.vectors import Space, Vectors

# two texts that are not the same one are never said to be
_NOT_THE_SAME = 0.9999
# the key of a row whose text was taken out
_GONE = ""


class Fault(ValueError):
    """A fault of the caller: a key twice, or bytes of another version."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One text of the corpus that resembles another.

    Attributes:
        key: of the text in the corpus.
        score: from 0 to 1; 1 for the same sentence, however it is typed.
        method, version: how it was found; kept with the verdict of the person who reads it.
    """

    key: str
    score: float
    method: str = METHOD
    version: str = VERSION


class Corpus:
    """Texts with their places in a space learnt from them.

    Give it what its readers may read: the space remembers the words of its texts, so a corpus whose suggestions are
    shown to everyone is made of published texts alone.
    """

    def __init__(self, texts: Mapping[str, str], space: Space | None = None, *, learn_from: int | None = None) -> None:
        """Learn from ``texts`` (key -> text), whatever their order; or place them in a space learnt before.

        Args:
            learn_from: learn from so many of them, evenly spread: quicker, and the rest is placed; all when left out.
        """
        self.keys = sorted(texts)
        self.texts = [texts[key] for key in self.keys]
        step = max(1, len(self.texts) // learn_from) if learn_from else 1
        self.space = space or Space.learn(self.texts[::step])
        self.vectors = self.space.place(self.texts)
        self._learnt_from = len(self.keys)
        self._index = _Index().and_more(self.texts)

    def __len__(self) -> int:
        return len(self.keys) - self.keys.count(_GONE)

    @property
    def grown(self) -> float:
        """How many texts came since the space was learnt, as a share of those it was learnt from."""
        return (len(self.keys) - self._learnt_from) / max(self._learnt_from, 1)

    def nearest(self, text: str, k: int = 5, *, at_least: float = ALIKE, but: Sequence[str] = ()) -> list[Suggestion]:
        """The texts that resemble this one most, the most alike first; equals by key.

        Args:
            k: at most so many.
            at_least: lowest score that is worth showing, 0 to 1.
            but: keys to leave out, such as that of the text itself.
        """
        if not self.keys or k < 1:
            return []
        near = np.maximum(self.vectors @ self.space.place([text])[0], self._index.words_in_common(text))
        scores = np.round(np.clip(near, 0.0, _NOT_THE_SAME), 4)
        scores[self._index.same(text)] = 1.0
        left_out = {*but, _GONE}
        scores[[row for row, key in enumerate(self.keys) if key in left_out]] = -1.0
        least = max(np.partition(scores, -k)[-k] if k < len(scores) else -1.0, at_least)
        found = [(round(float(scores[row]), 4), self.keys[row]) for row in np.flatnonzero(scores >= least)]
        return [Suggestion(key, score) for score, key in sorted(found, key=lambda each: (-each[0], each[1]))[:k]]

    def texts_of(self, keys: Collection[str]) -> dict[str, str]:
        """The texts of some keys."""
        wanted = set(keys)
        return {key: text for key, text in zip(self.keys, self.texts, strict=True) if key in wanted and key}

    def likeness(self, one: str, other: str) -> float:
        """The score of any two texts in this space, the same both ways."""
        if spelled(one) == spelled(other):
            return 1.0
        first, second = self.space.place([one, other])
        mine, yours = _stems(one), _stems(other)
        shared = 2 * len(mine & yours) / max(len(mine) + len(yours), 1)
        return round(float(np.clip(max(first @ second, shared), 0.0, _NOT_THE_SAME)), 4)

    def with_added(self, texts: Mapping[str, str]) -> "Corpus":
        """The corpus with texts that came since, placed in the same space; this one stays as it is.

        Learn anew before grouping, and when ``grown`` passes 0.2.

        Raises:
            Fault: a key is there already.
        """
        if twice := sorted(set(texts) & set(self.keys)):
            raise Fault(f"already in the corpus: {', '.join(twice[:5])}")
        added = Corpus(texts, self.space)
        joined = copy(self)
        joined.keys, joined.texts = self.keys + added.keys, self.texts + added.texts
        joined.vectors = np.vstack([self.vectors, added.vectors])
        joined._index = self._index.and_more(added.texts)
        return joined

    def without(self, keys: Collection[str]) -> "Corpus":
        """The corpus without some of its texts, whose words it holds no longer; this one stays as it is.

        The space was learnt from them too and is learnt anew with the next learning. A row stays where it was, empty,
        so that thousands of others need not be counted again.
        """
        taken = set(keys) & set(self.keys)
        rows = [row for row, key in enumerate(self.keys) if key in taken]
        if not rows:
            return self
        left = copy(self)
        left.keys, left.texts, left.vectors = list(self.keys), list(self.texts), self.vectors.copy()
        left._index = self._index.without({row: self.texts[row] for row in rows})
        left.vectors[rows] = 0.0
        for row in rows:
            left.keys[row] = left.texts[row] = _GONE
        return left

    def to_bytes(self) -> bytes:
        """The corpus with its space, to be kept and read by ``from_bytes``; holds its texts."""
        about = {
            "version": VERSION, "keys": self.keys, "texts": self.texts, "learnt_from": self._learnt_from,
            "columns": {kind: list(columns) for kind, columns in self.space.columns.items()},
        }  # fmt: skip
        written = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
        kept = io.BytesIO()
        rarity = {f"rarity_{kind}": values for kind, values in self.space.rarity.items()}
        np.savez(kept, about=written, vectors=self.vectors, basis=self.space.basis, **rarity)  # type: ignore[arg-type]
        return kept.getvalue()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Corpus":
        """The corpus that ``to_bytes`` wrote.

        Raises:
            Fault: another version wrote it; learn anew.
        """
        with np.load(io.BytesIO(kept), allow_pickle=False) as parts:
            about = json.loads(parts["about"].tobytes())
            if about["version"] != VERSION:
                raise Fault(f"written by version {about['version']}, this is {VERSION}")
            columns = {kind: {name: at for at, name in enumerate(names)} for kind, names in about["columns"].items()}
            space = Space(columns, {kind: parts[f"rarity_{kind}"] for kind in columns}, parts["basis"])
            corpus = cls({}, space)
            corpus.keys, corpus.texts, corpus._learnt_from = about["keys"], about["texts"], about["learnt_from"]
            corpus.vectors, corpus._index = parts["vectors"], _Index().and_more(corpus.texts)
        return corpus


class _Index:
    """In which rows each word and each whole sentence stands."""

    def __init__(self) -> None:
        self._rows_with: dict[str, list[int]] = {}
        self._rows_of: dict[str, list[int]] = {}
        self._counts = np.zeros(0, dtype=np.float32)

    def and_more(self, texts: Sequence[str]) -> "_Index":
        """The index with rows added below; this one stays as it is."""
        first = len(self._counts)
        stems: dict[str, list[int]] = defaultdict(list)
        sentences: dict[str, list[int]] = defaultdict(list)
        counts = []
        for row, text in enumerate(texts, start=first):
            own = _stems(text)
            counts.append(len(own))
            sentences[spelled(text)].append(row)
            for stem in own:
                stems[stem].append(row)
        more = _Index()
        more._rows_with = self._rows_with | {key: self._rows_with.get(key, []) + rows for key, rows in stems.items()}
        more._rows_of = self._rows_of | {key: self._rows_of.get(key, []) + rows for key, rows in sentences.items()}
        more._counts = np.concatenate([self._counts, np.array(counts, dtype=np.float32)])
        return more

    def without(self, texts: Mapping[int, str]) -> "_Index":
        """The index without some rows (row -> its text); this one stays as it is."""
        less = _Index()
        less._rows_with, less._rows_of, less._counts = dict(self._rows_with), dict(self._rows_of), self._counts.copy()
        for text in texts.values():
            for known, names in ((less._rows_with, _stems(text)), (less._rows_of, {spelled(text)})):
                for name in names:
                    left = [row for row in known.pop(name, []) if row not in texts]
                    known.update({name: left} if left else {})
        less._counts[list(texts)] = 0
        return less

    def same(self, text: str) -> list[int]:
        """The rows that hold this sentence, however it is typed."""
        return self._rows_of.get(spelled(text), [])

    def words_in_common(self, text: str) -> Vectors:
        """(rows,) share of stems in common (Dice): finds what is said in words that the space has not learnt."""
        mine = _stems(text)
        common = np.zeros(len(self._counts), dtype=np.float32)
        for stem in mine:
            common[self._rows_with.get(stem, [])] += 1
        return np.asarray(2 * common / np.maximum(self._counts + len(mine), 1), dtype=np.float32)


def _stems(text: str) -> set[str]:
    return {term.stem for term in read(text)}


def nearest(text: str, corpus: Corpus, k: int = 5, *, but: Sequence[str] = ()) -> list[Suggestion]:
    """The ``k`` contributions of the corpus that resemble this text most: what is shown while keying."""
    return corpus.nearest(text, k, but=but)
