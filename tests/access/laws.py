"""What the product promises about who sees what: sentences written by hand, each with what proves it.

A law names the cells (role, verb) of the access table that it forbids, and probes the walls: as the application's
login by raw SQL under the scope of a post, and through the real pages. ``test_laws`` holds that every denied cell of
the table is guarded by a law, and that allowing it turns the law red.
"""

import uuid

from django.db import connections
from django.test import Client, override_settings
from django.urls import reverse

from jisr.accounts import actions as accounts
from jisr.centres.models import Centre
from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.families import queries as families
from jisr.staff import actions as staff
from tests.access.law import FILES, cells, law, others
from tests.access.people import BACKEND, enter, entered
from tests.access.probes import INDEX, OF_PERSONS, assigned, counted, page, refused, refused_as, rows, status
from tests.access.world import NAMES, WORDS, World
from tests.ground import FAR, OWN, SISTER, post_of, user_of
from tests.stories import under

# whoever has no post


@law("A visitor without an account opens nothing but what is public.")
def _(world: World) -> None:
    for route, key in (("families:household", world.household), ("orientation:referral", world.referral)):
        answer = Client().get(reverse(route, args=[key]))
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


@law("An account without a post opens nothing.")
def _(world: World) -> None:
    with scope(user=user_of("administrator").pk):
        user, _password = accounts.open_account(
            email="nobody@tests.example", display_name="x", language="fr", by=user_of("administrator")
        )
    client = Client()
    client.force_login(user, backend=BACKEND)
    user.password_is_temporary = False
    user.save(update_fields=["password_is_temporary"])
    assert client.get(reverse("families:search")).status_code == 403
    assert client.get(reverse("families:household", args=[world.household])).status_code == 403
    with scope(user=user.pk):
        assert not any(rows(f"SELECT 1 FROM {table} LIMIT 1") for table in OF_PERSONS)


@law("A post that has ended opens nothing, in the same minute.")
def _(world: World) -> None:
    client = entered("worker")
    assert client.get(reverse("families:household", args=[world.household])).status_code == 200
    with scope(user=user_of("administrator").pk):
        staff.end(post=post_of("worker"), by=user_of("administrator"))
    assert client.get(reverse("families:household", args=[world.household])).status_code == 403


@law(
    "A partner has no account, and does nothing but answer what was sent to it.",
    cells("partner", *FILES, "centres.edit", "centres.import", "barometer.read", "journal.read", "staff.manage"),
)
def _(world: World) -> None:
    with scope(user=user_of("administrator").pk):
        try:
            staff.assign(user=user_of("auditor"), role="partner", place=None, by=user_of("administrator"))
        except ValueError:
            return
    raise AssertionError("a partner was given a post")


@law("A partner sees no name before the code.", committed=True)
def _(world: World) -> None:
    answer = Client().get(reverse("orientation:by_link", args=[world.secret]), follow=True)
    assert answer.status_code == 200
    for name in NAMES:
        assert name not in answer.content.decode()


@law("A link altered by one character opens nothing.", committed=True)
def _(world: World) -> None:
    altered = world.secret[:-1] + ("a" if world.secret[-1] != "a" else "b")
    assert Client().get(reverse("orientation:by_link", args=[altered]), follow=True).status_code == 404


@law("Without an account nobody reads a person, an account or a post, whatever the page asks.", committed=True)
def _(world: World) -> None:
    for table in (*OF_PERSONS, "accounts_user", "staff_post", "django_session", "common_journalline", "common_draft"):
        assert refused_as("public", f"SELECT 1 FROM {table} LIMIT 1"), table


# the administrator, the auditor


@law("An administrator opens no file.", cells("administrator", *FILES))
def _(world: World) -> None:
    assert counted("administrator") == {}
    assert status("administrator", "families:household", world.household) == 403


