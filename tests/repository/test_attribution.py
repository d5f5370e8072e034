"""Whoever we stand on is named."""

import re


def test_every_part_is_named_with_its_licence(root):
    """The list of parts grows by one line; so does this one."""
    parts = set(re.findall(r"^([a-z0-9-]+)==", (root / "requirements.txt").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"[a-z0-9][a-z0-9-]+", (root / "ATTRIBUTION.md").read_text()))

    assert parts - named == set()


def test_every_part_is_held_to_a_hash(root):
    """A part that was changed on its way is not installed."""
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-installer.txt"):
        blocks = re.split(r"\n(?=[a-z0-9])", (root / name).read_text().strip())

        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_our_own_licence_is_there(root):
    """In full, as it asks to be."""
    assert "Apache License" in (root / "LICENSE").read_text()
    assert "END OF TERMS AND CONDITIONS" in (root / "LICENSE").read_text()
