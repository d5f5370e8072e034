"""Arabic, Tifinagh and French as people type them: tidied to be kept, folded to be found, reduced to be matched."""

from jisr.common.text.folding import clean_typed, fold, words
from jisr.common.text.parts import Part, name_parts, name_whole
from jisr.common.text.probes import deletions, probes
from jisr.common.text.sounds import FOLD_VERSION, fine, skeleton, skeletons

__all__ = [
    "FOLD_VERSION", "Part", "clean_typed", "deletions", "fine", "fold", "name_parts", "name_whole", "probes",
    "skeleton", "skeletons", "words",
]  # fmt: skip