@law(
    "An administrator gives posts and loads the catalogue; she reads neither figures nor the journal.",
    cells("administrator", "barometer.read", "journal.read", "centres.edit"),
)
def _(world: World) -> None:
    assert status("administrator", "centres:edit", OWN) == 403


@law("Nobody gives herself a post that opens files.", cells("social_worker", "staff.manage"))
def _(world: World) -> None:
    assert assigned("administrator", by="administrator") == "oneself"


@law("Who gives posts opens no file, by no other's hand either.")
def _(world: World) -> None:
    assert assigned("second_administrator", by="administrator") == "apart"


@law("Nobody but an administrator gives posts.", cells(others("administrator"), "staff.manage"))
def _(world: World) -> None:
    assert assigned("director", by="director") == "not_yours"
    with scope(user=user_of("director").pk, centres=[OWN]):
        assert refused("UPDATE staff_post SET centre_id = %s", FAR)


@law("An auditor opens no file.", cells("auditor", *FILES))
def _(world: World) -> None:
    assert counted("auditor") == {}
    assert status("auditor", "families:household", world.household) == 403


@law("An auditor changes nothing.", cells("auditor", "centres.edit", "centres.import", "staff.manage"))
def _(world: World) -> None:
    assert (status("auditor", "centres:edit", OWN), status("auditor", "staff:posts")) == (403, 403)


@law("Nobody but an auditor reads the journal as a whole.", cells(others("auditor"), "journal.read"))
def _(world: World) -> None:
    with scope(user=user_of("director").pk, centres=[OWN]):
        assert refused("SELECT 1 FROM common_journalline LIMIT 1")


@law("The journal is not changed by those it tells of.")
def _(world: World) -> None:
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert refused("UPDATE common_journalline SET verb = 'x'")
        assert refused("DELETE FROM common_journalline")
        assert refused("SELECT 1 FROM common_journalseal")


# whoever reads wide


@law(
    "A delegate sees counts, not persons, outside her centres; and she has no centre.",
    cells("provincial_delegate", *FILES),
)
def _(world: World) -> None:
    assert counted("delegate") == {}
    assert status("delegate", "families:household", world.household) == 403


@law("A regional coordinator reads figures of her region, and no person.", cells("regional_coordinator", *FILES))
def _(world: World) -> None:
    assert counted("coordinator") == {}
    assert status("coordinator", "families:household", world.household) == 403


@law(
    "A strategist reads figures and keeps strategies, and nothing else.",
    cells("strategist", *FILES, "centres.edit", "centres.import", "journal.read", "staff.manage"),
)
def _(world: World) -> None:
    assert counted("strategist") == {}
    assert status("strategist", "centres:list") == 403


@law("The login that counts reads events, and no name.", committed=True)
def _(world: World) -> None:
    for table in (*OF_PERSONS, "accounts_user", "common_journalline"):
        assert refused_as("counter", f"SELECT 1 FROM {table} LIMIT 1"), table
    with scope(speaking="counter"), connections["counter"].cursor() as cursor:
        cursor.execute("SELECT * FROM common_event")
        told = str(cursor.fetchall())
    assert "received" in told
    for name in (*NAMES, str(world.person), str(world.household)):
        assert name not in told


@law("Whoever reads beyond one centre shows a second step before any page.")
def _(world: World) -> None:
    for name in ("delegate", "coordinator", "strategist", "auditor", "administrator"):
        client = Client()
        client.force_login(user_of(name), backend=BACKEND)
        answer = client.get(reverse("centres:list"))
        assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("mfa_activate_totp")), name


# inside a centre


@law(
    "A reception officer does not read what was confided.",
    cells("reception_officer", "listening.read", "listening.listen"),
)
def _(world: World) -> None:
    assert status("officer", "listening:interview", world.interview) == 403
    assert WORDS not in page("officer", "families:household", world.household)


