"""What can be done after a refusal: never only "no"."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import RefusalReason
from jisr.window.orientation.choices import FailureReason, ReferralState

_R, _F = RefusalReason, FailureReason

AFTER_REFUSAL: dict[str, Any] = {
    _R.FULL: _("Ask the centre for its waiting list, and send the need to the next service meanwhile."),
    _R.NOT_PUBLIC: _("Choose the next service: its public is written beside it."),
    _R.AGE: _("Check the birth date in the file; if it is right, choose the next service."),
    _R.ZONE: _("Check where the family lives in the file; if it is right, choose a nearer service."),
    _R.PAPERS: _("Help to get the paper, then send the need again: a centre may ask for what is missing once only."),
    _R.CLOSED: _("Ask when it opens again, and send the need to the next service meanwhile."),
    _R.NOT_REACHED: _("Check the telephone with the person, agree on a safe way to reach her, then send again."),
    _R.DECLINED: _("Talk it over with the person: she decides. Correct or close the need if it has changed."),
    _R.CONFLICT: _("Choose the next service, and do not say at home which centre it was."),
    _R.UNSAFE: _("Choose the next service with the person: what is safe for her comes first."),
    _R.SAFETY: _("Telephone the centre: what would have to change; meanwhile choose the next service."),
    _R.OTHER: _("Read the reason, telephone the centre if it is not clear, then choose the next service."),
}
AFTER_FAILURE: dict[str, Any] = {
    _F.DID_NOT_COME: _("Ask the person what stood in the way: distance, cost, fear, children to look after."),
    _F.STOPPED: _("Ask the person what made her stop, and whether something else would hold."),
    _F.SERVICE_STOPPED: _("Choose the next service."),
    _F.MOVED: _("Ask where the family lives now, correct the file, then choose a service near there."),
    _F.OTHER: _("Read the reason, then choose the next service with the person."),
}
WITHOUT_ANSWER = _("Telephone the centre once; if nobody answers, choose the next service.")
TAKEN_BACK = _("If the need is still there, choose another service.")


def after(state: str, *, refusal: str = "", failure: str = "") -> Any:
    """What can be done about a referral that did not serve; "" for one that did, or still may."""
    if state == ReferralState.REFUSED:
        return AFTER_REFUSAL[refusal]
    if state == ReferralState.FAILED:
        return AFTER_FAILURE[failure]
    return {ReferralState.EXPIRED: WITHOUT_ANSWER, ReferralState.WITHDRAWN: TAKEN_BACK}.get(ReferralState(state), "")


#: Refusals that another day, or a paper more, may undo; the others hang on the person or on the service.
_MAY_CHANGE = frozenset({_R.FULL, _R.PAPERS, _R.CLOSED, _R.NOT_REACHED, _R.OTHER})


def may_be_sent_again(state: str, *, refusal: str = "") -> bool:
    """Whether it makes sense to send the same need to the same service again."""
    return state != ReferralState.REFUSED or refusal in _MAY_CHANGE
