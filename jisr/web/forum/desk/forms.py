"""Forms of the desk of a wave: what is keyed from a sheet, what is covered, what is answered."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Public, Theme
from jisr.common.keys import new_key
from jisr.forum.choices import (
    ANSWERS_GIVEN,
    DESTROYED_ON_REQUEST,
    WITHHELD_BY_HAND,
    AnswerKind,
    Channel,
    Kind,
    MaskReason,
    SpeakerRole,
    Tongue,
    Urgency,
)
from jisr.forum.models import MOST_CHARACTERS
from jisr.forum.rules.masking import Span
from jisr.web.fields import TypedField
from jisr.web.forum.desk import covering
from jisr.web.forum.places import CommuneOfRegion
from jisr.web.territory.fields import CommuneField
from jisr.web.widgets import DayInput
from jisr.web.window import Unhurried

#: Paper for the slip: the roll of a till printer, or a quarter of A4.
PAPERS = {"slip": pgettext_lazy("paper", "80-mm slip"), "a6": pgettext_lazy("paper", "A6")}
_NOT_SAID = [("", _("not said"))]
_CHOOSE = [("", _("Choose…"))]


def _area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attrs})


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


class KeyForm(CommuneOfRegion, Unhurried):
    """One contribution, as it stands on its sheet or was said.

    Args:
        meetings: (key, name) of the meetings of the wave.
        region: code of the region of the wave; "" for one of the whole country.
    """

    meeting = forms.ChoiceField(
        label=_("Meeting"), required=False,
        error_messages={"invalid_choice": _("Choose a meeting of this wave.")},
    )  # fmt: skip
    said_on = forms.DateField(
        label=_("Said on"), required=False, widget=DayInput(),
        help_text=_("Left empty: the day of the meeting."),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-12-01.")},
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How it reached us"), choices=Channel, initial=Channel.PAPER)
    language = forms.ChoiceField(
        label=_("Language of the sheet"), choices=[*_CHOOSE, *Tongue.choices],
        help_text=_("Two languages on one sheet: choose \u201cseveral languages\u201d, and key it as it stands."),
        error_messages={"required": _("Choose the language, or \u201cseveral languages\u201d.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Kind, widget=forms.RadioSelect,
        error_messages={
            "required": _("Say what it is: a constraint, an expectation, a proposal, an offer or a question.")
        },
    )  # fmt: skip
    text = TypedField(
        label=_("In the words of the sheet"), max_length=MOST_CHARACTERS, widget=_area(8),
        help_text=_("Word for word, names too: they stay sealed, and are covered before anything is published."),
        error_messages={
            "required": _("Key what is written on the sheet."),
            "max_length": _("This is longer than %(limit_value)d characters. Key the rest as a second contribution."),
        },
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[*_NOT_SAID, *Theme.choices])
    public = forms.ChoiceField(
        label=pgettext_lazy("of contribution", "For whom"), required=False, choices=[*_NOT_SAID, *Public.choices]
    )
    urgency = forms.ChoiceField(label=_("By when"), required=False, choices=[*_NOT_SAID, *Urgency.choices])
    commune = CommuneField(
        label=_("Commune that it is about"), required=False,
        help_text=_("In Arabic or in Latin letters; empty for the whole region."),
    )  # fmt: skip
    speaker_role = forms.ChoiceField(
        label=_("In which quality"), required=False, choices=[*_NOT_SAID, *SpeakerRole.choices]
    )
    organisation = TypedField(
        label=_("Organisation"), required=False, max_length=200, widget=_line(),
        help_text=_("Its name, not that of a person."),
    )  # fmt: skip
    paper = forms.ChoiceField(
        label=_("Paper of the slip"), choices=list(PAPERS.items()), initial="slip", widget=forms.RadioSelect
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_key)
    marks_optional = False

    def __init__(
        self, *args: Any, meetings: Sequence[tuple[str, str]] = (), region: str | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.region = region
        if "meeting" in self.fields:
            self.fields["meeting"].choices = [("", _("outside a meeting")), *meetings]


class ModerateForm(Unhurried):
    """What is covered before anybody else reads it, or why nobody does.

    Args:
        sealed: the words as they were said.
        flags: places that a machine found suspect, and those that are covered now.
        ticked: those of them that are ticked beforehand.
        rows: how many fields for typed words are shown at least.
    """

    decision = forms.ChoiceField(
        label=_("What becomes of it?"), widget=forms.RadioSelect, initial="publish",
        choices=[("publish", _("Publish it, with the chosen words covered")), ("withhold", _("Do not publish it"))],
        error_messages={"required": _("Choose whether it is published.")},
    )  # fmt: skip
    cover = forms.MultipleChoiceField(
        label=_("Words that may tell who somebody is"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the ticked places is no longer there. Look at them again.")},
    )  # fmt: skip
    read_through = forms.BooleanField(
        label=_("I read the rest: nothing in it tells who somebody is"), required=False,
        help_text=_("Needed where a proposed word stays open."),
    )  # fmt: skip
    organisation = TypedField(
        label=_("Organisation, as everybody would read it"), required=False, max_length=200, widget=_line(),
        help_text=_("Nobody read it before you. Its name, not that of a person; empty it otherwise."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Why it is not published"), required=False, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in WITHHELD_BY_HAND],
        help_text=_("Whoever holds the slip reads this sentence."),
    )  # fmt: skip
    marks_optional = False

    def __init__(
        self, *args: Any, sealed: str = "", flags: Sequence[Span] = (), ticked: Sequence[Span] = (), rows: int = 2,
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.sealed, self.flags, self.marked = sealed, list(flags), list(ticked)
        self.fields["cover"].choices = [(covering.value_of(flag), flag.reason) for flag in flags]
        self.initial["cover"] = [covering.value_of(flag) for flag in ticked]
        if not self.initial.get("organisation"):
            del self.fields["organisation"]
        self.rows = max(rows, self._typed_rows() + 1)
        for n in range(self.rows):
            self.fields[f"words_{n}"] = TypedField(
                label=_("Words to cover"), required=False, max_length=400, widget=_line()
            )
            self.fields[f"reason_{n}"] = forms.ChoiceField(
                label=_("Why"), choices=MaskReason, required=False, initial=MaskReason.NAME
            )

    def _typed_rows(self) -> int:
        """How many fields came filled; one more is shown, so that there is always room."""
        if not self.is_bound:
            return 0
        return sum(1 for n in range(_MOST_ROWS) if str(self.data.get(f"words_{n}", "")).strip())

    def typed_rows(self) -> list[tuple[Any, Any]]:
        """The fields of typed words, each with its reason."""
        return [(self[f"words_{n}"], self[f"reason_{n}"]) for n in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Where each chosen or typed word stands; a word that was not said cannot be covered."""
        values = super().clean() or {}
        marked = [covering.span_of(value) for value in values.get("cover", ())]
        for n in range(self.rows):
            for phrase in covering.phrases(values.get(f"words_{n}") or ""):
                places = covering.places(self.sealed, phrase, values.get(f"reason_{n}") or MaskReason.NAME)
                marked += places
                if not places:
                    self.add_error(
                        f"words_{n}",
                        _("\u201c%(words)s\u201d is not in what was said. Write it as it stands there.")
                        % {"words": phrase},
                    )
        if values.get("decision") == "withhold" and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is not published."))
        self.marked = covering.together(marked)
        return values


