"""Papers: what was typed is shown and never obeyed, in our letters, the same bytes each time."""

import pytest
import typst
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.common import letters, pdf


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with one sentence of somebody's."""
    path = tmp_path_factory.mktemp("paper") / "page.typ"
    path.write_text('#import "paper.typ": *\n#show: paper\n= #facts.title\n#facts.words\n', encoding="utf-8")
    return path


def test_a_paper_is_the_same_each_time_and_holds_our_letters(page):
    """Whoever compares two papers sees what changed, and a machine without fonts shows Arabic all the same."""
    said = {"language": "ar", "title": "ملخص", "made_at": timezone.now()}
    one, other = (pdf.make(page, {"words": "جسر التمكين"}, **said) for _ in range(2))

    assert one == other
    assert one.startswith(b"%PDF-1.7")
    assert b"IBMPlexSansArabic" in one
    assert b"pdfaid" in one


@settings(max_examples=30, deadline=None)
@given(words=st.text(st.sampled_from("جسر#$*_[]{}\\@<>`~=+-/\"' \n1اللهeⵜ😀\u20dd\u0651"), max_size=40))
def test_what_was_typed_is_never_an_order(page, words):
    """Signs that mean something in the markup are letters like others."""
    assert pdf.make(page, {"words": words}, language="ar", title=words or "-").startswith(b"%PDF")


def test_a_sign_that_our_letters_do_not_have_keeps_no_paper_from_being_made(page):
    """Tifinagh, pictures and covers become question marks; with too many of them the paper is made all the same."""
    signs = "ⵜⴰⵎⴰⵣⵉⵖⵜ 😀🇲🇦 ▇ \x01 漢 e\u20dd"
    made = pdf.make(page, {"words": f"نص {signs} texte"}, language="ar", title=signs)
    plain = pdf.make(page, {"words": "".join(map(chr, range(0x4E00, 0x4E80)))}, language="fr", title="-")

    assert b"pdfaid" in made
    assert plain.startswith(b"%PDF") and b"pdfaid" not in plain


def test_a_paper_reads_no_file_of_the_machine(page, tmp_path):
    """A fault in a page must not put a secret of the server on paper."""
    reads = tmp_path / "reads.typ"
    reads.write_text('#read("/etc/hostname")', encoding="utf-8")

    with pytest.raises(typst.TypstError):
        pdf.make(reads, {}, language="fr", title="-")


def test_letters_that_are_not_installed_are_said(monkeypatch):
    """With the command that brings them."""
    monkeypatch.setattr(letters, "PACKAGE", "no_such_wheel")

    with pytest.raises(letters.FontsMissing, match="make setup"):
        letters.folder()
