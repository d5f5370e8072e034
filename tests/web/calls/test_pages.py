"""The pages of a call, by plain forms, from the draft on a telephone to the published result."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.keys import new_key
from jisr.ledger.calls.models import Application, Decision, Paper, Reading, Unsent
from tests.access.people import entered
from tests.ledger.calls import calling

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"], transaction=True)
TYPED = {
    "kind": "cooperative", "province": "chichaoua", "title": "معصرة أركان", "project": "نعصر الأركان",
    "asked": "30 000",
    "declared": ["statutes", "members", "bank", "quotation"], "name": calling.NAME, "phone": "0612345678",
    "f_in_region": "yes", "f_adult": "yes", "f_helped_before": "no", "f_registered": "yes", "f_members": "22",
    "f_mostly_women": "yes",
}  # fmt: skip
CODE = re.compile(r'slip-code"><bdi class="code" dir="ltr">([A-Z0-9-]{14})<')
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def held(page):
    """What the page holds instead of a code."""
    return re.search(r'name="held" value="([^"]+)"', page.content.decode())[1]


def code_on(page):
    """The code that the page shows."""
    return CODE.search(page.content.decode())[1]


def send(client, route, *arguments, **typed):
    """Post a form of the desk; the page after it."""
    key = {"act_key": str(new_key())}
    return client.post(reverse(f"calls:desk:{route}", args=arguments), key | typed, follow=True)


def test_a_draft_survives_the_page_and_the_closing_and_is_deposited_once():
    """Kept half-written, opened by its code on another telephone, sent twice, one receipt."""
    call, phone, other = calling.a_call(), Client(), Client()
    address = reverse("calls:apply", args=[call.code])
    first = phone.get(address, {"kind": "cooperative"})
    kept = phone.post(address, {"held": held(first), "title": "معصرة", "keep": "1"})
    code = code_on(kept)
    again = other.post(reverse("calls:mine"), {"code": code.lower()})
    assert "معصرة" in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    token = held(again)
    short = other.post(address, TYPED | {"held": token, "phone": "06", "send": "1"})
    assert short.content.decode().count('class="field wrong"') == 1
    receipts = [other.post(address, TYPED | {"held": token, "send": "1"}) for _twice in range(2)]

    assert [code_on(page) for page in receipts] == [code, code]
    assert calling.NAME not in receipts[0].content.decode()
    with scope(speaking="owner"):
        assert (Application.objects.count(), Unsent.objects.count()) == (1, 0)
    wrong = other.post(reverse("calls:mine"), {"code": "AAAA-AAAA-AAAA"})
    assert "معصرة" not in wrong.content.decode()

    late = Client()
    typing = held(late.get(address, {"kind": "cooperative"}))
    calling.close(call)
    answer = late.post(address, TYPED | {"held": typing, "title": "مشروع متأخر", "send": "1"})
    assert "مشروع متأخر" in answer.content.decode()
    assert Client().get(address).context["form"] is None
    back = Client().post(reverse("calls:mine"), {"code": code_on(answer)})
    assert "مشروع متأخر" in back.content.decode()
    with scope(speaking="owner"):
        assert Application.objects.count() == 1
    elsewhere = late.post(address, TYPED | {"held": typing, "send": "1"}, headers={"Origin": "https://example.org"})
    assert elsewhere.context["form"].non_field_errors()


def _helped(call):
    """Her number is on the desk of the association, and leaves it when she was helped."""
    Client().post(reverse("calls:help", args=[call.code]), {"name": "خديجة", "phone": "0612345678"})
    helper = entered("incubator")
    [(row, who)] = helper.get(reverse("calls:desk:home")).context["asked"]
    send(helper, "take_help", row.pk)

    assert who["phone"] == "0612345678"
    assert send(helper, "end_help", row.pk).context["asked"] == []


def _typed(call, junk):
    """Whatever is typed comes back with a sentence, or is kept as text; it never runs and never fails."""
    client, address = Client(), reverse("calls:apply", args=[call.code])
    token = held(client.get(address, {"kind": "idea"}))
    told = {**dict.fromkeys(TYPED, junk), "f_members": junk, "women": junk, "own": junk, "favoured": junk}
    pages = [
        client.post(address, told | {"held": here, verb: "1"}) for here in (token, junk) for verb in ("keep", "send")
    ]
    pages += [client.post(reverse("calls:check", args=[call.code]), dict.fromkeys(("f_members", "f_adult"), junk))]
    pages += [
        client.post(reverse(f"calls:{name}"), {"held": junk, "code": junk}) for name in ("mine", "paper", "appeal")
    ]

    assert {page.status_code for page in pages} == {200}
    assert not any("<script>x" in page.content.decode() for page in pages)


def test_papers_come_whole_questions_end_and_help_comes():
    """A picture that was cut leaves nothing; the check keeps nothing; an association finds who asked for help."""
    call = calling.a_call()
    _helped(call)
    for junk in ("\0", "9" * 40 + "<script>x</script>", "\u202e" * 3000):
        _typed(call, junk)
    client, code = Client(), calling.deposited(call)
    token = held(client.post(reverse("calls:mine"), {"code": code}))
    for name, content in (("cut.pdf", PDF[:20]), ("run.pdf", b"MZ" + bytes(200)), ("whole.pdf", PDF)):
        file = SimpleUploadedFile(name, content)
        page = client.post(reverse("calls:paper"), {"held": token, "item": "statutes", "file": file})
        assert bool(page.context.get("done")) == (name == "whole.pdf")
    assert client.post(reverse("calls:paper"), {"held": "x", "item": "statutes"}).status_code == 200

    # the network went away in the middle of thirty megabytes: the form ends inside the photograph
    start = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    fields = b"".join(start % (name, value.encode()) for name, value in ((b"held", token), (b"item", "bank")))
    photo = b'--x\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n\r\n\xff\xd8\xff\xe0' + bytes(
        15 * 2**20
    )
    for cut in (photo, photo[: 2**20]):
        answer = client.generic("POST", reverse("calls:paper"), fields + cut, "multipart/form-data; boundary=x")
        assert not (answer.context or {}).get("done")
    assert [one["item"] for one in calling.of_code(code).handed] == ["statutes"]

    said, answers = {}, {"f_applicant": "cooperative", "f_in_region": "yes", "f_adult": "yes", "f_helped_before": "yes"}
    for _question in range(4):
        page = client.post(reverse("calls:check", args=[call.code]), said)
        if not page.context["asked"]:
            break
        name = f"f_{page.context['asked']}"
        said[name] = answers[name]

    assert page.context["verdict"].answer == "no"
    file = entered("coordinator").get(reverse("calls:desk:file", args=[_rows(call)[0].pk])).content.decode()
    assert calling.NAME in file


def test_a_call_that_closes_while_somebody_types_keeps_what_she_wrote():
    """Sent whole, sent with a mistake, kept: each comes back with what was typed, its code and the moment, honestly."""
    call = calling.a_call()
    address, pages = reverse("calls:apply", args=[call.code]), []
    for language, changed in (("ar", {}), ("fr", {"phone": "06", "asked": ""}), ("fr", {"keep": "1"})):
        client = Client(headers={"accept-language": language})
        token = held(client.get(address, {"kind": "cooperative"}))
        pages.append((client, language, TYPED | changed | {"held": token, "title": "مشروع متأخر"}))
    calling.close(call)
    for client, language, said in pages:
        answer = client.post(address, said | ({} if "keep" in said else {"send": "1"}))
        words = answer.content.decode()
        if "keep" not in said:
            assert {"ar": "أُغلق النداء", "fr": "L’appel a fermé"}[language] in words.replace("'", "’"), language
            assert 'name="send"' not in words
        assert "مشروع متأخر" in words
        again = Client().post(reverse("calls:mine"), {"code": code_on(answer)}).content.decode()
        assert "مشروع متأخر" in again and 'name="send"' not in again
    with scope(speaking="owner"):
        assert (Application.objects.count(), Unsent.objects.count()) == (0, 3)


def test_what_is_no_paper_is_refused_in_her_language_and_leaves_nothing():
    """Thirty megabytes, whole and cut at half; a photograph that ends too soon; a text that calls itself one."""
    call = calling.a_call()
    code = calling.deposited(call)
    start = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n\r\n'
    photo, end = b"\xff\xd8\xff\xe0" + bytes(30 * 2**20) + b"\xff\xd9", b"\r\n--x--\r\n"
    wrong = (
        (photo + end, "أكبر من 8", "dépasse 8 Mo"),
        (photo[: 2**20] + end, "لم يصل هذا الملف كاملا", "pas arrivé en entier"),
        (photo[: len(photo) // 2], "لم يصل هذا الملف كاملا", "pas arrivé en entier"),
        (b"not a photograph at all" + end, "هذا ليس صورة", "ni une photographie"),
    )  # fmt: skip
    for language in ("ar", "fr"):
        client = Client(headers={"accept-language": language})
        token = held(client.post(reverse("calls:mine"), {"code": code})).encode()
        fields = b"".join(start % pair for pair in ((b"held", token), (b"item", b"bank")))
        for sent, *refusals in wrong:
            answer = client.generic(
                "POST", reverse("calls:paper"), fields + head + sent, "multipart/form-data; boundary=x"
            )
            assert refusals[language == "fr"] in answer.content.decode(), (language, len(sent))
    assert calling.of_code(code).handed == ()
    with scope(speaking="owner"):
        assert not Paper.objects.exists()


def test_a_call_from_its_preparation_to_the_published_result():
    """Prepared by one, read by two who do not see who applies, decided by another; public by its number."""
    keeper = entered("coordinator")
    opens, closes = timezone.now() - timedelta(days=1), timezone.now() + timedelta(hours=2)
    terms = {
        "name_ar": "نداء", "name_fr": "Appel", "office_ar": "المنسقية", "opens_at": f"{opens:%Y-%m-%dT%H:%M}",
        "closes_at": f"{closes:%Y-%m-%dT%H:%M}", "kinds": ["cooperative"], "budget": "100000", "most_each": "40000",
        "gap": "15", "least_points": "20", "appeal_days": "15", "is_blind": "on", "c1_ar": "الأثر", "c1_fr": "Effet",
        "c1_most": "100", "q_province:07.161": "1",
    }  # fmt: skip
    made = send(keeper, "new", **terms)
    call = made.context["call"]
    assert Client().get(reverse("calls:call", args=[call.code])).status_code == 404
    send(keeper, "edit", call.code, **terms | {"budget": "60000"})
    choosing = keeper.get(reverse("calls:desk:announce", args=[call.code])).context["form"]
    assert send(keeper, "announce", call.code, **choosing.initial).context["call"].state == "announced"
    code = calling.deposited(call, province="07.161")
    calling.deposited(call, province="07.161", title="مشروع ثان")
    calling.close(call)
    first, second = _rows(call)
    send(keeper, "complete", first.pk)
    send(keeper, "ask", second.pk, items=["bank"])
    aside = send(keeper, "aside", second.pk, why="not_complete", why_text="لم تصل")
    assert aside.context["form"].errors
    send(keeper, "aside", second.pk, why="not_eligible", why_text="خارج الجهة")
    send(keeper, "give", call.code)
    for name in ("reader_one", "reader_two", "reader_three"):
        reader = entered(name)
        for row in reader.get(reverse("calls:desk:home")).context["waiting"]:
            page = reader.get(reverse("calls:desk:read", args=[row.pk])).content.decode()
            assert calling.NAME not in page
            assert calling.PERSON["organisation"] not in page
            send(reader, "read", row.pk, c1="80", words="س")
    with scope(speaking="owner"):
        assert Reading.objects.exclude(read_at=None).count() == 2
    page = keeper.get(reverse("calls:desk:selection", args=[call.code]))
    assert len(page.context["rows"]) == 1
    send(keeper, "propose", call.code, method="shares")
    council = entered("council")
    assert send(council, "decide", call.code).context["call"].state == "decided"

    told = Client().get(reverse("calls:results", args=[call.code])).content.decode()
    with scope(speaking="owner"):
        number = Decision.objects.get(application=first).number
    assert number in told
    assert calling.NAME not in told
    mine = Client().post(reverse("calls:mine"), {"code": code}).content.decode()
    assert number in mine
    appealed = Client()
    token = held(appealed.post(reverse("calls:mine"), {"code": code}))
    assert appealed.post(reverse("calls:appeal"), {"held": token, "words": "خطأ"}).context["done"]
    [row] = council.get(reverse("calls:desk:call", args=[call.code])).context["appeals"]
    send(council, "appeal", row.pk, outcome="selected", reason="الجواب")
    assert "الجواب" in Client().post(reverse("calls:mine"), {"code": code}).content.decode()


def _rows(call):
    with scope(speaking="owner"):
        return list(Application.objects.filter(call=call).order_by("deposited_at"))


def test_each_kind_reads_its_own_conditions_and_papers():
    """The page of the call, the check, the form; another kind chosen on the way deposits nothing before it is read."""
    call = calling.a_call()
    client = Client(headers={"accept-language": "fr"})
    page = client.get(reverse("calls:call", args=[call.code])).content.decode()
    assert "présidée par une femme" in page and "emploi salarié" in page
    assert page.count("pas une règle publiée") == 4, "invented, and says so"
    check = client.get(reverse("calls:check", args=[call.code]), {"kind": "idea"}).context
    assert check["rule_title"].startswith("Conditions pour les femmes")
    assert client.get(reverse("calls:check", args=[call.code])).context["asked"] == "applicant"

    address = reverse("calls:apply", args=[call.code])
    assert client.get(address).context["form"] is None
    form = client.get(address, {"kind": "idea"})
    codes = {code for code, _label in form.context["form"].fields["declared"].choices}
    assert codes == {"national_card", "project_sheet", "quotation", "training"}
    sent = TYPED | {"held": held(form), "asked_as": "idea", "send": "1"}
    turned = client.post(address, sent)
    assert turned.context["turned"] and "نعصر الأركان" in turned.content.decode()
    assert 'value="minutes"' in turned.content.decode()
    with scope(speaking="owner"):
        assert not Application.objects.exists()
    assert code_on(client.post(address, sent | {"asked_as": "cooperative"}))
    with scope(speaking="owner"):
        assert Application.objects.get().rule_file == "cooperatives"
