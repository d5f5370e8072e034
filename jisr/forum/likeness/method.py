"""What every suggestion says of how it was made, and the weights it was made with.

The weights were chosen on the half of tests/forum/likeness/data/labelled.yaml that is not held out, then once more
with 32 public sentences by others that are not kept here. Whoever changes one changes VERSION: stored suggestions and
their verdicts are counted by version.
"""

from typing import Final

METHOD: Final = "folding+tfidf+lsa+thesaurus"
VERSION: Final = "1"

# share of each kind of feature in a text's vector before the decomposition; a circumstance is a concept without a theme
WEIGHTS: Final = {"word": 1.0, "gram": 0.8, "sound": 0.8, "concept": 1.6, "circumstance": 0.4, "theme": 0.5}
# share of the concepts beside the decomposition: what LSA does not blur. More is better on sentences whose words the
# thesaurus knows, and worse on those of the press, which say half of it in other words (docs/performance.md)
CONCEPT_SHARE: Final = 0.3
DIMENSIONS: Final = 128
# a feature that one text alone has joins nothing; small corpora keep it, for the texts that will come
RARE_FROM_TEXTS: Final = 1_000

# nearest: below this, two texts are not shown as alike
ALIKE: Final = 0.40
# near-duplicates: share of letter groups in common
SAME: Final = 0.75
# groups: average likeness at which two groups are still one
TOGETHER: Final = 0.35
