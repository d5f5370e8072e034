"""The conditions of a service on its pages, and what they do to a person's way: written, tried, asked, kept."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jisr.centres import conditions
from jisr.centres.models import Service, ServiceRule
from jisr.centres.rule_actions import RuleBegan, end_rule, write_rule
from jisr.common.database import scope
from jisr.common.errors import Stale
from jisr.common.keys import new_key
from jisr.conditions import BadRule
from jisr.exchange.own_file import gathered
from jisr.families.models import DeclaredFact, Person
from jisr.families.queries import condition_facts, facts_of_members, members_of
from jisr.families.queries import households as files
from jisr.web.conditions import draft
from jisr.window.orientation.frozen import freeze, thaw
from jisr.window.orientation.queries import services_for
from tests.access.people import entered
from tests.ground import SERVICE_OWN, SERVICE_SISTER
from tests.stories import listened, received, referred, under, with_children
from tests.web.conditions.test_draft import posted

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ADULT, PUPIL = {"fact": "age", "at_least": 18}, {"fact": "schooled", "is": True}


def write(tree=ADULT, *, service=SERVICE_OWN, expected=0, since=None, who="director"):
    """A version written by an action."""
    with under(who) as held:
        return write_rule(
            service=Service.objects.get(pk=service), tree=tree, expected=expected, by=held.user,
            since=since or timezone.localdate(), source_title="القانون الداخلي",
        )  # fmt: skip


def press(client, do, root=None, language="fr", service=SERVICE_OWN, **more):
    """Press a button of the editor, with the form as the page drew it."""
    data = root.copy() if root is not None else {}
    data |= {"do": do, "act_key": str(new_key()), "version": "0"} | more
    return client.post(reverse("conditions:edit", args=[service]), data, headers={"accept-language": language})


def drawn(answer):
    """The fields of the draft as the answered page has them."""
    found, parts = {}, [answer.context["shown"]]
    while parts:
        part = parts.pop()
        found[f"k.{part.place}"] = part.kind
        if not part.is_group:
            chosen = [one.value for one in part.options if one.chosen] or [part.value]
            found |= {f"f.{part.place}": part.fact, f"h.{part.place}": part.how, f"v.{part.place}": chosen}
        parts += part.parts
    return found


def test_a_director_builds_tries_and_writes_conditions_without_code():
    """Buttons of a plain form; bad input is refused with words; a second writer loses nothing; the past is readable."""
    client, today = entered("director"), timezone.localdate()
    answer = press(client, "add:0", **{"k.0": "all", "new.0": "age"})
    fields = drawn(answer)
    assert fields["f.0-0"] == "age"
    assert answer.context["preview"] is None

    answer = press(client, "look", fields | {"v.0-0": "douze"})
    assert "Écrivez un nombre entier en chiffres, de 0 à 120." in answer.content.decode()
    assert drawn(answer)["v.0-0"] == ["douze"]
    answer = press(client, "any:0", fields | {"v.0-0": "١٨"})
    answer = press(client, "add:0-1", drawn(answer), **{"new.0-1": "rsu"})
    fields = drawn(answer) | {"v.0-0": "18"}
    assert ServiceRule.objects.count() == 0

    with under("worker") as worker:
        visit = received(worker)
        with_children(worker, visit.household)
        for number in range(4):
            received(worker, given="فاطمة", visit={"reasons": ["papers"]}, names={"family_ar": f"أيت {number}"})
        with under("keeper") as keeper:
            received(keeper, given="سرية", compartment="violence")
    answer = press(client, "look", fields)
    moves = {(str(move.before), str(move.after)): move.people for move in answer.context["preview"].moves}
    assert moves == {("remplit les conditions", "une information manque"): 5,
                     ("remplit les conditions", "ne les remplit pas"): None}  # fmt: skip
    assert "moins de 5" in answer.content.decode()
    tried = {one.name: one.after for one in answer.context["preview"].tried}
    assert tried["Veuve de 38 ans, deux enfants, commune rurale"] == "yes"
    assert tried["Élève de 14 ans, loin du collège"] == "no"
    assert entered("delegate").get(reverse("conditions:edit", args=[SERVICE_OWN])).status_code == 200
    assert press(entered("delegate"), "look", fields).context["preview"].moves is None

    refused = press(client, "save", fields, since="", source_title="")
    assert {"since", "source_title"} <= set(refused.context["form"].errors)
    kept = {"since": today.isoformat(), "source_title": "Règlement, art. 4", "source_url": "javascript:alert(1)"}
    assert "source_url" in press(client, "save", fields, **kept).context["form"].errors
    assert press(client, "save", fields, **kept | {"source_url": ""}).status_code == 302
    stale = press(client, "save", fields | {"v.0-0": "21"}, **kept | {"source_url": ""})
    assert stale.status_code == 409
    assert "avoir 18 ans ou plus" in stale.content.decode()
    assert drawn(stale)["v.0-0"] == ["21"]
    later = {"source_url": "", "since": (today + timedelta(days=9)).isoformat(), "version": "1"}
    assert press(client, "save", fields | {"v.0-0": "21"}, **kept | later).status_code == 302

    page = client.get(
        reverse("conditions:page", args=[SERVICE_OWN]), headers={"accept-language": "ar"}
    ).content.decode()
    assert "بلوغ 18 سنة فما فوق" in page
    assert "بلوغ 21 سنة" not in page
    second = client.get(reverse("conditions:version", args=[SERVICE_OWN, 2]), headers={"accept-language": "fr"})
    assert "avoir 21 ans ou plus" in second.content.decode()
    assert client.get(reverse("conditions:version", args=[SERVICE_OWN, 3])).status_code == 404
    ended = {"on": (today + timedelta(days=9)).isoformat(), "version": "2", "act_key": str(new_key())}
    assert client.post(reverse("conditions:end", args=[SERVICE_OWN]), ended).status_code == 302
    assert conditions.rule_in_force(SERVICE_OWN, today + timedelta(days=9)) is None


def test_versions_follow_one_another_and_none_is_rewritten():
    """A decision that names a version can always be read again; a version never reaches back over another."""
    today = timezone.localdate()
    first = write(since=today - timedelta(days=40))
    second = write(PUPIL, expected=1)

    held = [
        conditions.rule_in_force(SERVICE_OWN, day)
        for day in (today - timedelta(days=41), today - timedelta(days=1), today)
    ]
    assert [one and one.key for one in held] == [None, str(first.pk), str(second.pk)]
    with pytest.raises(Stale):
        write(expected=1)
    with pytest.raises(RuleBegan):
        write(expected=2, since=today - timedelta(days=1))
    with pytest.raises(BadRule):
        write({"fact": "age", "at_least": 1000}, expected=2)
    with under("director") as held:
        with pytest.raises(DatabaseError), transaction.atomic():
            ServiceRule.objects.filter(pk=first.pk).update(tree=PUPIL)
        end_rule(service=Service.objects.get(pk=SERVICE_OWN), expected=2, on=today, by=held.user)
    assert conditions.rule_in_force(SERVICE_OWN, today) is None
    assert all(conditions.readable(rule.tree) is not None for rule in conditions.versions(SERVICE_OWN))


def test_visitors_read_the_conditions_of_public_services_and_never_who_wrote_them():
    """What a director writes for everybody is open, as far as the service is; nobody but a worker writes."""
    may, table = "SELECT has_column_privilege('jisr_public', 'centres_servicerule', %s, %s)", "centres_servicerule"
    with connections["owner"].cursor() as cursor:
        for column, verb, allowed in (("tree", "SELECT", True), ("by_id", "SELECT", False), ("tree", "UPDATE", False)):
            cursor.execute(may, [column, verb])
            assert cursor.fetchone() == (allowed,), (column, verb)
        cursor.execute(
            "SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = %s::regclass", [table]
        )
        assert "centres_service s" in dict(cursor.fetchall())["servicerule_public"]
    with scope(speaking="public"):
        assert list(ServiceRule.objects.all()) == []


def test_what_is_missing_is_asked_written_and_kept_with_the_decision():
    """The need's page asks what settles most; the answer stands in the file; the referral keeps version and facts."""
    write(
        {
            "all": [
                ADULT,
                {"fact": "works", "is": False},
                {"fact": "rsu", "is": True},
                {"fact": "holds_medical", "is": True},
            ]
        },
        service=SERVICE_SISTER,
        who="sister_director",
    )
    with under("worker") as worker:
        visit = received(worker)
        interview = listened(worker, visit, (visit.person, "disability"))
        need = interview.needs.get()
        [before] = [one for one in services_for(need) if one.service.pk == SERVICE_SISTER]
    assert before.verdict == "unknown"
    client, url = entered("worker"), reverse("orientation:answer_facts", args=[need.pk])
    page = client.get(reverse("orientation:need", args=[need.pk]), headers={"accept-language": "fr"}).content.decode()
    assert "La personne travaille-t-elle" in page
    assert "inscrite au registre social unifié" in page

    wrong = client.post(url, {"f-works": "peut-être", "act_key": str(new_key())}, headers={"accept-language": "fr"})
    assert "Cette réponse n’est pas possible" in wrong.content.decode()
    sent = {"f-works": "no", "f-rsu": "yes", "f-holds_medical": "yes", "f-magic": "yes", "act_key": str(new_key())}
    assert client.post(url, sent)["Location"] == reverse("orientation:need", args=[need.pk])
    with under("worker") as worker:
        need.refresh_from_db()
        [after] = [one for one in services_for(need) if one.service.pk == SERVICE_SISTER]
        assert after.verdict == "yes"
        assert need.household.rsu == "declared"
        referral = referred(worker, interview, SERVICE_SISTER)
        [kept] = [one["values"] for one in freeze(after) if one["about"] == "conditions"]
    assert kept["version"] == 1
    assert kept["facts"].keys() == {"age"}
    assert "works" not in json.dumps(kept)
    assert conditions.facts_kept(kept) == {**kept["facts"], "works": False, "rsu": True, "holds_medical": True}
    assert set(kept["sentences"]) == {"ar", "fr", "en"}
    assert "conditions" in {reason.about for reason in thaw(freeze(after)).reasons}
    assert referral.service_id == SERVICE_SISTER
    again = client.get(reverse("orientation:need", args=[need.pk]), headers={"accept-language": "fr"}).content.decode()
    assert "2 réponses déclarées auparavant" in again
    client.post(url, {"f-works": "no", "f-holds_medical": "no", "act_key": str(new_key())})
    with under("worker"):
        rows = DeclaredFact.objects.filter(person=visit.person).order_by("said_at")
        assert [(row.fact, row.value) for row in rows] == [
            ("works", "no"), ("holds_medical", "yes"), ("holds_medical", "no"),
        ]  # fmt: skip
        assert services_for(need) == []
        told = gathered(visit.person)["declared"]
        assert [one["value"]["fr"] for one in told] == ["non", "oui", "non"]


