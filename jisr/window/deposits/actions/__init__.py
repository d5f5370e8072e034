"""Acts of deposits."""

from jisr.window.deposits.actions.deciding import DecidedByYou as DecidedByYou
from jisr.window.deposits.actions.deciding import SilenceAgreed as SilenceAgreed
from jisr.window.deposits.actions.deciding import TooLate as TooLate
from jisr.window.deposits.actions.deciding import appeal as appeal
from jisr.window.deposits.actions.deciding import complain as complain
from jisr.window.deposits.actions.deciding import grant as grant
from jisr.window.deposits.actions.deciding import refuse as refuse
from jisr.window.deposits.actions.deciding import settle as settle
from jisr.window.deposits.actions.depositing import AskedBefore as AskedBefore
from jisr.window.deposits.actions.depositing import TooLateToAsk as TooLateToAsk
from jisr.window.deposits.actions.depositing import ask_completion as ask_completion
from jisr.window.deposits.actions.depositing import bring as bring
from jisr.window.deposits.actions.depositing import check_papers as check_papers
from jisr.window.deposits.actions.depositing import deposit as deposit
from jisr.window.deposits.actions.depositing import go_on_without as go_on_without
from jisr.window.deposits.actions.following import hand_over as hand_over
from jisr.window.deposits.actions.following import note_stage as note_stage
from jisr.window.deposits.actions.following import tell_renewal as tell_renewal
from jisr.window.deposits.actions.following import withdraw as withdraw
from jisr.window.deposits.actions.moving import Moved as Moved
