"""The form of an application: the project, the questions of the rules, the papers, and who applies."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.conditions.facts import CHOICE, NUMBER, YES_NO, Fact
from jisr.conditions.sentences import in_language
from jisr.forum.rules.addresses import NoAddress, reply_address
from jisr.ledger.calls.choices import ApplicantKind, Favoured
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.rules.asked import asked
from jisr.web.calls import words
from jisr.web.fields import AmountField, TypedField
from jisr.web.widgets import DigitsInput, PhoneInput
from jisr.web.window import Unhurried

_YES_NO = [("yes", _("yes")), ("no", _("no"))]
_PERSON = ("name", "organisation", "phone", "commune")
_PROJECT = ("kind", "province", "favoured", "title", "project", "asked", "own", "women", "declared")
_MOBILE = _("Text messages reach mobile numbers alone, 06 or 07. Write one, or choose another way to be told.")
_EMAIL = _("Write the e-mail address, or choose another way to be told.")
#: Fewer digits are no telephone.
_DIGITS = 9


def fact_field(fact: Fact, language: str) -> forms.Field:
    """A question of a rule file as a field; it may be left open."""
    label: dict[str, Any] = {"label": in_language(fact.question, language), "required": False}
    if fact.kind == NUMBER:
        return forms.IntegerField(min_value=0, max_value=100_000, widget=DigitsInput(), **label)
    options = _YES_NO if fact.kind == YES_NO else [(code, in_language(w, language)) for code, w in fact.options.items()]
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **label)


def fact_value(fact: Fact, typed: Any) -> Any:
    """An answer as the rules take it; None for none."""
    if typed in (None, ""):
        return None
    return typed if fact.kind in (CHOICE, NUMBER) else typed == "yes"


def kind_of(call: Call, typed: str) -> str:
    """The kind of applicant that was typed, or the only one there is; "" where it has still to be said."""
    only = call.kinds[0] if len(call.kinds) == 1 else ""
    return typed if typed in call.kinds else only


class ApplyForm(Unhurried):
    """One application. It is sent, or kept to be gone on with: what is kept is not checked.

    Args:
        call: to which it is handed in.
        kind: of whom the questions and the papers are asked.
    """

    held = forms.CharField(max_length=400, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Who applies?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    province = forms.ChoiceField(
        label=_("Where will the project be?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    favoured = forms.MultipleChoiceField(
        label=_("What is true of the project?"), required=False, choices=Favoured, widget=forms.CheckboxSelectMultiple,
        help_text=_("Places may be reserved for these. Tick what is true; nothing is lost by ticking nothing."),
    )  # fmt: skip
    title = TypedField(
        label=_("Name of the project"), max_length=160, error_messages={"required": _("Give the project a name.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Not the name of a person: those who give points must not know who applies."),
    )  # fmt: skip
    project = TypedField(
        label=_("What will you do, with whom, and who will buy it?"), max_length=6_000,
        error_messages={"required": _("Write in your own words what the project is.")},
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("In your own words and language. Name nobody here."),
    )  # fmt: skip
    asked = AmountField(
        label=_("Amount that you ask for, in dirhams"), most=100_000_000, too_much=_("This is far too much."),
        error_messages={"required": _("Write how much you ask for.")},
    )  # fmt: skip
    own = AmountField(
        label=_("What you put in yourselves, in dirhams"), required=False, most=100_000_000,
        too_much=_("This is far too much."),
    )  # fmt: skip
    women = forms.IntegerField(
        label=_("How many women will work in it?"), required=False, min_value=0, max_value=10_000,
        widget=DigitsInput(),
    )  # fmt: skip
    declared = forms.MultipleChoiceField(
        label=_("Which papers do you have?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("You bring them, or send a photograph of each after the deposit. One copy, without a stamp."),
    )  # fmt: skip
    name = TypedField(
        label=_("Your name"), max_length=120,
        error_messages={"required": _("Write your name: it is on no public page.")},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    organisation = TypedField(
        label=_("Name of the cooperative or association"), required=False, max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=pgettext_lazy("of applicant", "Telephone"), max_length=30, widget=PhoneInput(),
        error_messages={"required": _("Write a number at which you can be reached.")},
    )  # fmt: skip
    commune = TypedField(
        label=_("Commune and douar"), required=False, max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    tell = forms.ChoiceField(
        label=_("Shall we tell you when there is something to read?"), required=False, widget=forms.RadioSelect,
        choices=[("sms", _("by text message, at the telephone above")), ("email", _("by e-mail")), ("", _("no"))],
        help_text=_(
            "By ticking you agree that we keep this address, sealed, until eighteen months after the results, and write"
            " to it: that your application arrived, that a paper is missing, that there is an answer, that a visit is"
            " announced, that a next call opens. Never your name, the project or the result. You stop it with your"
            " code."
        ),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"invalid": _("This is no e-mail address. Correct it, or choose another way.")},
    )  # fmt: skip
    marks_optional = False

    def __init__(self, *args: Any, call: Call, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.call, self.shown = call, asked(call, kind, timezone.localdate())
        self.book = self.shown.book
        self.fields["kind"].choices = words.kinds(call)
        self.initial["kind"] = kind
        self.fields["province"].choices = words.provinces(call)
        self.fields["declared"].choices = [(item.code, item.said(words.tongue())) for item in self.shown.items]
        for fact in self.book.facts.values():
            if fact.name != "applicant":
                self.fields[f"f_{fact.name}"] = fact_field(fact, words.tongue())

    @property
    def kind_label(self) -> str:
        """Of whom the questions and the papers are asked."""
        return str(ApplicantKind(self.shown.kind).label)

    def is_of_another(self) -> bool:
        """Whether another kind was chosen than the one whose questions stood on the page that was sent."""
        return bool(self.data.get("asked_as")) and self.data["asked_as"] != self.shown.kind

    def questions(self) -> list[forms.BoundField]:
        """The questions of the rule file."""
        return [self[name] for name in self.fields if name.startswith("f_")]

    def clean_phone(self) -> str:
        """A telephone that can be dialled."""
        typed = self.cleaned_data["phone"]
        if sum(sign.isdigit() for sign in typed) < _DIGITS:
            raise forms.ValidationError(_("This is too short for a telephone number. Write all its digits."))
        return typed

    def clean_asked(self) -> int:
        """No more than the call gives for one project."""
        asked = self.cleaned_data["asked"]
        if not asked:
            raise forms.ValidationError(_("Write how much you ask for."))
        if self.call.most_each and asked > self.call.most_each:
            raise forms.ValidationError(_("This call gives less for one project. The most is written on its page."))
        return asked

    def clean(self) -> dict[str, Any]:
        """Where she wants to be told can be written to."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        field = {"sms": "phone", "email": "email"}.get(said.get("tell", ""), "")
        if field and field not in self.errors:
            try:
                channel, _address = reply_address(said.get(field, ""))
            except NoAddress:
                channel = ""
            if channel != said["tell"]:
                self.add_error(field, _MOBILE if field == "phone" else _EMAIL)
        return said

    def reply_to(self) -> str:
        """Where she wants to be told that there is something to read; "" for nowhere."""
        said = self.cleaned_data
        return str({"sms": said["phone"], "email": said["email"]}.get(said["tell"], ""))

    def person(self) -> Mapping[str, str]:
        """Who applies; sealed apart."""
        return {name: self.cleaned_data[name] for name in _PERSON}

    def values(self) -> dict[str, Any]:
        """What is judged."""
        said = {name: self.cleaned_data[name] for name in _PROJECT}
        return said | {"own": said["own"] or 0, "women": said["women"] or 0}

    def facts(self) -> dict[str, Any]:
        """Answers to the questions, those left open left out."""
        told = {
            fact.name: fact_value(fact, self.cleaned_data.get(f"f_{fact.name}")) for fact in self.book.facts.values()
        }
        return {name: value for name, value in told.items() if value is not None}
