"""A referral is in exactly one list for each role, and what is to be done stands once on the work list."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.staff.rules import may
from jisr.web.work import tasks
from jisr.window.orientation import lists
from jisr.window.orientation.choices import WAITING
from jisr.window.orientation.models import Referral
from tests.access.people import entered
from tests.ground import SERVICE_OWN, SERVICE_SISTER, post_of
from tests.stories import under
from tests.window.referrals import in_each_state

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
TODAY = timezone.localdate()
DONE_BY = {"answer": "orientation.answer", "carry_out": "orientation.answer"}


def keys_of(name):
    """{list: keys of its referrals} for somebody of ``PEOPLE``."""
    post = post_of(name)
    names = lists.shown_to(orients=may(post.role, "orientation.propose"))
    with under(name):
        return {
            one: {row.pk for row in lists.rows(one, [post.centre_id], TODAY, most=99, names=names)} for one in names
        }


def waiting(name):
    """Keys of the referrals and needs to which the rows of somebody's work list lead."""
    with under(name) as post:
        hrefs = [task.href for task in tasks.of(post).tasks]
    return [key for href in hrefs for key in re.findall(r"/orientation/(?:referral|need)/([0-9a-f-]{36})", href)]


def test_each_referral_of_each_state_is_in_one_list_of_each_role():
    """Sent away, sent inside the house, late and in time; worker, officer and director on both sides."""
    with under("worker") as held:
        away = in_each_state(held, service=SERVICE_SISTER, theme="disability")
        inside = in_each_state(held, service=SERVICE_OWN, theme="family")
        rows = {row.pk: row for row in [*away.values(), *inside.values()]}
    for days in (3, -3):
        with under("worker"):
            waits = Referral.objects.filter(state__in=WAITING)
            waits.update(answer_by=TODAY + timedelta(days=days), decide_by=TODAY + timedelta(days=days))
        for name in ("worker", "officer", "director", "sister_worker", "sister_officer", "far_worker"):
            found = keys_of(name)
            post, all_found = post_of(name), [key for keys in found.values() for key in keys]
            orients = may(post.role, "orientation.propose")
            wanted = {
                key for key, row in rows.items()
                if post.centre_id in ([row.from_centre_id, row.to_centre_id] if orients else [row.to_centre_id])
            }  # fmt: skip
            assert len(all_found) == len(set(all_found)), name
            assert set(all_found) == wanted, name
            on_desk = waiting(name)
            # needs without a referral do not exist here: each row of the desk is one referral, or its need again
            desk = {key: on_desk.count(str(key)) + on_desk.count(str(rows[key].need_id)) for key in wanted}
            for key, times in desk.items():
                here = next(one for one, keys in found.items() if key in keys)
                to_do = here in lists.TO_DO and may(post.role, DONE_BY.get(here, "orientation.propose"))
                late = rows[key].state in WAITING and days < 0
                assert times == (to_do and (name != "director" or late)), (name, here, rows[key].state, days)


def test_the_page_of_lists_counts_what_it_shows():
    """Every list opens, says how many stand in it, and shows that many."""
    with under("worker") as held:
        in_each_state(held, service=SERVICE_SISTER, theme="disability")
    for name in ("worker", "sister_officer"):
        found, client = keys_of(name), entered(name, headers={"accept-language": "en"})
        for one, keys in found.items():
            page = client.get(f"/orientation/referrals/?list={one}")
            shown = set(re.findall(r"/orientation/referral/([0-9a-f-]{36})/", page.content.decode()))
            assert shown == {str(key) for key in keys}, (name, one)
            assert {code: n for code, _label, n, _to_do in page.context["lists"]}[one] == len(keys)
