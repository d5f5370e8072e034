"""Open offers of the demonstration: some that wait for whoever is first, one that a centre has taken."""

from datetime import date

from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.staff.models import Post
from jisr.window.listening.models import Need
from jisr.window.orientation import offer_actions, offer_queries
from jisr.window.orientation.choices import Reach, Shown
from jisr.window.orientation.models import OfferCard, OpenOffer, Referral

#: In whose province the needs are looked for.
_HERE = "DEMO-CHI-CAS"
#: Needs looked at; so many offers stay open, one more is taken.
_LOOKED_AT, _LEFT_OPEN = 6, 2


def load(today: date) -> dict[str, int]:
    """Offer some needs that were heard and sent nowhere, through the product's own acts; the last one is taken.

    Speaks as the owner of the tables, as all that is loaded.

    Args:
        today: the day of loading.

    Returns:
        how many offers; zero when they were there, or no such need is.
    """
    with scope(speaking="owner"):
        if OpenOffer.objects.exists():
            return {"open offers": 0}
        sent = Referral.objects.values("need")
        needs = Need.objects.filter(state="open", compartment="", household__is_demonstration=True)
        province = Centre.objects.filter(code=_HERE).values("province")
        rows = needs.filter(interview__centre__province__in=province).exclude(pk__in=sent)
        whole = rows.select_related(
            "person__household__commune__province", "household", "interview__centre", "interview__by"
        )
        made = [offered for need in whole.order_by("id")[:_LOOKED_AT] if (offered := _offer(need))]
        if len(made) > _LEFT_OPEN:
            _take(OfferCard.objects.filter(offer=made[-1]).select_related("offer__made_by").earliest("id"))
    return {"open offers": len(made)}


def _offer(need: Need) -> OpenOffer | None:
    """An offer to the region, by whoever listened; None where no other centre could take it."""
    centre = need.interview.centre
    ranked = offer_queries.capable(need, Reach.REGION, own=centre.pk)
    if not ranked:
        return None
    return offer_actions.offer(
        need=need, services=[one.service for one in ranked], centre=centre, reach=Reach.REGION, manner="spoken",
        by=need.interview.by, shown=Shown.COMMUNE, shares=["name", "need"], urgent=need.theme == "health",
    )  # fmt: skip


def _take(card: OfferCard) -> None:
    post = Post.objects.filter(centre=card.centre_id).select_related("user").first()
    by = post.user if post else card.offer.made_by
    with scope(speaking="owner", user=by.pk, centres=[card.centre_id, card.from_centre_id]):
        offer_actions.take(card=card, by=by)
