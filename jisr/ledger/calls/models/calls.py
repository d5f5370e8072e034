"""Calls for projects: what is offered, to whom, by which rules, until when."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.centres.models.held import Law
from jisr.common.models import Keyed, Versioned
from jisr.common.money import MAD
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME, Demonstration, sources
from jisr.ledger.agreements.models import ObjectLine
from jisr.ledger.agreements.models.walls import alike, same
from jisr.ledger.calls.choices import ApplicantKind, CallState, Favoured, GroupKind, Method
from jisr.ledger.calls.models.walls import DECIDER, KEEPER, my_call, of_calls
from jisr.territory.models import Region

_SHOWN = "state <> 'drafted'"


class Call(Keyed, Versioned, Demonstration):
    """A call for projects. One that was read somewhere is a record, and takes no application here."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region"),
        help_text="none for an invented region, which the territory does not know",
    )  # fmt: skip
    line = models.ForeignKey(
        ObjectLine, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("object line"),
        help_text="what of an agreement pays for it",
    )  # fmt: skip
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme")
    )
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    about_ar = models.TextField(_("what it is about, in Arabic"), max_length=4_000, blank=True)
    about_fr = models.TextField(_("what it is about, in French"), max_length=4_000, blank=True)
    office_ar = models.CharField(_("service that receives it, in Arabic"), max_length=200, blank=True)
    office_fr = models.CharField(_("service that receives it, in French"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=CallState, default=CallState.DRAFTED)
    opens_at = models.DateTimeField(pgettext_lazy("of call", "opens"))
    closes_at = models.DateTimeField(pgettext_lazy("of call", "closes"))
    kinds = ArrayField(
        models.CharField(max_length=20, choices=ApplicantKind), verbose_name=_("who may apply"), default=list
    )
    provinces = models.JSONField(default=list, help_text="where a project may stand: {code, ar, fr}")
    rules = models.SlugField(max_length=60, default="women_projects", help_text="the rule file where files names none")
    papers = models.SlugField(max_length=60, default="papers_women", help_text="the papers where files names none")
    files = models.JSONField(
        default=dict, editable=False,
        help_text="kind of applicant: {rules, rules_since, papers, papers_since}, chosen when it was announced",
    )  # fmt: skip
    budget = models.BigIntegerField(_("budget"), null=True, blank=True, help_text="centimes; none where not published")
    currency = models.CharField(max_length=3, default=MAD, editable=False)
    most_each = models.BigIntegerField(_("most for one project"), null=True, blank=True, help_text="centimes")
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    least_points = models.PositiveSmallIntegerField(_("least points"), default=0)
    gap = models.PositiveSmallIntegerField(
        _("gap that a third reader settles"), default=15, help_text=_("points between two readers")
    )
    is_blind = models.BooleanField(_("files are read without what tells who applies"), default=True)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), default=15)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    method = models.CharField(max_length=8, choices=Method, blank=True)
    selection = models.JSONField(
        default=dict, editable=False, help_text="both methods side by side, and what could not be kept"
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    proposed_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    sources = sources()

    class Meta:
        verbose_name = _("call for projects")
        indexes: ClassVar = [models.Index(fields=["state", "closes_at"], name="call_state_closes")]
        constraints: ClassVar = [
            *alike("call", "is_demonstration"),
            models.CheckConstraint(name="call_state_known", condition=Q(state__in=CallState.values)),
            models.CheckConstraint(name="call_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at"))),
            models.CheckConstraint(name="call_kinds_known", condition=Q(kinds__contained_by=ApplicantKind.values)),
            models.CheckConstraint(
                name="call_money_is_something",
                condition=(Q(budget=None) | Q(budget__gt=0)) & (Q(most_each=None) | Q(most_each__gt=0)),
            ),
            models.CheckConstraint(name="call_currency_kept", condition=Q(currency=MAD)),
            models.CheckConstraint(
                name="call_of_a_region", condition=Q(region__isnull=False) | Q(is_demonstration=True)
            ),
            models.CheckConstraint(
                name="call_invented_or_sourced", condition=Q(is_demonstration=False) | Q(sources=[])
            ),
            # what takes applications says how much there is, and who may come
            models.CheckConstraint(
                name="call_announced_whole",
                condition=Q(state=CallState.DRAFTED) | ~Q(sources=[])
                | (Q(budget__isnull=False, most_each__isnull=False) & ~Q(kinds=[]) & ~Q(provinces=[])),
            ),
            models.CheckConstraint(
                name="call_proposed_by_somebody",
                condition=Q(state__in=[CallState.PROPOSED, CallState.DECIDED], proposed_by__isnull=False,
                            proposed_at__isnull=False) & ~Q(method="")
                | Q(state__in=[CallState.DRAFTED, CallState.ANNOUNCED], proposed_by=None, proposed_at=None, method=""),
            ),
            models.CheckConstraint(
                name="call_decided_by_another",
                condition=Q(decided_by=None, decided_at=None) & ~Q(state=CallState.DECIDED)
                | Q(state=CallState.DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("proposed_by")),
            ),
            # what people apply under does not change once it is announced; its last moment is put off by an extension
            Law(name="call_terms_stand", function="jisr_calls_terms_trigger", on="UPDATE", before=True),
            # prepared, announced, proposed, decided; back from proposed alone, and decided by a function alone
            Law(name="call_goes_forward", function="jisr_calls_course_trigger", on="UPDATE OF state", before=True),
            *same("call", "line_id", "agreements_objectline", "is_demonstration"),
            *same("call", "programme_id", "centres_programme", "is_demonstration"),
            Policy(
                name="call_app", to="jisr_app", using=f"{_SHOWN} OR {my_call(KEEPER)}",
                check=my_call(KEEPER),
                # results are published by a function: whoever proposes them cannot
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, about_ar, about_fr, office_ar, office_fr,"
                " state, opens_at, closes_at, kinds, files, provinces, budget, most_each, places, least_points, gap,"
                " is_blind, appeal_days, method, selection, proposed_by_id, proposed_at)",
            ),
            Policy(
                name="call_begun_by_its_keeper", to="jisr_app", using="true", restrictive=True, on="INSERT",
                check=f"state = 'drafted' AND prepared_by_id = {ME} AND sources = '[]'::jsonb",
            ),
            Policy(
                name="call_proposed_by_herself", to="jisr_app", using="true", restrictive=True, on="UPDATE",
                check=f"proposed_by_id IS NULL OR proposed_by_id = {ME}",
            ),
            # what pays for it is a line of an agreement of its own region, in its own currency
            Policy(
                name="call_paid_in_its_region", to="jisr_app", using="true", restrictive=True, on="INSERT",
                check="line_id IS NULL OR EXISTS (SELECT FROM agreements_objectline l JOIN agreements_agreement a ON"
                " a.id = l.agreement_id WHERE l.id = line_id AND a.currency = calls_call.currency AND (a.region_id ="
                " calls_call.region_id OR a.region_id IS NULL AND a.is_demonstration))",
            ),
            Policy(name="call_public", to="jisr_public", using=_SHOWN, check="false", verbs="SELECT"),
        ]  # fmt: skip

    @property
    def is_record(self) -> bool:
        """Whether it was read somewhere: its facts stand here, its applications do not."""
        return bool(self.sources)

    def is_open(self, now: datetime | None = None) -> bool:
        """Whether an application would be taken at a moment."""
        moment = now or timezone.now()
        return self.state == CallState.ANNOUNCED and not self.is_record and self.opens_at <= moment < self.closes_at

    def is_over(self, now: datetime | None = None) -> bool:
        """Whether its last moment is past."""
        return (now or timezone.now()) >= self.closes_at


