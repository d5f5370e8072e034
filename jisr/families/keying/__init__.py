"""From names to the keys by which persons are found: one person's, a load's, everybody's."""

from jisr.families.keying.forgetting import forget_unused as forget_unused
from jisr.families.keying.reading import Keys as Keys
from jisr.families.keying.reading import Vocabulary as Vocabulary
from jisr.families.keying.reading import arrays as arrays
from jisr.families.keying.reading import code_of as code_of
from jisr.families.keying.reading import keys_of as keys_of
from jisr.families.keying.reading import read as read
from jisr.families.keying.rekeying import complete as complete
from jisr.families.keying.rekeying import is_due as is_due
from jisr.families.keying.rekeying import rekey as rekey
from jisr.families.keying.warming import warm as warm
