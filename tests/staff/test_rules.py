"""The access table says who may do what; its own shape keeps files away from whoever reads widely."""

import pytest

from jisr.staff.choices import ROLES, VERBS, Level, Reads
from jisr.staff.rules import exclude_each_other, level_of, may, may_keep, opens_files


def test_every_verb_of_a_role_stands_in_the_table():
    for role in ROLES.values():
        assert role.verbs <= set(VERBS), role.code


def test_only_roles_held_at_a_centre_open_files():
    """The database takes "the post has a centre" for "the post opens files" (staff_assign), and a scope without
    a centre shows no row: a role beyond a centre that was given such a verb would promise what no page can show."""
    for role in ROLES.values():
        if opens_files(role.code):
            assert role.widest == Level.CENTRE, role.code


def test_only_the_administrator_gives_posts():
    """The database knows the administrator by name (staff_gives_posts)."""
    assert [code for code in ROLES if may(code, "staff.manage")] == ["administrator"]


def test_whoever_reads_beyond_one_centre_needs_a_second_step():
    for role in ROLES.values():
        beyond = role.widest in {Level.PROVINCE, Level.REGION, Level.NATION}
        assert role.needs_totp == beyond, role.code


def test_whoever_opens_files_reads_no_journal_and_gives_no_post():
    for role in ROLES:
        if opens_files(role):
            assert not any(VERBS[verb].reads in {Reads.JOURNAL, Reads.ACCOUNTS} for verb in ROLES[role].verbs), role


def test_compartments_are_kept_at_a_centre_by_who_listens():
    for role in ROLES.values():
        if role.keeps_compartments:
            assert role.widest == Level.CENTRE and may(role.code, "listening.read"), role.code


@pytest.mark.parametrize(("role", "verb"), [("nobody", "work.read"), ("social_worker", "everything"), ("", "")])
def test_what_is_not_in_the_table_is_denied(role, verb):
    assert not may(role, verb)


def test_a_partner_cannot_hold_a_post():
    assert level_of("partner") is None
    assert not ROLES["partner"].verbs


def test_protected_files_need_a_role_that_keeps_them():
    assert may_keep("social_worker", ["violence", "child"])
    assert not any(may_keep(role, ["violence"]) for role in ROLES if role != "social_worker")


def test_files_and_posts_exclude_each_other_both_ways():
    assert exclude_each_other("administrator", ["reception_officer"])
    assert exclude_each_other("reception_officer", ["administrator"])
    assert not exclude_each_other("auditor", ["strategist"])
