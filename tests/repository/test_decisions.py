"""Decisions are short, numbered once, and the rest of the texts lead to them."""

import re


def test_a_decision_is_short_and_has_its_own_number(root):
    """Whoever has to read two pages will not."""
    records = sorted((root / "docs" / "decisions").glob("*.md"))

    assert [path.name for path in records if not re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)] == []
    assert len({path.name[:4] for path in records}) == len(records)
    assert [path.name for path in records if path.read_text().count("\n") > 25] == []


def test_what_the_texts_name_is_there(written, root):
    """A link to a file that is not there is worse than none."""
    named = re.compile(r"\b(docs/[\w./-]+\.md)\b")
    missing = {
        f"{path.relative_to(root)}: {name}"
        for path in written
        if path.suffix in {".py", ".md", ".sql", ".yaml"}
        for name in named.findall(path.read_text(encoding="utf-8"))
        if not (root / name).exists()
    }

    assert missing == set()
