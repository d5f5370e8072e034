"""An installation without the demonstration begins with one administrator, made by whoever holds the server."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jisr.accounts.models import User
from jisr.staff.models import Post

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def run(*words):
    out = StringIO()
    call_command("administrator", *words, stdout=out)
    return out.getvalue().splitlines()


def test_the_first_administrator_is_handed_a_password_that_serves_once():
    address, password, *_rest = run("Chef@Tests.Example", "رئيسة")

    user = User.objects.using("owner").get(email="chef@tests.example")
    assert address == "chef@tests.example" and user.check_password(password)
    assert user.password_is_temporary and not user.is_demonstration
    assert [post.role for post in Post.objects.using("owner").filter(user=user)] == ["administrator"]


def test_a_second_one_is_given_her_post_on_the_page():
    run("chef@tests.example", "رئيسة")

    with pytest.raises(CommandError, match="already"):
        run("other@tests.example", "أخرى")


def test_an_administrator_who_lost_everything_comes_back():
    first = run("chef@tests.example", "رئيسة")

    again = run("chef@tests.example")

    assert first[0] == again[0] and first[1] != again[1]


def test_an_account_that_does_other_work_is_not_taken():
    with pytest.raises(CommandError, match="not an administrator"):
        run("worker@tests.example", "x")


def test_a_new_account_needs_a_name():
    with pytest.raises(CommandError, match="name"):
        run("chef@tests.example")
