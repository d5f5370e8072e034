"""Advisory bodies of a region: who sits in them, what they plan, what they ask for, and what the region answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.choices import Sex
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.forum.choices import BodyKind, ItemState, MeansAnswerKind, MeansKind, MemberPart
from jisr.forum.models.walls import ME, Demonstration, open_to_all, sources
from jisr.territory.models import Region


def _holds(row: str) -> str:
    return f"{row}.since <= CURRENT_DATE AND ({row}.until IS NULL OR {row}.until > CURRENT_DATE)"


#: Bodies in which the speaker sits today; worked out once a query.
MY_BODIES = (
    "ANY(ARRAY(SELECT s.body_id FROM forum_bodyseat s JOIN forum_bodymember m ON m.id = s.member_id"  # noqa: S608
    f" WHERE s.user_id = {ME} AND {_holds('m')}))"
)
OF_MY_BODIES = f"body_id = {MY_BODIES}"


def of_region(role: str) -> str:
    """SQL condition on rows of bodies in whose region the speaker holds a post of a role today.

    A body of an invented region, which the territory does not know, is kept by invented people of any region.
    """
    return (
        "body_id = ANY(ARRAY(SELECT b.id FROM forum_advisorybody b"  # noqa: S608
        " JOIN staff_post p ON p.region_id = b.region_id OR b.region_id IS NULL"
        f" WHERE p.user_id = {ME} AND p.role = '{role}' AND p.is_demonstration = b.is_demonstration"
        f" AND {_holds('p')}))"
    )


_KEEPS = (
    f"EXISTS (SELECT FROM staff_post p WHERE p.user_id = {ME} AND p.role = 'wave_secretary' AND {_holds('p')}"
    " AND p.is_demonstration = forum_advisorybody.is_demonstration"
    " AND (p.region_id = forum_advisorybody.region_id OR forum_advisorybody.region_id IS NULL))"
)
#: An account speaks for a member when it holds the post for it; nobody gives herself a seat.
_SEATED = (
    f"{of_region('wave_secretary')} AND user_id <> {ME} AND EXISTS (SELECT FROM staff_post q"
    " JOIN forum_advisorybody b ON b.id = forum_bodyseat.body_id"
    " WHERE q.user_id = forum_bodyseat.user_id AND q.role = 'advisory_body_member'"
    f" AND (q.region_id = b.region_id OR b.region_id IS NULL) AND {_holds('q')})"
)


class AdvisoryBody(Keyed, Versioned, Demonstration):
    """A consultative body at the council of a region: organic law 111-14, article 117, makes three of them."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region"),
        help_text="none for a body of an invented region, which the territory does not know",
    )  # fmt: skip
    kind = models.CharField(pgettext_lazy("of advisory body", "kind"), max_length=10, choices=BodyKind)
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    mandate_ar = models.TextField(_("mandate in Arabic"), max_length=4_000, blank=True)
    mandate_fr = models.TextField(_("mandate in French"), max_length=4_000, blank=True)
    mandate_since = models.DateField(_("mandate from"), null=True, blank=True)
    mandate_until = models.DateField(_("mandate until"), null=True, blank=True)
    founding_act = models.CharField(_("act that set it up"), max_length=300, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("advisory body")
        indexes: ClassVar = [models.Index(fields=["region", "kind"], name="advisorybody_region_kind")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="advisorybody_id_demonstration"),
            models.CheckConstraint(name="advisorybody_kind_known", condition=Q(kind__in=BodyKind.values)),
            models.CheckConstraint(
                name="advisorybody_of_a_region", condition=Q(region__isnull=False) | Q(is_demonstration=True)
            ),
            models.CheckConstraint(
                name="advisorybody_mandate_begins_before_it_ends",
                condition=Q(mandate_since=None) | Q(mandate_until=None) | Q(mandate_since__lte=F("mandate_until")),
            ),
            *open_to_all(
                "advisorybody", mine=_KEEPS,
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, mandate_ar, mandate_fr, mandate_since,"
                " mandate_until, founding_act, sources)",
            ),
        ]  # fmt: skip


class BodyMember(Keyed, Versioned, Demonstration):
    """Who sits in a body: a public function. A name is kept only where she agreed that it be published."""

    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="members")
    part = models.CharField(pgettext_lazy("in advisory body", "part"), max_length=10, choices=MemberPart)
    function_ar = models.CharField(_("function in Arabic"), max_length=200, blank=True)
    function_fr = models.CharField(_("function in French"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    name_ar = models.CharField(_("published name in Arabic"), max_length=120, blank=True)
    name_fr = models.CharField(_("published name in French"), max_length=120, blank=True)
    name_agreed_on = models.DateField(_("agreed to publish her name on"), null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of an advisory body")
        indexes: ClassVar = [models.Index(fields=["body", "since"], name="bodymember_body_since")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "body"], name="bodymember_id_body"),
            models.CheckConstraint(name="bodymember_part_known", condition=Q(part__in=MemberPart.values)),
            models.CheckConstraint(
                name="bodymember_named_only_with_consent",
                condition=Q(name_ar="", name_fr="", name_agreed_on=None)
                | (Q(name_agreed_on__isnull=False) & (~Q(name_ar="") | ~Q(name_fr=""))),
            ),
            models.CheckConstraint(
                name="bodymember_has_a_function", condition=~Q(function_ar="") | ~Q(function_fr="")
            ),
            models.CheckConstraint(
                name="bodymember_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(part="chair", until=None), name="bodymember_one_chair"
            ),
            SameAs(
                name="bodymember_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            *open_to_all(
                "bodymember", mine=of_region("wave_secretary"),
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, name_agreed_on, until)",
            ),
        ]  # fmt: skip


