"""What the forum keeps: waves and meetings, contributions and their sealed words, statements, answers."""

from jisr.forum.models.addresses import ReplyAddress as ReplyAddress
from jisr.forum.models.answers import Answer as Answer
from jisr.forum.models.around import Invitation as Invitation
from jisr.forum.models.around import MinutesDraft as MinutesDraft
from jisr.forum.models.around import Signing as Signing
from jisr.forum.models.bodies import AdvisoryBody as AdvisoryBody
from jisr.forum.models.bodies import BodyMember as BodyMember
from jisr.forum.models.bodies import BodySeat as BodySeat
from jisr.forum.models.bodies import MeansAnswer as MeansAnswer
from jisr.forum.models.bodies import MeansRequest as MeansRequest
from jisr.forum.models.bodies import ProgrammeItem as ProgrammeItem
from jisr.forum.models.contributions import MOST_CHARACTERS as MOST_CHARACTERS
from jisr.forum.models.contributions import Contribution as Contribution
from jisr.forum.models.contributions import Verbatim as Verbatim
from jisr.forum.models.opinions import Opinion as Opinion
from jisr.forum.models.opinions import OpinionOutcome as OpinionOutcome
from jisr.forum.models.statements import Edge as Edge
from jisr.forum.models.statements import EdgeFrom as EdgeFrom
from jisr.forum.models.statements import EdgeTo as EdgeTo
from jisr.forum.models.statements import Statement as Statement
from jisr.forum.models.statements import StatementVote as StatementVote
from jisr.forum.models.waves import Attendance as Attendance
from jisr.forum.models.waves import Commitment as Commitment
from jisr.forum.models.waves import Meeting as Meeting
from jisr.forum.models.waves import Seat as Seat
from jisr.forum.models.waves import Wave as Wave