def test_not_known_is_not_no_and_a_compartment_is_not_there():
    """An empty field asks; only what was said is a no; what is said for a protected need counts inside it alone."""
    with under("keeper") as keeper:
        visit = received(keeper)
        girl, boy = with_children(keeper, visit.household)
        told = lambda person, **more: condition_facts(  # noqa: E731 - read three times
            person, visit.household, list(members_of(visit.household)), on=timezone.localdate(), **more
        )
        facts = told(visit.person)
        assert (facts["disability"], facts["works"], facts["income"], facts["rsu"]) == (None, None, None, None)
        assert (facts["children"], facts["household_size"], facts["raises_alone"]) == (2, 3, True)
        assert (facts["milieu"], facts["province"]) == ("rural", "07.161")
        assert (told(boy)["disability"], told(boy)["disability_kind"], told(girl)["schooled"]) == (
            True,
            "hearing",
            True,
        )

        need = listened(keeper, visit, (visit.person, "shelter"), compartment="violence").needs.get()
    client = entered("keeper")
    sent = {"f-disability": "no", "f-literacy": "no", "act_key": str(new_key())}
    assert client.post(reverse("orientation:answer_facts", args=[need.pk]), sent).status_code == 302

    with under("keeper"):
        assert told(visit.person)["disability"] is None
        inside = told(visit.person, compartment="violence")
        assert (inside["disability"], inside["disability_kind"], inside["literacy"]) == (False, "", "no")
        assert Person.objects.get(pk=visit.person.pk).literacy == ""
        with CaptureQueriesContext(connections["default"]) as queries:
            every = facts_of_members(files(), on=timezone.localdate(), names=["age", "works", "income", "disability"])
        assert len(every) == 3
        assert len(queries) <= 10
    with under("worker"):
        assert DeclaredFact.objects.count() == 0


def test_a_tree_stands_in_the_page_as_the_form_sends_it():
    """What the template draws is what ``draft.read`` reads: a page that renamed a field would lose conditions."""
    tree = {"all": [ADULT, {"not": {"any": [PUPIL, {"fact": "language", "one_of": ["darija", "french"]}]}},
                    {"fact": "province", "one_of": ["07.161"]}]}  # fmt: skip
    root = draft.drafted(conditions.checked(tree))
    data = {name: posted(root).getlist(name) for name in posted(root)}
    page = press(entered("director"), "look", data).content.decode()

    for name, values in data.items():
        assert f'name="{name}"' in page
        assert all(f'value="{value}"' in page for value in values)