@law(
    "A reception officer orients nobody and follows no pathway.",
    cells("reception_officer", "orientation.propose", "pathways.follow"),
)
def _(world: World) -> None:
    assert status("officer", "orientation:need", world.need) == status("officer", "pathways:plan", world.plan) == 403


@law("A reception officer corrects no file.", cells("reception_officer", "families.edit"))
def _(world: World) -> None:
    assert status("officer", "families:edit_person", world.person) == 403


@law(
    "A file is opened to another centre by a social worker or the director.",
    cells("reception_officer", "families.grant"),
)
def _(world: World) -> None:
    assert status("officer", "families:answer", uuid.uuid4()) == 403
    assert status("director", "families:answer", uuid.uuid4()) == 404


@law(
    "Whether two files are one person's is decided by a social worker of a centre that has one of them.",
    cells(["reception_officer", "centre_director"], "families.decide"),
)
def _(world: World) -> None:
    pair, joining = world.deciding.pair, world.deciding.joining
    for name in ("officer", "director"):
        assert status(name, "duplicates:pair", pair) == status(name, "duplicates:apart", joining) == 403
    assert status("far_worker", "duplicates:pair", pair) == status("far_worker", "duplicates:pair", new_key()) == 404
    with under("far_worker"):
        assert rows("SELECT count(*) FROM families_review") == rows("SELECT count(*) FROM families_merge") == [(0,)]
        assert refused("SELECT * FROM jisr_decide_pair(%s, 'same', NULL, '{}', true, '{}')", pair)
        assert refused("SELECT * FROM jisr_take_apart(%s, 'two')", joining)
    with under("officer"):
        assert refused("UPDATE families_review SET state = 'merged'")
        assert refused("INSERT INTO families_former (id, kind, old) VALUES (gen_random_uuid(), 'person', 'x')")


@law("Who opened a file is shown by social workers and directors only.", cells("reception_officer", "journal.of_file"))
def _(world: World) -> None:
    assert status("officer", "families:readers", world.household) == 403
    with scope(user=user_of("sister_worker").pk, centres=[SISTER]):
        assert call("jisr_readers_of_file", world.household, 100) == []


@law("A director does not read what was confided.", cells("centre_director", "listening.read", "listening.listen"))
def _(world: World) -> None:
    assert status("director", "listening:interview", world.interview) == 403
    assert WORDS not in page("director", "families:household", world.household)


@law(
    "A director runs the centre; she receives, orients and follows nobody.",
    cells("centre_director", "reception.receive", "orientation.propose", "pathways.follow", "families.edit"),
)
def _(world: World) -> None:
    assert status("director", "reception:new") == 403
    assert status("director", "families:edit_person", world.person) == 403


@law(
    "What a consultation starts from is read by whoever prepares it: delegate, coordinator, strategist, secretary.",
    cells(
        others("provincial_delegate", "regional_coordinator", "strategist", "wave_secretary"),
        "forum.survey",
    ),
)
def _(world: World) -> None:
    province = Centre.objects.using("owner").get(pk=OWN).province_id
    assert status("director", "preparation:province", province) == 403
    assert status("worker", "preparation:province", province) == 403
    assert status("auditor", "preparation:province", province) == 403


@law("Whoever works at the desk reads no figures.", cells(["reception_officer", "social_worker"], "barometer.read"))
def _(world: World) -> None:
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert refused("SELECT 1 FROM common_event LIMIT 1")


@law(
    "A centre's page is kept by who runs or supervises it.",
    cells(["reception_officer", "social_worker", "regional_coordinator"], "centres.edit"),
)
def _(world: World) -> None:
    assert status("worker", "centres:edit", OWN) == 403
    assert status("director", "centres:edit", OWN) == 200
    assert status("director", "centres:edit", SISTER) == 404
    assert status("delegate", "centres:edit", SISTER) == 200
    assert status("delegate", "centres:edit", FAR) == 404


