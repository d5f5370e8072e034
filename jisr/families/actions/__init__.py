"""Acts on a family's file: each one verb, one transaction, one journal line."""

from jisr.families.actions.access import answer_access as answer_access
from jisr.families.actions.access import ask_access as ask_access
from jisr.families.actions.access import give_access as give_access
from jisr.families.actions.consents import AlreadyWithdrawn as AlreadyWithdrawn
from jisr.families.actions.consents import consent as consent
from jisr.families.actions.consents import withdraw as withdraw
from jisr.families.actions.households import add_phone as add_phone
from jisr.families.actions.households import change_household as change_household
from jisr.families.actions.households import open_household as open_household
from jisr.families.actions.persons import NAMES as NAMES
from jisr.families.actions.persons import add_identity as add_identity
from jisr.families.actions.persons import add_person as add_person
from jisr.families.actions.persons import change_person as change_person
