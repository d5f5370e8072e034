"""Writes of results: one act a function, its journal line in the same transaction, every law judged at its end."""

from jisr.ledger.results.actions.framework import add_indicator as add_indicator
from jisr.ledger.results.actions.framework import drop_indicator as drop_indicator
from jisr.ledger.results.actions.framework import drop_target as drop_target
from jisr.ledger.results.actions.framework import edit_indicator as edit_indicator
from jisr.ledger.results.actions.framework import end_indicator as end_indicator
from jisr.ledger.results.actions.framework import set_target as set_target
from jisr.ledger.results.actions.laws import BrokenLaw as BrokenLaw
from jisr.ledger.results.actions.laws import NotTheReporter as NotTheReporter
from jisr.ledger.results.actions.laws import keeps as keeps
from jisr.ledger.results.actions.laws import reported_by as reported_by
from jisr.ledger.results.actions.reports import approve as approve
from jisr.ledger.results.actions.reports import correct as correct
from jisr.ledger.results.actions.reports import give_back as give_back
from jisr.ledger.results.actions.reports import throw_away as throw_away
from jisr.ledger.results.actions.reports import write as write
from jisr.ledger.results.actions.sheets import put_results as put_results
from jisr.ledger.results.actions.sheets import put_targets as put_targets
