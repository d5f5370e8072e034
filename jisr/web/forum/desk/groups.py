"""Groups learned from the votes of a wave: the team looks, everybody reads what came out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jisr.forum import actions, queries
from jisr.forum.rules.consensus import LEAST_VOICES
from jisr.forum.rules.learned import FEWEST_VOTERS, FEWEST_VOTES
from jisr.web.access import needs
from jisr.web.forms import once
from jisr.web.forum.desk import reach


@needs("forum.prepare", "forum.moderate")
@once
def groups(request: HttpRequest, code: str) -> HttpResponse:
    """What was found last; posted: look again, in the votes as they are now."""
    wave = reach.wave(request, code)
    if request.method == "POST":
        actions.learn_groups(wave=wave, by=request.user)
        return redirect("forum:desk:groups", wave.code)
    page = {
        "wave": wave, "learned": queries.learned_groups(wave), "who": queries.voters(wave),
        "least_voices": LEAST_VOICES, "fewest_voters": FEWEST_VOTERS, "fewest_votes": FEWEST_VOTES,
    }  # fmt: skip
    return render(request, "forum/desk/groups.html", page)
