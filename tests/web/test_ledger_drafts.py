"""The long forms of the ledger keep what is typed: a reload, a closed lid, a time-out lose nothing."""

import re

import pytest
from django.urls import reverse

from jisr.ledger.agreements import actions
from jisr.web.drafts.views import PLACE
from tests.access.people import entered
from tests.ledger.agreements import promised
from tests.ledger.strategy import planned
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])


def forms() -> dict[str, dict[str, str]]:
    """Address of each form -> what somebody types in it, not yet right."""
    told, story = promised.running(), planned.told(in_force=False)
    with under("council") as council:
        draft = actions.begin_amendment(agreement=told.agreement, by=council)
    desk, code = "agreements:desk:", told.agreement.code
    add = [reverse(f"{desk}add", args=[draft.pk, part]) for part in ("envelope", "share", "line", "target", "term")]
    strategy = [story.code, 1]
    return {
        reverse(f"{desk}new"): {"name_ar": "نصف ا", "about_fr": "À moitié"},
        reverse(f"{desk}edit", args=[code]): {"about_ar": "نصف جملة"},
        reverse(f"{desk}claim", args=[code]): {"text_fr": "À moitié"},
        add[0]: {"envelope": "12 0"}, add[1]: {"amount": "7 00", "given_currency": "ذذ"}, add[2]: {"name_ar": "نصف"},
        add[3]: {"number": "12 x"}, add[4]: {"amount": "4 50"},
        reverse(f"{desk}force", args=[draft.pk]): {"why_fr": "À moitié"},
        reverse("calls:desk:new"): {"name_fr": "À moitié", "c3_ar": "نصف حرف"},
        reverse("strategy:desk:begin"): {"name_fr": "À moitié"},
        reverse("strategy:desk:add_measure", args=strategy): {"title_fr": "À moitié", "budget1-year": "1789"},
        reverse("strategy:desk:outline", args=strategy): {"new2-title_fr": "À moitié"},
        reverse("strategy:desk:add_line", args=[story.plan.code]): {"places1-place": "Chich مبتور"},
    }  # fmt: skip


def shows(client, address: str, typed: dict[str, str]) -> bool:
    """Whether a form shows again what was kept of it, and finds nothing wrong with what is not finished."""
    page = client.get(address)
    again = re.search(r'href="(\?draft=[^"]+)"', page.content.decode())
    assert again, address
    kept = client.get(address + again[1]).content.decode()
    return all(said in kept and said not in page.content.decode() for said in typed.values()) and (
        'class="error"' not in kept
    )


def test_a_form_that_was_not_sent_is_there_again():
    """Kept while one types, and when a session is locked over a form that is sent; nobody else sees it."""
    people = {name: entered(name) for name in ("council", "strategist", "coordinator")}
    desks = {"/agreements": "council", "/strategy": "strategist", "/calls": "coordinator"}
    told = forms()
    for address, typed in told.items():
        client = people[next(name for desk, name in desks.items() if address.startswith(desk))]
        assert client.post("/drafts/save/", {**typed, PLACE: address}).status_code == 204
        assert shows(client, address, typed), address
    address = reverse("agreements:desk:new")
    assert "draft=" not in entered("far_council").get(address).content.decode()
    people["council"].post("/drafts/discard/", {PLACE: address})
    assert "draft=" not in people["council"].get(address).content.decode()