@law(
    "The catalogue is loaded by coordinators and administrators only.",
    cells(["reception_officer", "social_worker", "centre_director", "provincial_delegate"], "centres.import"),
)
def _(world: World) -> None:
    assert (status("director", "centres:import"), status("delegate", "centres:import")) == (403, 403)


# between centres


@law("A centre sees no family that was neither received there nor sent there.")
def _(world: World) -> None:
    assert counted("far_worker") == {}
    assert status("far_worker", "families:household", world.household) == 404
    assert status("far_worker", "orientation:referral", world.referral) == 404


@law("The receiving centre sees what was sent, not the file, before it accepts.")
def _(world: World) -> None:
    assert set(counted("sister_worker")) == {"orientation_referral"}
    assert status("sister_worker", "families:household", world.household) == 404
    sent = page("sister_worker", "orientation:referral", world.referral)
    assert WORDS not in sent  # the need was not among what she agreed to share


@law("A search tells where somebody of another centre is known, and nothing of her.")
def _(world: World) -> None:
    with under("far_worker"):
        [found] = families.known_persons(" ".join(NAMES))
        assert found.person is None and found.centre_id == OWN
    shown = entered("far_worker").post(reverse("families:search"), {"name": NAMES[0]}).content.decode()
    assert NAMES[1] not in shown and str(world.household) not in shown and str(world.person) not in shown


@law("Nobody opens a file to herself.")
def _(world: World) -> None:
    with scope(user=user_of("far_worker").pk, centres=[FAR]):
        assert refused("SELECT jisr_give_access(%s, %s, 'granted', NULL)", world.household, FAR)
        assert refused(INDEX, world.person)
        assert rows("SELECT jisr_asked_centre('a')") == [(None,)]
        assert refused(
            "INSERT INTO families_access (id, household_id, centre_id, since, why, given_by, compartment)"
            " VALUES (gen_random_uuid(), %s, %s, CURRENT_DATE, 'granted', '', '')",
            world.household,
            FAR,
        )
        assert rows("SELECT jisr_open_for_referral(%s, 90)", world.referral) == [("",)]
        assert rows("SELECT count(*) FROM families_household") == [(0,)]


@law("Nobody writes in another centre's name.")
def _(world: World) -> None:
    with scope(user=user_of("worker").pk, centres=[OWN]):
        assert refused(
            "INSERT INTO common_event (id, code, happened_on, recorded_at, centre_id, commune, programme, theme, sex,"
            " age_band, person, subject, compartment)"
            " VALUES (gen_random_uuid(), 'received', CURRENT_DATE, now(), %s, '', '', '', '', '', '', '', '')",
            FAR,
        )
        assert refused("UPDATE orientation_referral SET from_centre_id = %s, to_centre_id = %s", FAR, FAR)
        assert refused("UPDATE families_household SET compartment = 'violence'")


@law("Two posts of one person are worn one at a time.")
def _(world: World) -> None:
    with scope(user=user_of("administrator").pk):
        place = post_of("far_officer").centre
        given = staff.assign(user=user_of("worker"), role="reception_officer", place=place, by=user_of("administrator"))
    client = Client()
    client.force_login(user_of("worker"), backend=BACKEND)
    client.post(reverse("sign_in:posts"), {"post": given.pk})
    assert client.get(reverse("families:household", args=[world.household])).status_code == 404
    assert client.post(reverse("sign_in:posts"), {"post": post_of("director").pk}).status_code == 200


@law("Nobody enters by a click outside the demonstration.")
def _(world: World) -> None:
    client = Client()
    with override_settings(DEMONSTRATION=False):
        answer = client.post(reverse("sign_in:demonstration"), {"post": post_of("worker").pk})
        assert answer.status_code == 404 and "_auth_user_id" not in client.session
        enter(client, "delegate")  # nor does an old click still spare the second step
        assert client.get(reverse("centres:list"))["Location"] == reverse("mfa_activate_totp")
