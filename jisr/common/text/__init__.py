"""Arabic and French as people type them: tidied to be kept, folded to be found, reduced to be matched."""

from jisr.common.text.folding import clean_typed, fold, words
from jisr.common.text.sounds import fine, skeleton, skeletons

__all__ = ["clean_typed", "fine", "fold", "skeleton", "skeletons", "words"]
