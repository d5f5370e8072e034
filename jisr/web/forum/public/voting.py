"""Voting without an account: the statements of a wave one after another, large, on a telephone."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from jisr.common.errors import Refusal, Unacceptable
from jisr.forum import actions, queries
from jisr.forum.choices import SpeakerRole, Vote
from jisr.forum.models import Wave
from jisr.forum.rules import ballot
from jisr.territory import queries as territory
from jisr.web.access import open_to_all
from jisr.web.forms import put_refusal
from jisr.web.forum.public import floods, guesses, voter
from jisr.web.forum.public.slip import SlipForm, TooManyCodes
from jisr.web.uncached import shut
from jisr.web.wording import language, name_of

ICONS = {Vote.AGREE: "check", Vote.DISAGREE: "close", Vote.PASS: "minus"}
_RATHER_NOT = ("", _("I prefer not to say"))


class ManyVoters(Refusal):
    """So many devices of one connection began to vote that another one must wait."""

    message = _(
        "Very many people began to vote from this connection. Wait an hour, or type the code of your slip: with it you"
        " vote now."
    )


class GroupsForm(forms.Form):
    """Of which groups a voter is, as far as she wants to say.

    Args:
        wave: where it names its region, nobody is asked for hers.
    """

    role = forms.ChoiceField(label=_("In which quality do you speak?"), required=False)
    sex = forms.ChoiceField(
        label=_("You are"), required=False, widget=forms.RadioSelect,
        choices=[("f", _("a woman")), ("m", _("a man")), _RATHER_NOT],
    )  # fmt: skip
    milieu = forms.ChoiceField(
        label=_("You live"), required=False, widget=forms.RadioSelect,
        choices=[("rural", _("in a rural commune")), ("urban", _("in a town")), _RATHER_NOT],
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Your region"), required=False)

    def __init__(self, *args: Any, wave: Wave, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [_RATHER_NOT, *SpeakerRole.choices]
        if wave.region_id:
            del self.fields["region"]
        else:
            self.fields["region"].choices = [_RATHER_NOT, *((one.pk, name_of(one)) for one in territory.regions())]
        for one in self.fields.values():
            one.error_messages["invalid_choice"] = _("Choose one of the list, or leave it open.")


class CodeForm(SlipForm):
    """The code under which a participant votes, and whether what was said on this device is hers."""

    mine = forms.BooleanField(
        label=_("The votes given on this device so far are mine: count them with my code"), required=False, initial=True
    )

    def __init__(self, *args: Any, asks_mine: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_mine:
            del self.fields["mine"]


@require_http_methods(["GET", "POST"])
@open_to_all
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """One statement to agree or disagree with, or to pass; posted: the vote, and then the next one."""
    wave = _wave(code)
    who = voter.of_request(request, wave)
    notice, status = "", 200
    if request.method == "POST":
        statement = queries.statement(_key(request.POST.get("statement", "")))
        if statement is None or statement.wave_id != wave.pk:
            raise Http404
        try:
            begins = _begins(request, wave, who)
            actions.vote(
                statement=statement, value=request.POST.get("value", ""), mark=who.mark, by_slip=who.by_slip,
                groups=_with_region(wave, who.groups),
            )  # fmt: skip
            if begins:
                floods.voters.count(floods.connection_of(request))
            return _kept(redirect(f"{request.path}?after={statement.pk}"), wave, who)
        except Refusal as refusal:
            notice, status = "" if wave.closed_on else _in_words(refusal), 409
    return _kept(render(request, "forum/vote.html", _ballot(request, wave, who, notice), status=status), wave, who)


@require_http_methods(["GET", "POST"])
@open_to_all
def about(request: HttpRequest, code: str) -> HttpResponse:
    """What the voter says of herself; posted: it holds for all her votes of the wave."""
    wave = _wave(code)
    who = voter.of_request(request, wave)
    form = GroupsForm(request.POST if request.method == "POST" else None, wave=wave, initial=dict(who.groups))
    if request.method == "POST" and form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if value}
        try:
            actions.declare(wave=wave, mark=who.mark, groups=_with_region(wave, said))
            who = voter.Voter(who.device, who.device_mark, who.mark, said)
            return _kept(redirect("forum:vote", wave.code), wave, who)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _kept(render(request, "forum/vote_about.html", _page(wave, form=form)), wave, who)


@require_http_methods(["GET", "POST"])
@open_to_all
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """Type the code of a slip; posted: the votes are the code's from now on."""
    wave = _wave(code)
    who = voter.of_request(request, wave)
    votes = {} if who.by_slip else queries.own_votes(wave, who.device_mark)
    form = CodeForm(request.POST if request.method == "POST" else None, asks_mine=bool(votes))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            mark = _taken(request, wave, form.cleaned_data, who if votes else None)
            return _kept(redirect("forum:vote", wave.code), wave, voter.with_slip(request, wave, who, mark))
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = 429 if isinstance(refusal, TooManyCodes) else 200
    values = _page(wave, form=form, by_slip=who.by_slip)
    return _kept(render(request, "forum/vote_slip.html", values, status=status), wave, who)


