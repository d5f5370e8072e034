"""Contrast is read once a chain of styles; two letters that a sheet may colour apart are never one chain."""

import pytest

from tests.journeys import inks

pytestmark = pytest.mark.browser


def _page(style):
    row = "<li class='row' data-of='{0}' data-state='{1}'>{0}</li>"
    rows = row.format("one", "kept") + row.format("two", "lost") + row.format("three", "lost")
    return f"<html lang='fr'><style>{style}</style><body><ul>{rows}</ul></body></html>"


@pytest.mark.parametrize(
    ("style", "chains"),
    [
        ("li { color: red } li:first-child { margin: 0 } [data-of] { margin: 0 }", 1),
        ("[data-state=lost] { color: red }", 2),
        ("@media screen { [data-state=lost] { --ink: red } }", 2),
        ("li:nth-child(2n) { background: red }", 3),
        ("li:last-of-type { font-weight: 700 }", 3),
    ],
)
def test_letters_are_told_apart_by_what_the_sheets_colour_by(open_page, style, chains):
    """By a state or a place among neighbours where a sheet gives an ink for it, and by nothing else."""
    page = open_page("fr", "desk", apart=True)
    page.set_content(_page(style))
    assert len(inks.unread(page, f"theme of {style}")) == chains
