"""Laws of the advisory bodies: a member writes for hers, its region answers, and nobody reads a draft from outside."""

from jisr.common.database import scope
from jisr.forum import actions
from jisr.forum.models import Opinion
from tests.access.law import FILES, cells, law, others
from tests.access.laws_forum import fails
from tests.access.probes import counted, page, refused, refused_as, rows, status
from tests.access.world import World
from tests.forum.advising import TODAY, a_body, asked, drafted, given
from tests.ground import OWN, user_of
from tests.stories import under

#: Who has an account and does not sit in the body of region 07.
_OUTSIDE = (
    "officer", "worker", "director", "delegate", "coordinator", "secretary", "answering", "far_adviser", "strategist",
    "auditor", "administrator",
)  # fmt: skip


@law(
    "A member of an advisory body opens no family's file, reads no figures and keeps no catalogue.",
    cells("advisory_body_member", *FILES, "barometer.read", "centres.edit", "centres.import", "forum.survey"),
)
def _(world: World) -> None:
    assert counted("adviser") == {}
    assert status("adviser", "families:household", world.household) == 403
    assert status("adviser", "centres:edit", OWN) == 403
    with scope(user=user_of("adviser").pk):
        assert refused("SELECT 1 FROM common_event LIMIT 1")
        assert rows("SELECT count(*) FROM forum_verbatim") == [(0,)]


@law(
    "Who plans, asks and gives opinions for an advisory body sits in it; nobody else does, not even for another one.",
    cells(others("advisory_body_member"), "forum.advise"),
)
def _(world: World) -> None:
    body = a_body()
    for name in _OUTSIDE:
        with under(name) as held:
            by = {"body": body, "by": held.user}
            assert fails(actions.NotOfTheBody, actions.plan_item, what_ar="س", due_on=TODAY, **by), name
            assert fails(actions.NotOfTheBody, actions.ask_means, kind="room", what_ar="س", **by), name
            assert fails(actions.NotOfTheBody, actions.write_opinion, values={"title_ar": "س"}, **by), name
            assert refused("INSERT INTO forum_bodyseat SELECT * FROM forum_bodyseat"), name


@law("The draft of an opinion is the body's alone: for everybody else it does not exist.")
def _(world: World) -> None:
    draft = drafted(a_body())
    for name in _OUTSIDE:
        with under(name):
            assert rows("SELECT count(*) FROM forum_opinion") == [(0,)], name
    assert status("adviser", "forum:bodies:write", draft.pk) == 200
    assert draft.text_ar not in page("answering", "forum:bodies:body", draft.body.code)


@law("A region answers its own bodies, and a body does not answer itself.")
def _(world: World) -> None:
    body = a_body()
    request, opinion = asked(body), given(body)
    for name in ("adviser", "secretary", "coordinator", "far_answering"):
        with under(name) as held:
            told = {"why": "س", "next_step": "س", "office_ar": "س", "by": held.user}
            means = {"request": request, "expected": 1, "kind": "refused"}
            assert fails(actions.NotOfTheRegion, actions.answer_means, **means, **told), name
            assert fails(actions.NotOfTheRegion, actions.tell_outcome, opinion=opinion, kind="followed", **told), name
            assert refused(
                "INSERT INTO forum_meansanswer (id, is_demonstration, kind, why, next_step, office_ar, office_fr,"
                " answered_on, body_id, request_id) SELECT gen_random_uuid(), true, 'refused', 'x', 'x', 'x', '',"
                " CURRENT_DATE, body_id, id FROM forum_meansrequest"
            ), name


@law(
    "Without an account nobody reads a draft, nor who holds the account of a member, and writes nothing.",
    committed=True,
)
def _(world: World) -> None:
    body = a_body("committed-body")
    hidden, shown = drafted(body), given(body)
    with scope(speaking="public"):
        assert [row.pk for row in Opinion.objects.filter(pk__in=[hidden.pk, shown.pk])] == [shown.pk]
    assert refused_as("public", "SELECT 1 FROM forum_bodyseat")
    for table in ("advisorybody", "bodymember", "programmeitem", "meansrequest", "meansanswer", "opinion"):
        assert refused_as("public", f"UPDATE forum_{table} SET id = id"), table
        assert refused_as("public", f"INSERT INTO forum_{table} DEFAULT VALUES"), table
    assert refused_as("public", f"SELECT jisr_forum_own_name('{hidden.pk}', 'x', '')")
