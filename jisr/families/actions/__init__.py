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
from jisr.families.actions.life import LeftBefore as LeftBefore
from jisr.families.actions.life import bring_to_safety as bring_to_safety
from jisr.families.actions.life import change_head as change_head
from jisr.families.actions.life import come_back as come_back
from jisr.families.actions.life import hand_papers_to as hand_papers_to
from jisr.families.actions.life import leave as leave
from jisr.families.actions.life import leave_together as leave_together
from jisr.families.actions.life import move as move
from jisr.families.actions.life import move_out as move_out
from jisr.families.actions.life import name_referent as name_referent
from jisr.families.actions.persons import NAMES as NAMES
from jisr.families.actions.persons import add_identity as add_identity
from jisr.families.actions.persons import add_person as add_person
from jisr.families.actions.persons import change_person as change_person
from jisr.families.actions.resources import add_resource as add_resource
from jisr.families.actions.resources import end_resource as end_resource
