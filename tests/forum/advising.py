"""An advisory body told through the product's own acts, each under the post of whoever does it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jisr.forum import actions
from jisr.forum.models import AdvisoryBody, BodyMember, MeansRequest, Opinion, ProgrammeItem
from jisr.territory.models import Region
from tests.ground import user_of
from tests.stories import under

TODAY = timezone.localdate()
BEGAN = TODAY - timedelta(days=100)
NAMES = {"name_ar": "هيئة المساواة وتكافؤ الفرص", "name_fr": "Instance de l'équité et de l'égalité"}


def a_body(code: str = "body-of-tests", *, kind: str = "equality", region: str = "07", seat: str = "adviser") -> Any:
    """A body with a chair who has an account and a member who has none; made by the secretary of its region."""
    with under("secretary" if region == "07" else "far_secretary") as keeper:
        body = actions.open_body(
            code=code, region=Region.objects.get(pk=region), kind=kind, by=keeper.user,
            values=NAMES | {"mandate_since": BEGAN, "mandate_until": TODAY + timedelta(days=900)},
        )  # fmt: skip
        member(body, keeper.user, part="chair", user=user_of(seat))
        member(body, keeper.user, sex="m", organisation="جمعية")
    return body


def member(body: AdvisoryBody, by: Any, *, user: Any = None, **values: Any) -> BodyMember:
    """Somebody who sits in a body."""
    said = {"part": "member", "function_ar": "رئيسة جمعية", "sex": "f", "since": BEGAN} | values
    names = {name: said.pop(name) for name in ("name_ar", "name_fr") if name in said}
    return actions.name_member(body=body, values=said, by=by, user=user, **names)


def planned(body: AdvisoryBody, **values: Any) -> ProgrammeItem:
    """A line of its programme."""
    said = {"what_ar": "رأي حول برنامج التنمية الجهوية", "due_on": TODAY + timedelta(days=9)} | values
    with under("adviser") as adviser:
        return actions.plan_item(body=body, by=adviser.user, **said)


def asked(body: AdvisoryBody, **values: Any) -> MeansRequest:
    """A request for means."""
    with under("adviser") as adviser:
        return actions.ask_means(body=body, by=adviser.user, **{"kind": "room", "what_ar": "قاعة"} | values)


def answered(request: MeansRequest, kind: str = "granted", **values: Any) -> Any:
    """The answer of the region."""
    said = {"why": "ميزانية", "next_step": "تسلم المفاتيح", "next_on": TODAY, "office_ar": "مصلحة"} | values
    with under("answering") as held:
        return actions.answer_means(
            request=request, expected=said.pop("expected", request.version), kind=kind, by=held.user, **said
        )


def drafted(body: AdvisoryBody, *, replaces: Opinion | None = None, **values: Any) -> Opinion:
    """An opinion that the body is writing."""
    said = {"title_ar": "برنامج التنمية الجهوية", "text_ar": "نقترح ميزانية تراعي النوع"} | values
    with under("adviser") as adviser:
        return actions.write_opinion(body=body, values=said, by=adviser.user, replaces=replaces)


def given(body: AdvisoryBody, **values: Any) -> Opinion:
    """An opinion that everybody reads."""
    draft = drafted(body, **values)
    with under("adviser") as adviser:
        return actions.give_opinion(opinion=draft, expected=draft.version, by=adviser.user)


def became(opinion: Opinion, kind: str = "followed", **values: Any) -> Any:
    """What the region made of an opinion."""
    said = {"why": "لأنه صائب", "next_step": "يدرج في ميزانية 2027", "office_ar": "مجلس الجهة"} | values
    with under("answering") as held:
        return actions.tell_outcome(opinion=opinion, kind=kind, by=held.user, **said)
