"""What is stored of families."""

from jisr.families.models.consents import Consent as Consent
from jisr.families.models.households import Access as Access
from jisr.families.models.households import AccessRequest as AccessRequest
from jisr.families.models.households import Household as Household
from jisr.families.models.households import Referent as Referent
from jisr.families.models.households import Resource as Resource
from jisr.families.models.keys import NameKey as NameKey
from jisr.families.models.persons import Identity as Identity
from jisr.families.models.persons import Membership as Membership
from jisr.families.models.persons import Person as Person
from jisr.families.models.persons import Phone as Phone
from jisr.families.models.rights import Erasure as Erasure
from jisr.families.models.rights import RetentionBatch as RetentionBatch
from jisr.families.models.rights import RightsRequest as RightsRequest
from jisr.families.models.sealed import DataKey as DataKey
from jisr.families.models.sealed import SealsWords as SealsWords
from jisr.families.models.sealed import Words as Words
from jisr.families.models.sealed import WrappingKey as WrappingKey
from jisr.families.models.sealed import read_keys as read_keys
from jisr.families.models.sides import ASKED_OR_ANSWERED as ASKED_OR_ANSWERED
from jisr.families.models.sides import ENDED_AFTER_BEGUN as ENDED_AFTER_BEGUN
from jisr.families.models.sides import TWO_SIDES as TWO_SIDES
