"""Scenarios as they are drawn, computed, kept and shared; through the product's own acts, under its own walls."""

import pytest
from django.db import IntegrityError, transaction

from jisr.atlas import queries as atlas
from jisr.atlas.scenarios import actions, queries
from jisr.atlas.scenarios.models import Scenario
from jisr.centres.models import Service
from jisr.common.database import scope
from jisr.common.errors import OutOfReach
from tests.ground import IMINTANOUTE, LALLA_AZIZA, SHELTER
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
#: What another login is to see must be committed.
ROWS = pytest.mark.django_db(transaction=True, databases=LOGINS)
QUESTION = {
    "theme": "disability",
    "who": "disabled",
    "way": "taxi",
    "limit": "60",
    "supply": "total",
    "within": "07.161",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    atlas.forget()


def begun(held, title="سيناريو", **more):
    """A draft about disability in Chichaoua."""
    return actions.begin(by=held.user, title=title, **QUESTION | more)


def picked(held, row, deed, *places, days=0, size=30):
    """Places put in by hand."""
    return actions.pick(scenario=row, by=held.user, deed=deed, places=places, size=size, days=days, year=row.first_year)


def test_an_empty_scenario_changes_no_figure():
    """Who does nothing finds everything as it is: nobody gains, no index moves, nothing is spent."""
    with under("strategist") as held:
        told = queries.figures(begun(held))

    assert all(one["before"] == one["after"] and one["gained"] == 0 for one in told["groups"].values())
    assert told["equity"][0] == told["equity"][1]
    assert (told["cost"], told["roads"]["people_km"], told["roads"]["kg"], told["sites"]) == (0, 0, 0, [])


def test_people_gained_add_up_by_province():
    """Whoever gains lives in one province, and the provinces together are the whole."""
    with under("strategist") as held:
        row = begun(held, within="07")
        far = [one.code for one in atlas.ground().communes if one.code[:2] == "07" and "07.161" not in one.code]
        told = queries.figures(picked(held, row, "open", f"commune:{LALLA_AZIZA}", f"commune:{far[0]}"))

    whole = told["groups"]["disabled"]["gained"]
    assert whole > 0
    assert sum(one["gained"] for one in told["provinces"]) == pytest.approx(whole)


def test_more_budget_never_worsens_the_aim():
    """What the smaller sum paid for, the larger pays too."""
    with under("strategist") as held:
        values = []
        for budget in (0, 4_000_000_00, 12_000_000_00):
            row = actions.compute(scenario=begun(held, budget=budget), by=held.user)
            values.append(row.proof["value"])

    assert values == sorted(values)
    assert values[0] == row.proof["before"]
    assert row.proof["verdict"] == "optimal"


@ROWS
def test_a_kept_scenario_answers_the_same_after_the_catalogue_changed():
    """Its inputs are kept with it; what is otherwise since is said, and not computed into it."""
    with under("strategist") as held:
        row = picked(held, begun(held), "mobile", f"commune:{IMINTANOUTE}", days=1)
        row = actions.keep(scenario=row, by=held.user)
        before, had = queries.figures(row), row.kept["inputs"]
    with scope(speaking="owner"):
        Service.objects.filter(theme="disability").update(places_total=999)
    atlas.forget()

    with under("strategist"):
        again = queries.scenario(row.pk)
        since = queries.since(again)
        assert queries.figures(again) == before
        assert again.kept["inputs"] == had
    assert since.changed > 0 and not since.ground


def test_what_is_kept_is_never_written_again():
    """Not by its author's acts, and not by a statement that forgets them."""
    with under("strategist") as held:
        row = actions.keep(scenario=begun(held), by=held.user)
        with pytest.raises(actions.IsKept):
            actions.compute(scenario=row, by=held.user)
        with pytest.raises(IntegrityError), transaction.atomic():
            Scenario.objects.filter(pk=row.pk).update(title="x")


def test_a_draft_is_its_authors_and_a_kept_one_her_colleagues():
    """The delegate reads what the strategist kept, cannot write it, and knows nothing of her drafts."""
    with under("strategist") as held:
        draft, kept = begun(held), actions.keep(scenario=begun(held), by=held.user)

    with under("delegate") as other:
        assert [one.pk for one in queries.listed()] == [kept.pk]
        assert queries.scenario(draft.pk) is None
        with pytest.raises(OutOfReach):
            actions.throw_away(scenario=kept, by=other.user)
        mine = actions.copy(scenario=kept, by=other.user, title="مثله")
        assert mine.author_id == other.user_id
    with under("worker"):
        assert not queries.listed().exists()


@ROWS
def test_a_link_opens_what_was_shared_until_it_is_taken_back():
    """Another secret opens nothing, and neither does the table itself."""
    with under("strategist") as held:
        row = actions.keep(scenario=begun(held), by=held.user)
        link, secret = actions.share(scenarios=[row], days=30, by=held.user)
        with pytest.raises(actions.NothingToShare):
            actions.share(scenarios=[begun(held)], days=30, by=held.user)

    with scope(speaking="public"):
        opened = queries.shared(actions.token_hash(secret))
        assert [one["id"] for one in opened] == [str(row.pk)]
        assert "author_id" not in opened[0]
        assert queries.shared(actions.token_hash(f"{secret}x")) == queries.shared("") == []
    with under("strategist") as held:
        actions.end_link(link=link, by=held.user)
    with scope(speaking="public"):
        assert queries.shared(actions.token_hash(secret)) == []


def test_a_place_that_is_not_there_is_not_picked():
    """Neither a commune of elsewhere nor a confidential centre can be put in by its key."""
    with under("strategist") as held:
        for deed, place in (("open", "commune:01.051.01.01"), ("rehabilitate", f"centre:{SHELTER}")):
            with pytest.raises(OutOfReach):
                picked(held, begun(held), deed, place)
        assert f"centre:{SHELTER}" not in {one.place for one in _where(begun(held))}


def _where(row):
    found, rows = queries.stand(row, atlas.ground())
    return queries.where("rehabilitate", found, rows)


def test_rules_that_no_plan_keeps_are_named():
    """The budget that the provinces' rule needs, and how much there is."""
    with under("strategist") as held:
        row = begun(held, within="07", budget=10_00, each_province=True)
        row = actions.compute(scenario=row, by=held.user)

    assert (row.proof["verdict"], row.picks) == ("infeasible", [])
    assert "budget" in {rule for rule, *_rest in row.proof["lacking"]}
