"""What is stored of families."""

from jisr.families.models.consents import Consent as Consent
from jisr.families.models.households import Access as Access
from jisr.families.models.households import AccessRequest as AccessRequest
from jisr.families.models.households import Household as Household
from jisr.families.models.households import Referent as Referent
from jisr.families.models.households import Resource as Resource
from jisr.families.models.keys import Folding as Folding
from jisr.families.models.keys import PersonKey as PersonKey
from jisr.families.models.keys import Search as Search
from jisr.families.models.keys import Skeleton as Skeleton
from jisr.families.models.keys import SkeletonAlias as SkeletonAlias
from jisr.families.models.merging import Former as Former
from jisr.families.models.merging import Merge as Merge
from jisr.families.models.merging import MergeChange as MergeChange
from jisr.families.models.merging import ProtectedLink as ProtectedLink
from jisr.families.models.merging import Review as Review
from jisr.families.models.persons import Identity as Identity
from jisr.families.models.persons import Membership as Membership
from jisr.families.models.persons import Person as Person
from jisr.families.models.persons import Phone as Phone
from jisr.families.models.sides import ASKED_OR_ANSWERED as ASKED_OR_ANSWERED
from jisr.families.models.sides import ENDED_AFTER_BEGUN as ENDED_AFTER_BEGUN
from jisr.families.models.sides import TWO_SIDES as TWO_SIDES
