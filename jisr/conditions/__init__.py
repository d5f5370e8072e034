"""Rule trees over named facts: yes, no or unknown, with what is missing, in words. Plain Python, no database."""

from jisr.conditions.asking import Question as Question
from jisr.conditions.asking import judge_each as judge_each
from jisr.conditions.asking import next_question as next_question
from jisr.conditions.asking import next_questions as next_questions
from jisr.conditions.books import Book as Book
from jisr.conditions.books import read_book as read_book
from jisr.conditions.facts import BadRule as BadRule
from jisr.conditions.facts import Fact as Fact
from jisr.conditions.facts import Vocabulary as Vocabulary
from jisr.conditions.judging import Verdict as Verdict
from jisr.conditions.judging import answer as answer
from jisr.conditions.judging import judge as judge
from jisr.conditions.sentences import demands as demands
from jisr.conditions.sentences import reasons as reasons
from jisr.conditions.sentences import sentence as sentence
from jisr.conditions.telling import Line as Line
from jisr.conditions.telling import asked as asked
from jisr.conditions.telling import lines as lines
from jisr.conditions.telling import sentence_of as sentence_of
from jisr.conditions.trees import AllOf as AllOf
from jisr.conditions.trees import AnyOf as AnyOf
from jisr.conditions.trees import BadFact as BadFact
from jisr.conditions.trees import Not as Not
from jisr.conditions.trees import Test as Test
from jisr.conditions.writing import as_told as as_told
from jisr.conditions.writing import tree_of as tree_of
