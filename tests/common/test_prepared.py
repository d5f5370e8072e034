"""A prepared query gives what the query itself gives, and is asked with other values each time."""

from datetime import date

import pytest
from django.db import connections
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.common.prepared import Prepared
from jisr.settings.database import login
from jisr.staff import queries
from jisr.staff.models import Post
from tests.ground import post_of, user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
SOCKET, NETWORK = "postgresql://jisr@/jisr?host=/run/jisr&port=5432", "postgresql://jisr:x@db.example.org/jisr"
PLACES = ("centre", "province", "region")


def test_it_gives_what_the_query_gives(django_assert_num_queries):
    """Every column of the post and of its places, and nothing more to be asked for what a page says of them."""
    for who in ("officer", "delegate", "coordinator", "strategist", "keeper"):
        user = user_of(who)
        held = queries.with_places(Post.objects.filter(queries.holding(), user=user)).order_by("-since", "-id")
        expected = [columns(post) for post in held]

        with django_assert_num_queries(1):
            found = queries.current_posts(user)
            said = [str(getattr(post, place) or "") for post in found for place in (*PLACES, "user")]

        assert [columns(post) for post in found] == expected
        assert any(said) and all(post.user is user for post in found)


def test_another_day_is_another_answer():
    """The values of one time do not stay for the next."""
    post = post_of("officer")
    held = Prepared(
        lambda user, day: Post.objects.filter(queries.holding(day), user_id=user), user=-1, day=date(1, 1, 1)
    )

    assert held(user=post.user_id, day=timezone.localdate()) == [post]
    assert held(user=post.user_id, day=date(1900, 1, 1)) == []
    assert held(user=0, day=timezone.localdate()) == []


def test_any_of_gives_what_in_gives(django_assert_num_queries):
    """However many values, and none; a column that was not read is read when it is asked for, as with a query."""
    keys = list(Post.objects.order_by("pk").values_list("pk", flat=True)[:5])
    held = Prepared(lambda keys: Post.objects.filter(pk__any_of=keys).only("role").order_by("pk"), keys=[-1])
    since = Post.objects.get(pk=keys[0]).since

    assert held(keys=[]) == []
    for few in (keys[:1], keys):
        assert held(keys=few) == list(Post.objects.filter(pk__in=few).order_by("pk"))
    [one] = held(keys=keys[:1])
    with django_assert_num_queries(1):
        assert one.since == since


def test_the_server_keeps_it_only_where_no_pooler_may_stand_in_between(monkeypatch):
    """A pooler hands a connection on to others, who then lack what was kept for them."""
    monkeypatch.delenv("JISR_NO_POOLER", raising=False)
    after = [login(url, mirror=False)["OPTIONS"]["prepare_threshold"] for url in (SOCKET, NETWORK)]
    monkeypatch.setenv("JISR_NO_POOLER", "1")
    sure = login(NETWORK, mirror=False)["OPTIONS"]["prepare_threshold"]

    assert after == [5, None]
    assert sure == 5


def test_kept_by_the_server_or_not_it_answers_alike():
    """The values stand in the text or beside it; the rows are the same."""
    post, raw = post_of("officer"), connections["default"].connection
    held = Prepared(lambda user: Post.objects.filter(user_id=user).order_by("id"), user=-1)
    before, said = raw.prepare_threshold, []

    for raw.prepare_threshold in (None, 0, 0):
        with CaptureQueriesContext(connections["default"]) as seen:
            said.append((held(user=post.user_id), "$1" in seen[0]["sql"]))
    raw.prepare_threshold = before

    rows = list(Post.objects.filter(user_id=post.user_id).order_by("id"))
    assert said == [(rows, False), (rows, True), (rows, True)]


@pytest.mark.parametrize(
    "query",
    [
        lambda user: Post.objects.filter(user_id=user + 1),
        lambda user: Post.objects.filter(user_id=user).annotate(n=F("since")),
    ],
)
def test_what_cannot_be_prepared_is_refused(query):
    """A value that is changed on its way would stay that of the example for ever."""
    with pytest.raises(ValueError, match="prepared query"):
        Prepared(query, user=-1)(user=1)


def columns(post):
    """What was read of a post and of its places."""
    return [
        {name: value for name, value in vars(one).items() if name != "_state"} if one else None
        for one in (post, *(getattr(post, place) for place in PLACES))
    ]
