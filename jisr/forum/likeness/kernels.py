"""The heavy numbers of likeness: lengths, leading directions, small clusters, average linkage."""

from typing import Final

import numpy as np
import scipy  # its parts load when first used: a program that never asks starts half a second sooner
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# up to so many things, each pair is compared; more are first gathered into so many small clusters
PAIRWISE: Final = 2_500
_ROUNDS: Final = 12
_TINY: Final = 1e-12


def rows_of_length_one(rows: Floats) -> Floats:
    """Each row divided by its length; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > _TINY)


def sparse_rows_of_length_one(rows: "scipy.sparse.csr_matrix") -> "scipy.sparse.csr_matrix":
    """The same for a sparse matrix."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > _TINY)
    return scipy.sparse.csr_matrix(scipy.sparse.diags(scale) @ rows, dtype=np.float32)


def leading_directions(rows: "scipy.sparse.csr_matrix", most: int) -> Floats:
    """(columns, up to ``most``) right singular vectors, the strongest first: the basis of LSA.

    Few rows are decomposed whole through their products; many by ARPACK from one fixed start, so that the same corpus
    gives the same basis.

    Source: Deerwester et al. 1990, Journal of the American Society for Information Science 41(6).
    """
    size = min(rows.shape)
    if size == 0:
        return np.zeros((rows.shape[1], 0), dtype=np.float32)
    if rows.shape[0] <= max(most + 1, 400):
        products = (rows @ rows.T).toarray().astype(np.float64)
        values, left = np.linalg.eigh(products)
        kept = np.argsort(-values, kind="stable")[:most]
        kept = kept[values[kept] > max(values.max(), 0.0) * 1e-6]
        right = rows.T @ (left[:, kept] / np.sqrt(values[kept]))
        return np.asarray(right, dtype=np.float32)
    start = np.full(size, size**-0.5)
    exact, count = rows.astype(np.float64), min(most, size - 1)
    _, strengths, right = scipy.sparse.linalg.svds(exact, k=count, v0=start, solver="arpack")
    return np.asarray(right[np.argsort(-strengths, kind="stable")].T, dtype=np.float32)


def average_groups(rows: Floats, together: float) -> NDArray[np.int64]:
    """(rows,) number of the group of each row: joined while the average likeness of two groups is at least this.

    Args:
        rows: vectors of length one.
        together: cosine from 0 to 1.

    Source: average linkage (UPGMA), Sokal and Michener 1958, over cosines. Above PAIRWISE rows, over the centres of
    small clusters, which makes it quick and a little coarser.
    """
    if len(rows) < 2:
        return np.zeros(len(rows), dtype=np.int64)
    if len(rows) <= PAIRWISE:
        return _cut(_average_merges(rows, np.ones(len(rows))), len(rows), together)
    filled, small, sizes = np.unique(small_clusters(rows, PAIRWISE), return_inverse=True, return_counts=True)
    merges = _average_merges(_centres(rows, small, len(filled)), sizes.astype(np.float64))
    return _cut(merges, len(filled), together)[small]


def small_clusters(rows: Floats, count: int) -> NDArray[np.int64]:
    """(rows,) number of the nearest of ``count`` centres, by spherical k-means from rows evenly spread."""
    order = np.lexsort(np.round(rows[:, :3].T.astype(np.float64), 6))
    centres = rows[order[np.linspace(0, len(rows) - 1, count).astype(int)]]
    nearest = np.zeros(len(rows), dtype=np.int64)
    for _ in range(_ROUNDS):
        now = _nearest_centre(rows, centres)
        if (now == nearest).all():
            break
        nearest = now
        centres = _centres(rows, nearest, count)
    return nearest


def likeness_of_pairs(rows: Floats, at_least: float, block: int = 1_000) -> list[tuple[int, int]]:
    """The pairs (lower, higher) of rows whose cosine is at least this, found block by block."""
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(rows), block):
        cosines = rows[start : start + block] @ rows[start:].T
        for low, high in np.argwhere(cosines >= at_least):
            if low < high:
                pairs.append((start + int(low), start + int(high)))
    return pairs


def _average_merges(rows: Floats, sizes: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    """The joins of average linkage as (one, other, likeness), by chains of nearest neighbours.

    A chain walks from each cluster to its nearest until two are each other's nearest; these are joined. Quadratic.

    Source: Murtagh 1983, The Computer Journal 26(4); update of Lance and Williams 1967 for averages.
    """
    near = (rows @ rows.T).astype(np.float64)
    np.fill_diagonal(near, -np.inf)
    sizes, alive, chain = sizes.copy(), np.ones(len(rows), dtype=bool), list[int]()
    merges: list[tuple[int, int, float]] = []
    while len(merges) < len(rows) - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        last = chain[-1]
        nearest = int(np.argmax(near[last]))
        if len(chain) > 1 and near[last, chain[-2]] >= near[last, nearest]:
            nearest = chain[-2]  # of equals, the one it came from: a chain must not turn in a circle
        if len(chain) < 2 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        del chain[-2:]
        merges.append((last, nearest, float(near[last, nearest])))
        _join(near, sizes, last, nearest)
        alive[nearest] = False
    return merges


def _join(near: NDArray[np.float64], sizes: NDArray[np.float64], kept: int, gone: int) -> None:
    """Put ``gone`` into ``kept``: its likeness to the others is the average over all members."""
    joined = (sizes[kept] * near[kept] + sizes[gone] * near[gone]) / (sizes[kept] + sizes[gone])
    joined[[kept, gone]] = -np.inf
    near[kept], near[:, kept] = joined, joined
    near[gone], near[:, gone] = -np.inf, -np.inf
    sizes[kept] += sizes[gone]


def _cut(merges: list[tuple[int, int, float]], count: int, together: float) -> NDArray[np.int64]:
    """(count,) numbers of groups after the joins that are alike enough; an average never rises from join to join."""
    of = list(range(count))

    def root(at: int) -> int:
        while of[at] != at:
            of[at] = of[of[at]]
            at = of[at]
        return at

    for one, other, likeness in merges:
        if likeness >= together:
            of[root(other)] = root(one)
    return np.unique([root(at) for at in range(count)], return_inverse=True)[1].astype(np.int64)


def _nearest_centre(rows: Floats, centres: Floats) -> NDArray[np.int64]:
    return np.concatenate(
        [np.argmax(rows[start : start + 2_000] @ centres.T, axis=1) for start in range(0, len(rows), 2_000)]
    ).astype(np.int64)


def _centres(rows: Floats, member: NDArray[np.int64], count: int) -> Floats:
    ones, order = np.ones(len(rows), np.float32), np.arange(len(rows))
    belongs = scipy.sparse.csr_matrix((ones, (member, order)), (count, len(rows)))
    return rows_of_length_one(np.asarray(belongs @ rows, dtype=np.float32))
