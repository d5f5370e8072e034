"""Knocking at the walls: raw SQL as a login of the product under the scope of a post, and its real pages."""

from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.staff.queries import scope_of
from tests.access.people import entered
from tests.ground import OWN, post_of, user_of

#: A key of no meaning for a person.
INDEX = (
    "SELECT jisr_index_persons(ARRAY[%s::uuid], '{0}', '{1}', '{1}', '{a}', '{b}', '{c}', '{d}',"
    " '{}', '{}', '{}', '{}', '{}')"
)
#: Tables in which a person can be found.
OF_PERSONS = (
    "families_household", "families_person", "families_membership", "families_phone", "families_identity",
    "families_consent", "families_access", "families_review", "families_merge", "families_former",
    "families_protectedlink", "reception_visit", "listening_interview", "listening_need",
    "listening_note", "orientation_referral", "deposits_deposit", "pathways_plan", "pathways_step", "pathways_followup",
    "outgoing_message", "appointments_appointment", "appointments_wait",
    "reception_alert", "forum_replyaddress", "calls_applicant", "calls_helprequest",
)  # fmt: skip
#: Who stands for a role when its doors are tried.
STANDS_FOR = {
    "reception_officer": "officer", "social_worker": "worker", "centre_director": "director",
    "provincial_delegate": "delegate", "regional_coordinator": "coordinator", "strategist": "strategist",
    "auditor": "auditor", "administrator": "administrator", "wave_secretary": "secretary", "moderator": "moderator",
    "answering_body": "answering", "advisory_body_member": "adviser",
    "regional_council": "council", "first_approver": "approver", "second_approver": "second_approver",
    "incubator": "incubator", "file_reader": "reader_one",
}  # fmt: skip


def rows(sql: str, *values: object) -> list[tuple]:
    """Rows as the application's login reads them, in the scope that holds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def refused(sql: str, *values: object) -> bool:
    """Whether the database refuses a statement of the application's login."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def refused_as(login: str, sql: str) -> bool:
    """Whether the database refuses a statement of another login."""
    try:
        with scope(speaking=login), connections[login].cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


def counted(name: str) -> dict[str, int]:
    """How many rows of each table of persons the post of somebody sees, where it sees any."""
    post = post_of(name)
    with scope(**scope_of(post, user=post.user)):
        found = {table: rows(f"SELECT count(*) FROM {table}")[0][0] for table in OF_PERSONS}
    return {table: count for table, count in found.items() if count}


def status(name: str, route: str, *arguments: object) -> int:
    """What somebody gets at a route."""
    return entered(name).get(reverse(route, args=arguments)).status_code


def sent(name: str, route: str, *arguments: object, **fields: str) -> int:
    """What somebody gets who sends a form to a route."""
    return entered(name).post(reverse(route, args=arguments), fields).status_code


def page(name: str, route: str, *arguments: object) -> str:
    """What somebody reads at a route."""
    return entered(name).get(reverse(route, args=arguments)).content.decode()


def assigned(name: str, *, by: str) -> str:
    """What the database answers when somebody makes somebody a social worker of ``OWN``; "" when it does."""
    values = (new_key(), user_of(name).pk, "social_worker", OWN, None, None, timezone.localdate(), None, [])
    with scope(user=user_of(by).pk):
        ((answer,),) = call("staff_assign", *values)
    return answer