@require_POST
@open_to_all
def somebody_else(request: HttpRequest, code: str) -> HttpResponse:
    """Another person votes in this browser: neither code nor groups of the one before are kept."""
    wave = _wave(code)
    return _kept(redirect("forum:vote", wave.code), wave, voter.somebody_else(request, wave))


def _begins(request: HttpRequest, wave: Wave, who: voter.Voter) -> bool:
    """Whether this is the first vote of a device: one is given to anybody who asks, so those that begin are counted.

    Raises:
        ManyVoters: too many came from here; who votes by a slip, or has voted before, goes on.
    """
    if who.by_slip or queries.own_votes(wave, who.mark):
        return False
    if floods.votes_too_often(request):
        raise ManyVoters
    return True


def _taken(request: HttpRequest, wave: Wave, typed: dict[str, Any], device: voter.Voter | None) -> str:
    """The mark of a code, with the votes of the device where they are hers.

    Raises:
        TooManyCodes: so many wrong ones came from this address that none is tried, right or wrong.
        NoSuchSlip: no slip of the wave has it.
    """
    if guesses.are_too_many(request):
        raise TooManyCodes
    try:
        hers = device.device_mark if device and typed.get("mine") else ""
        return actions.take_slip(wave=wave, code=typed["code"], device=hers)
    except actions.NoSuchSlip:
        guesses.count(request)
        raise


def _ballot(request: HttpRequest, wave: Wave, who: voter.Voter, notice: str) -> dict[str, Any]:
    """What the page of a vote shows: the statement, how far she is, what she said before."""
    things = ballot.in_order(queries.voted_on(wave), who.mark)
    said = ballot.voted_on(things, queries.own_votes(wave, who.mark))
    after, wanted = _key(request.GET.get("after", "")), _key(request.GET.get("statement", ""))
    chosen = _holding(things, wanted) or ballot.next_one(things, said, after)
    before = _holding(things, after)
    reader = language()
    rows = [(one.for_reader(reader), Vote(said[one.key]).label) for one in things if one.key in said]
    last = Vote(said[before.key]).label if before and before.key in said else ""
    return _page(
        wave, who=who, notice=notice, total=len(things), done=len(said), rows=rows,
        shown=chosen.for_reader(reader) if chosen else None, said=said.get(chosen.key, "") if chosen else "",
        left=sum(one.key not in said and one is not chosen for one in things),
        values=[(value, label, ICONS[Vote(value)]) for value, label in Vote.choices],
        last=last, before=before.for_reader(reader) if last and before is not chosen else None,
    )  # fmt: skip


def _in_words(refusal: Refusal) -> str:
    """A refusal above the page, which has no field to stand beside."""
    return " ".join(map(str, refusal.fields.values())) if isinstance(refusal, Unacceptable) else str(refusal)


def _holding(things: list[ballot.Asked], key: UUID | None) -> ballot.Asked | None:
    """What is voted on in a wording, by the key of it."""
    return next((one for one in things if key in {wording.key for wording in one.wordings}), None)


def _with_region(wave: Wave, groups: Any) -> dict[str, str]:
    """What somebody said of herself, in the region of the wave where it has one."""
    return {**groups, **({"region": wave.region_id} if wave.region_id else {})}


def _page(wave: Wave, **values: Any) -> dict[str, Any]:
    return {"wave": wave, "invented": wave.is_demonstration, "place": reverse("forum:vote", args=[wave.code]), **values}


def _wave(code: str) -> Wave:
    wave = queries.wave(code)
    if wave is None:
        raise Http404
    return wave


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _kept(response: HttpResponse, wave: Wave, who: voter.Voter) -> HttpResponse:
    """The answer with what the browser remembers of the voter; kept by no cache, indexed by nobody."""
    return shut(voter.keep(response, wave, who))