class OfCall(Keyed, Demonstration):
    """Something that hangs on a call and is as invented as it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


def hangs_on_call(table: str) -> list[Any]:
    """What each table under a call holds to it."""
    return same(table, "call_id", "calls_call", "is_demonstration")


def published_with_call(table: str, *, check: str = "", verbs: str = "SELECT, INSERT, DELETE") -> list[Any]:
    """Everybody reads it who reads the call; its keeper writes."""
    seen = "call_id = ANY(ARRAY(SELECT id FROM calls_call))"
    return [
        Policy(name=f"{table}_app", to="jisr_app", using=seen, check=check or of_calls(KEEPER), verbs=verbs),
        Policy(name=f"{table}_public", to="jisr_public", using=seen, check="false", verbs="SELECT"),
    ]


class Criterion(OfCall):
    """Something that points are given for, published before anybody applies."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="criteria", editable=False)
    place = models.PositiveSmallIntegerField()
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    most = models.PositiveSmallIntegerField(_("most points"))

    class Meta:
        verbose_name = _("criterion")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "place"], name="criterion_one_a_place"),
            models.CheckConstraint(name="criterion_gives_points", condition=Q(most__gte=1, most__lte=100)),
            *hangs_on_call("criterion"),
            Law(name="criterion_stands", function="jisr_calls_part_trigger", before=True),
            *published_with_call("criterion"),
        ]


class Quota(OfCall):
    """Places reserved for a province or a public, and the people that it stands for in equal shares."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="quotas", editable=False)
    kind = models.CharField(max_length=8, choices=GroupKind)
    of = models.CharField(max_length=20, help_text="code of a province of the call, or of a public")
    at_least = models.PositiveIntegerField(_("places reserved"), default=0)
    heads = models.PositiveIntegerField(_("people it stands for"), default=1)

    class Meta:
        verbose_name = _("reserved places")
        ordering: ClassVar = ["kind", "of"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "kind", "of"], name="quota_once"),
            models.CheckConstraint(name="quota_stands_for_somebody", condition=Q(heads__gte=1)),
            models.CheckConstraint(
                name="quota_public_known", condition=Q(kind=GroupKind.PROVINCE) | Q(of__in=Favoured.values)
            ),
            *hangs_on_call("quota"),
            Law(name="quota_stands", function="jisr_calls_part_trigger", before=True),
            *published_with_call("quota"),
        ]


class Extension(OfCall):
    """The last moment of an announced call was put off: from when, to when, and why; published with the call."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions", editable=False)
    was = models.DateTimeField(_("it closed"))
    until = models.DateTimeField(_("it closes"))
    reason_ar = models.CharField(_("why, in Arabic"), max_length=500)
    reason_fr = models.CharField(_("why, in French"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("extension of a call")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="extension_never_earlier", condition=Q(until__gt=F("was"))),
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason_ar="") & ~Q(reason_fr="")),
            *hangs_on_call("extension"),
            # it moves the call itself: while it is open, from the moment at which it closes
            Law(name="extension_moves_the_call", function="jisr_calls_extension_trigger", on="INSERT", before=True),
            *published_with_call("extension", check=f"{of_calls(KEEPER)} AND by_id = {ME}", verbs="SELECT, INSERT"),
        ]


#: Who decides reads what the keeper reads.
KEEPS_OR_DECIDES = of_calls(KEEPER, DECIDER)
