"""A prepared query gives what the query itself gives, and is asked with other values each time."""

from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from jisr.common.prepared import Prepared
from jisr.staff import queries
from jisr.staff.models import Post
from tests.ground import post_of, user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
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
