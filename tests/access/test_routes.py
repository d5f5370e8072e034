"""Every route × every role × every distance, knocked at for real; what is expected comes from the access table."""

from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from jisr.staff.rules import may
from jisr.web.access import SIGNED_IN, Mark, mark_of
from tests.access import world as story
from tests.access.people import a_thousand_pages, entered
from tests.access.routes import ROUTES, Route, patterns
from tests.access.standing import Standing
from tests.ground import post_of, posts_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])

#: One post of every role at every distance from the rows of the story.
WHO = (
    "officer", "worker", "keeper", "director", "sister_officer", "sister_worker", "sister_director", "far_officer",
    "far_worker", "far_director", "delegate", "far_delegate", "coordinator", "far_coordinator", "strategist", "auditor",
    "administrator", "secretary", "moderator", "answering", "adviser", "far_secretary",
    "council", "approver", "second_approver", "far_council",
    "incubator", "reader_one", "reader_two",
)  # fmt: skip
#: The first of each role.
ONE_OF_EACH = (
    "officer", "worker", "director", "delegate", "coordinator", "strategist", "auditor", "administrator", "secretary",
    "moderator", "answering", "adviser", "council", "approver", "second_approver",
    "incubator", "reader_one",
)  # fmt: skip
world = pytest.fixture(story.told, scope="module")
many = pytest.fixture(a_thousand_pages, scope="module", autouse=True)
VIEWS = {name: pattern.callback for name, pattern in patterns()}
#: Pages of one's own account that have nothing to show yet, and entrances that a signed-in person does not need.
NOTHING_THERE = frozenset({
    # a link is read by another login, which does not see a story that was not committed
    "orientation:by_link", "orientation:by_link_code", "orientation:by_link_open", "orientation:by_code",
    "orientation:by_sms",
    # nothing is said in the story, and what is public is read by another login
    "forum:wave", "forum:duty", "forum:moderation", "forum:meeting", "forum:minutes", "forum:contribution",
    "forum:contributions", "forum:statement", "forum:body",
    "forum:vote", "forum:vote_about", "forum:vote_slip", "forum:vote_anew",
    "forum:consensus",
    "agreements:agreement", "agreements:amendments", "agreements:table", "agreements:document",
    "results:agreement", "results:table",
    "agreements:given", "agreements:given_of", "agreements:invented", "agreements:invented_of",
    "calls:call", "calls:check", "calls:apply", "calls:help", "calls:results",
    "forum:say", "forum:screen", "forum:poster", "forum:sheets", "forum:number",
    "strategy:strategy", "strategy:measure", "strategy:plan", "strategy:measures_sheet", "strategy:plan_sheet",
    "thread:one",
    "rounds:page", "rounds:calendar", "rounds:board",  # a draft is no page for everybody
    "scenarios:shared", "scenarios:shared_table", "scenarios:shared_sheet",
    "families:ask",  # without the mark of somebody found, there is nothing to ask for
    "mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate", "drafts:again", "sign_in:demonstration",
})  # fmt: skip


def test_every_route_carries_a_mark():
    """A view without a mark is shut; a route that says nothing was forgotten, not meant."""
    silent = [name for name, view in VIEWS.items() if not isinstance(getattr(view, "access", None), Mark)]
    assert silent == []


def test_every_route_has_a_name_and_is_knocked_at_here():
    """The register of this test is the URLconf, neither more nor less."""
    assert set(VIEWS) - set(ROUTES) == set(), "add the route to tests/access/routes.py and say whose it is"
    built = {name for name in ROUTES if ":" not in name or name.split(":")[0] in {n.split(":")[0] for n in VIEWS}}
    assert built - set(VIEWS) == set(), "these routes are gone"


def test_a_view_without_a_mark_is_shut():
    assert mark_of(lambda request: None).verbs == ("",)
    assert not any(may(post_of(name).role, "") for name in WHO)


