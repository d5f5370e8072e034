"""Slips of the finger at the desk of agreements: each is said beside its field, and none is kept."""

from datetime import timedelta

import pytest

from jisr.ledger.agreements import actions
from jisr.ledger.agreements.models import Entry, Instalment, Milestone, ObjectLine, Share
from tests.access.people import entered
from tests.ledger.agreements import promised
from tests.stories import under
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
ENGLISH = {"accept-language": "en"}
DESK = "/agreements/desk"
TODAY = promised.TODAY
AGO, OF_ANOTHER_AGE = str(TODAY - timedelta(days=400)), "0026-03-01"
RATE = {"given": "100", "given_currency": "eur", "rate": "١٠٫٨", "rate_on": str(TODAY), "rate_source": "BAM"}
NO_RATE = dict.fromkeys(RATE, "")


def said(client, path, words, **values):
    """What is wrong is said, and the form is there again."""
    page = client.post(path, act(**values))
    assert page.status_code == 200 and words in page.content.decode(), path


def taken(client, path, **values):
    """A form that is taken."""
    assert client.post(path, act(**values)).status_code == 302, path


def test_another_currency_is_another_one_and_its_rate_is_read_in_any_script():
    """Its letters are letters, not those of the agreement; ١٠٫٨ is 10.8; a rate of tomorrow is nobody's."""
    council = entered("council", headers=ENGLISH)
    agreement, version = promised.drafted()
    with under("council") as post:
        party = promised.a_party(post)
    share = {"party": str(party.pk), "amount": ""} | RATE
    path = f"{DESK}/version/{version.pk}/add/share/"
    for letters in ("12!", "mad", "€€€"):
        said(council, path, "three letters of the other currency", **share | {"given_currency": letters})
    said(council, path, "still to come", **share | {"rate_on": str(TODAY + timedelta(days=1))})
    said(council, path, "Write a number in digits", **share | {"rate": "dix"})
    taken(council, path, **share)
    with under("council"):
        assert Share.objects.get(agreement=agreement).amount == 108_000


def test_what_was_taken_off_a_draft_was_never_promised():
    """Its instalment and its object line are on no page, in no list, and the next instalment has its number."""
    council = entered("council", headers=ENGLISH)
    agreement, version = promised.drafted()
    draft = f"{DESK}/version/{version.pk}"
    with under("council") as post:
        party = promised.a_party(post)
    taken(council, f"{draft}/add/share/", party=str(party.pk), amount="1000", **NO_RATE)
    term = {"party": str(party.pk), "instalment": "", "due_on": str(TODAY), "amount": "1000"}
    line = {"line": "", "name_ar": "بند", "name_fr": "Ligne ôtée", "programme": "", "amount": "5"}
    taken(council, f"{draft}/add/term/", **term)
    taken(council, f"{draft}/add/line/", **line)
    with under("council"):
        of_term, of_line = version.terms.get(), version.line_terms.get()
    taken(council, f"{draft}/off/term/{of_term.pk}/")
    taken(council, f"{draft}/off/line/{of_line.pk}/")

    assert str(of_term.instalment_id) not in council.get(f"{draft}/add/term/").content.decode()
    assert str(of_line.line_id) not in council.get(f"{draft}/add/line/").content.decode()
    assert f"/instalment/{of_term.instalment_id}/" not in council.get(f"{DESK}/{agreement.code}/").content.decode()
    assert "Ligne ôtée" not in entered("coordinator", headers=ENGLISH).get("/calls/desk/new/").content.decode()
    taken(council, f"{draft}/add/term/", **term | {"amount": "900"})
    with under("council"):
        assert Instalment.objects.get(agreement=agreement).number == 1
        assert ObjectLine.objects.filter(agreement=agreement).count() == 1  # nothing is erased


def test_no_step_is_dated_before_the_one_that_goes_before_it():
    """Signed before initialled, called before signed, approved before called, or in the year 26: none is kept."""
    council, first = (entered(name, headers=ENGLISH) for name in ("council", "approver"))
    told = promised.carried(promised.balanced(), "initialled")
    home, money = f"{DESK}/{told.agreement.code}", f"{DESK}/instalment/{told.instalments[0].pk}"
    version = {"version": str(told.reread().version)}
    said(council, f"{home}/carry-on/", "before the step that goes before it", on=AGO, **version)
    said(council, f"{home}/carry-on/", "Check the year", on=OF_ANOTHER_AGE, **version)
    said(
        council,
        f"{home}/milestone/",
        "Check the year",
        kind="visit",
        on=OF_ANOTHER_AGE,
        note_ar="",
        note_fr="",
        document="",
    )
    promised.carried(told, "signed", "running")
    with under("council") as post:
        amended = str(actions.begin_amendment(agreement=told.agreement, by=post).pk)
    why = {"why_ar": "ملحق", "why_fr": ""}
    said(council, f"{DESK}/version/{amended}/force/", "before the version that it replaces", on=AGO, **why)

    said(council, f"{money}/call/", "before the agreement was signed", amount="1000", on=AGO)
    taken(council, f"{money}/call/", amount="1000", on=str(TODAY))
    step = {"amount": "1000", "on": AGO, "document": ""} | NO_RATE
    said(first, f"{money}/propose/approved/", "before the step that goes before it", **step)
    taken(first, f"{money}/propose/approved/", **step | {"on": str(TODAY)})
    with under("council"):
        assert Entry.objects.count() == 1 and not Milestone.objects.filter(happened_on__lt=TODAY).exists()


def test_a_year_that_lost_or_won_a_digit_is_said():
    """Of an agreement, of an instalment; and nobody is counted before the agreement begins."""
    council = entered("council", headers=ENGLISH)
    names = {"name_ar": "اتفاقية", "name_fr": "Convention", "about_ar": "", "about_fr": ""}
    said(council, f"{DESK}/new/", "Check the year", since="0026-01-01", until="", **names)
    said(council, f"{DESK}/new/", "Check the year", since="", until="9999-12-31", **names)
    told = promised.balanced()
    with under("council"):
        version = told.agreement.versions.get().pk
    term = {"party": str(told.region.pk), "instalment": "", "due_on": "", "amount": "5"}
    said(council, f"{DESK}/version/{version}/add/term/", "Check the year", **term | {"due_on": "0206-01-01"})
    promised.carried(told, "initialled")
    with under("council"):
        told.reread().save_version(told.agreement.version, since=TODAY)
    people = {"unit": "people", "public": "", "number": "500", "rural": "", "place_ar": "", "place_fr": ""}
    said(council, f"{DESK}/{told.agreement.code}/count/", "before the agreement begins", on=AGO, **people)