class BodySeat(Keyed, Demonstration):
    """The account that speaks for a member, for as long as she is one; apart, since no visitor reads who holds it."""

    member = models.OneToOneField(BodyMember, models.PROTECT, related_name="seat")
    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="seats", editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "body"], name="bodyseat_user_body")]
        constraints: ClassVar = [
            SameAs(name="bodyseat_member_body", column="member_id", subject="forum_bodymember", shared="body_id"),
            SameAs(
                name="bodyseat_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            SameAs(
                name="bodyseat_user_demonstration", column="user_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            # one's own is there while one holds the post for it, like the seats of a wave
            Policy(
                name="bodyseat_while_its_post", to="jisr_app", check=_SEATED, verbs="SELECT, INSERT",
                using=f"user_id IS DISTINCT FROM {ME} OR jisr_forum_body_seat_rests(user_id, body_id)",
            ),
        ]  # fmt: skip


class ProgrammeItem(Keyed, Versioned, Demonstration):
    """One line of a body's programme: what, by when, and what shows that it was done."""

    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="programme")
    what_ar = models.CharField(_("what is planned, in Arabic"), max_length=500, blank=True)
    what_fr = models.CharField(_("what is planned, in French"), max_length=500, blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.PLANNED)
    done_on = models.DateField(_("settled on"), null=True, blank=True)
    evidence = models.TextField(_("what shows it"), max_length=2_000, blank=True)
    planned_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("line of an advisory body's programme")
        indexes: ClassVar = [models.Index(fields=["body", "due_on"], name="programmeitem_due")]
        constraints: ClassVar = [
            models.CheckConstraint(name="programmeitem_state_known", condition=Q(state__in=ItemState.values)),
            models.CheckConstraint(name="programmeitem_says_what", condition=~Q(what_ar="") | ~Q(what_fr="")),
            models.CheckConstraint(
                name="programmeitem_settled_with_evidence",
                condition=Q(state="planned", done_on=None, evidence="")
                | (~Q(state="planned") & Q(done_on__isnull=False) & ~Q(evidence="")),
            ),
            SameAs(
                name="programmeitem_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            *open_to_all(
                "programmeitem", mine=OF_MY_BODIES,
                verbs="SELECT, INSERT, UPDATE (version, state, done_on, evidence)",
            ),
            Policy(
                name="programmeitem_settled_once", to="jisr_app", on="UPDATE", using="state = 'planned'",
                check="true", restrictive=True,
            ),
        ]  # fmt: skip


class MeansRequest(Keyed, Versioned, Demonstration):
    """What a body asks of its region to do its work; without an answer, the days it waits are public."""

    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="requests")
    kind = models.CharField(pgettext_lazy("of means", "kind"), max_length=10, choices=MeansKind)
    what_ar = models.CharField(_("what is needed, in Arabic"), max_length=500, blank=True)
    what_fr = models.CharField(_("what is needed, in French"), max_length=500, blank=True)
    needed_on = models.DateField(_("needed on"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("request for means")
        indexes: ClassVar = [models.Index(fields=["body", "asked_on"], name="meansrequest_asked")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "body"], name="meansrequest_id_body"),
            models.CheckConstraint(name="meansrequest_kind_known", condition=Q(kind__in=MeansKind.values)),
            models.CheckConstraint(name="meansrequest_says_what", condition=~Q(what_ar="") | ~Q(what_fr="")),
            models.CheckConstraint(
                name="meansrequest_needed_after_it_is_asked",
                condition=Q(needed_on=None) | Q(needed_on__gte=F("asked_on")),
            ),
            SameAs(
                name="meansrequest_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            # the answer moves the version on, so that two answers at once are noticed; nothing else ever changes
            *open_to_all(
                "meansrequest", mine=f"{OF_MY_BODIES} OR {of_region('answering_body')}",
                verbs="SELECT, INSERT, UPDATE (version)",
            ),
            Policy(
                name="meansrequest_asked_by_the_body", to="jisr_app", on="INSERT", using=OF_MY_BODIES,
                restrictive=True,
            ),
        ]  # fmt: skip


class MeansAnswer(Keyed, Demonstration):
    """What the region answers to a request: never edited; put off, it is answered again."""

    request = models.ForeignKey(MeansRequest, models.PROTECT, related_name="answers")
    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(pgettext_lazy("of answer", "answer"), max_length=10, choices=MeansAnswerKind)
    why = models.TextField(_("why"), max_length=2_000, blank=True)
    next_step = models.TextField(_("next step"), max_length=2_000)
    next_on = models.DateField(_("day of the next step"), null=True, blank=True)
    office_ar = models.CharField(_("who answers, in Arabic"), max_length=200, blank=True)
    office_fr = models.CharField(_("who answers, in French"), max_length=200, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField(_("answered on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("answer to a request for means")
        ordering: ClassVar = ["answered_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="meansanswer_kind_known", condition=Q(kind__in=MeansAnswerKind.values)),
            models.CheckConstraint(name="meansanswer_says_what_next", condition=~Q(next_step="")),
            models.CheckConstraint(name="meansanswer_names_who", condition=~Q(office_ar="") | ~Q(office_fr="")),
            models.CheckConstraint(name="meansanswer_says_why", condition=Q(kind="granted") | ~Q(why="")),
            models.CheckConstraint(
                name="meansanswer_says_when", condition=Q(kind="refused") | Q(next_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["request"], condition=~Q(kind="deferred"), name="meansanswer_settled_once"
            ),
            SameAs(
                name="meansanswer_request_body", column="request_id", subject="forum_meansrequest", shared="body_id"
            ),
            SameAs(
                name="meansanswer_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            SameAs(
                name="meansanswer_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            *open_to_all("meansanswer", mine=of_region("answering_body")),
        ]  # fmt: skip