@pytest.fixture(scope="module")
def standing():
    """Who stands before the doors, each once."""
    return cache(Standing)


@pytest.mark.parametrize("area", sorted({name.split(":")[0] for name in set(VIEWS) & set(ROUTES)}))
def test_routes_of(area, world, standing, short_refusals):
    """What each person gets is what the table says: the page, nothing at all, or no.

    Where the table says no, one of those who hear it sends a whole request, at each route another; all the others stand
    before the checks in which the no is said (``Standing``).
    """
    wrong, posts = [], posts_of(WHO)
    for route, mark in of_area(area):
        path = route.path(world)
        those = [who for who, post in posts.items() if who in asked(mark, post)]
        no = [who for who in those if refused(mark, posts[who])]
        whole = no[sorted(VIEWS).index(route.name) % len(no)] if no else ""
        for who in those:
            right = expected(route, mark, posts[who])
            got = knock(entered(who), path) if who == whole or who not in no else standing(who).answer(path)
            if got not in right:
                wrong.append(f"{route.name}, {who}: {got}, not {'/'.join(sorted(map(str, right)))}")
        got = knock(Client(), path)
        if (got != "sign in") if mark.verbs else (got == 403):
            wrong.append(f"{route.name}, visitor: {got}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("path", "status"), [("/nothing/is/here/", 404), ("/staff/", 403)])
def test_the_pages_that_say_no_open_whole_to_every_role(path, status):
    """Above, their status is enough; here each role reads them in its own frame, with the way back."""
    verbs = mark_of(resolve("/staff/").func).verbs
    for who, post in posts_of(ONE_OF_EACH).items():
        if status == 404 or not any(may(post.role, verb) for verb in verbs):
            answer = entered(who).get(path)
            assert (answer.status_code, b"<h1" in answer.content) == (status, True), who


def asked(mark: Mark, post) -> tuple[str, ...]:
    """Who knocks: each role from every distance where the table lets it in, one of each where it does not.

    A refusal by the table asks for the role alone, before any row is looked for; a few are enough where every post is
    the same.
    """
    if not mark.verbs or SIGNED_IN in mark.verbs:
        return ("worker", "delegate", "administrator")
    return WHO if any(may(post.role, verb) for verb in mark.verbs) else ONE_OF_EACH


def refused(mark: Mark, post) -> bool:
    """Whether the table lets nobody of this role in."""
    everybody = not mark.verbs or SIGNED_IN in mark.verbs
    return not everybody and not any(may(post.role, verb) for verb in mark.verbs)


def of_area(area: str) -> list[tuple[Route, Mark]]:
    """Routes of an area with the marks of their views."""
    names = sorted(name for name in set(VIEWS) & set(ROUTES) if name.split(":")[0] == area)
    return [(ROUTES[name], mark_of(VIEWS[name])) for name in names]


def expected(route: Route, mark: Mark, post) -> set:
    """What the table says that this post gets."""
    page = {"page"} | ({404} if route.name in NOTHING_THERE else set())
    if not mark.verbs or SIGNED_IN in mark.verbs:
        return page
    if refused(mark, post):
        return {403}
    if route.finds(post):
        return page
    return {403} if route.sees(post) else {404}


def knock(client: Client, path: str):
    """Ask for the page; where it only takes a sent form, send an empty one. Whatever happens is taken back.

    A page that does not exist for somebody must not take her form either.

    Returns:
        "page", "sign in", or the status of a refusal.
    """
    answer = _tried(client.get, path)
    if answer.status_code in {404, 405}:
        sent = _tried(client.post, path)
        answer = answer if (answer.status_code, sent.status_code) == (404, 405) else sent
    if answer.headers.get("Location", "").split("?")[0] == reverse("account_login"):
        return "sign in"
    if answer.status_code >= 500 or answer.status_code in {403, 404}:
        return answer.status_code
    return "page"


def _tried(ask, path: str):
    with transaction.atomic():
        answer = ask(path)
        transaction.set_rollback(True)
    return answer