_MOST_ROWS = 40


class DestroyForm(forms.Form):
    """Why the sealed words are destroyed."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=[(one.value, one.label) for one in DESTROYED_ON_REQUEST], widget=forms.RadioSelect,
        error_messages={"required": _("Say why the words are destroyed.")},
    )  # fmt: skip


class AnswerForm(Unhurried):
    """What became of a contribution, why, and what comes next."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of answer", "What became of it?"),
        choices=[(one.value, one.label) for one in ANSWERS_GIVEN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of it.")},
    )  # fmt: skip
    what = TypedField(
        label=_("What is answered"), max_length=4_000, widget=_area(3),
        error_messages={"required": _("Say what is answered, in words that its author understands.")},
    )  # fmt: skip
    why = TypedField(
        label=_("Why"), max_length=4_000, widget=_area(3),
        error_messages={"required": _("Say why: an answer without its reasons is no answer.")},
    )  # fmt: skip
    to_whom = TypedField(
        label=_("Passed on to"), required=False, max_length=200, widget=_line(),
        help_text=_("The body that can answer, by its name."),
    )  # fmt: skip
    next_step = TypedField(
        label=_("Next step"), max_length=2_000, widget=_area(2), help_text=_("Who does what, and by when."),
        error_messages={"required": _("Say what happens next, and by when; also after a no.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the answer"), choices=[(code, Tongue(code).label) for code in ("ar", "fr")]
    )
    body_ar = TypedField(
        label=_("Body that answers, in Arabic"),
        required=False,
        max_length=200,
        widget=_line(),
    )
    body_fr = TypedField(
        label=_("Body that answers, in French"), required=False, max_length=200, widget=_line(),
        help_text=_("In one of the two languages at least."),
    )  # fmt: skip
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        """An answer names its body, and where a contribution was passed on to."""
        values = super().clean() or {}
        if values.get("kind") != AnswerKind.NOT_OURS:
            values["to_whom"] = ""
        elif not values.get("to_whom") and "to_whom" not in self.errors:
            self.add_error("to_whom", _("Say to whom it was passed on: nobody is sent away without a door."))
        if not values.get("body_ar") and not values.get("body_fr") and "body_fr" not in self.errors:
            self.add_error("body_ar", _("Name the body that answers."))
        return values


class WordingForm(Unhurried):
    """One statement, written by a person."""

    text = TypedField(
        label=_("Statement"), max_length=2_000, widget=_area(3),
        help_text=_("One sentence, one demand. No name, nothing that tells who spoke."),
        error_messages={"required": _("Write the statement.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of the statement"), choices=[(code, Tongue(code).label) for code in ("ar", "fr", "en")]
    )
    marks_optional = False


class RewordForm(Unhurried):
    """The same in other words, in the same language."""

    text = TypedField(
        label=_("New wording"), max_length=2_000, widget=_area(3),
        help_text=_("One sentence, one demand. No name, nothing that tells who spoke."),
        error_messages={"required": _("Write the statement.")},
    )  # fmt: skip
    marks_optional = False


class TranslateForm(WordingForm):
    """The same in another language."""

    field_order = ("language", "text")


class ExtractForm(WordingForm):
    """A statement drawn from contributions.

    Args:
        among: keys of the published contributions that may be chosen.
    """

    contributions = forms.MultipleChoiceField(
        label=_("Drawn from"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one contribution."),
            "invalid_choice": _("One of the contributions is not published in this wave. Look at the list again."),
        },
    )  # fmt: skip
    field_order = ("contributions", "text", "language")

    def __init__(self, *args: Any, among: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contributions"].choices = [(key, key) for key in among]


class MergeForm(WordingForm):
    """Two statements or more, joined in one.

    Args:
        among: keys of the current statements.
    """

    statements = forms.MultipleChoiceField(
        label=_("Statements to join"), widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least two statements."),
            "invalid_choice": _("One of the statements was replaced in between. Look at the list again."),
        },
    )  # fmt: skip
    field_order = ("statements", "text", "language")

    def __init__(self, *args: Any, among: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["statements"].choices = [(key, key) for key in among]

    def clean_statements(self) -> list[str]:
        """Joining takes two."""
        chosen: list[str] = self.cleaned_data["statements"]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose at least two statements."))
        return chosen


class SplitForm(Unhurried):
    """One statement that said several things, each by itself."""

    parts = TypedField(
        label=_("The parts"), max_length=8_000, widget=_area(5),
        help_text=_("One statement on each line, at least two."),
        error_messages={"required": _("Write at least two statements, one on each line.")},
    )  # fmt: skip
    marks_optional = False

    def clean_parts(self) -> list[str]:
        """Each line is a statement."""
        lines = [line.strip() for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(lines) < 2:
            raise forms.ValidationError(_("Write at least two statements, one on each line."))
        if any(len(line) > 2_000 for line in lines):
            raise forms.ValidationError(_("One of the lines is longer than 2,000 characters."))
        return lines
