"""Situations that wait ready for each role of the demonstration, told before the ordinary families."""

from datetime import timedelta
from typing import Any

from jisr.exchange.demonstration.chronicle import File
from jisr.exchange.demonstration.homes import Home, Margins, Member
from jisr.exchange.demonstration.lives import Lives
from jisr.families.models import RightsRequest
from jisr.families.queries import due_day

CAS, COAPH, TALIBA, FAMILY = "DEMO-CHI-CAS", "DEMO-CHI-COAPH", "DEMO-CHI-TALIBA-IMI", "DEMO-CHI-FAM"
SPACE, CITIZENS, TRAINING, CAPE = "DEMO-CHI-EMF", "DEMO-CHI-CSC", "DEMO-CHI-CEF", "DEMO-TAR-CAPE"
#: Communes of the stories: mountain and plain of Chichaoua, the town of Taroudannt.
LALLA_AZIZA, MAJJAT, IMINTANOUTE, TAROUDANNT = "07.161.05.09", "07.161.07.11", "07.161.01.03", "09.541.01.13"


class Scripted:
    """Tells the ready situations."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.catalogue, self.clock = lives, lives.catalogue, lives.clock
        self.people = 0

    def tell(self) -> int:
        """All of them; how many people they are."""
        self.a_widow_whose_needs_went_four_ways()
        self.those_who_wait_at_the_counter()
        self.what_other_centres_sent()
        self.a_plan_to_be_looked_at_again()
        self.a_file_that_another_centre_asks_for()
        self.a_disclosure()
        self.children_in_danger()
        self.what_people_ask_of_their_data()
        return self.people

    def a_widow_whose_needs_went_four_ways(self) -> None:
        """One answer is late, one is a refusal, one is booked, and one need was never sent on."""
        home = self._home("widow", LALLA_AZIZA)
        girl = self._child(home, 13, "f")
        boy = self._child(home, 7, "m", disability="hearing")
        file = self._received(home, CAS, days=16)
        wants = [("disability", boy), ("student_lodging", girl), ("papers", home.head), ("training", home.head)]
        services = [self.catalogue.service(COAPH, "disability"), self.catalogue.service(TALIBA, "student_lodging"),
                    self.catalogue.service(CITIZENS, "papers"), None]  # fmt: skip
        self._heard(file, CAS, 16, wants, ["offered", "refused", "booked", "none"], services)

    def those_who_wait_at_the_counter(self) -> None:
        """Four at one centre, danger first, two at another: all came today."""
        for minutes, profile, urgency, centre in (
            (155, "couple", "normal", CAS), (110, "elderly", "week", CAS), (75, "divorced", "normal", CAS),
            (20, "young", "now", CAS), (95, "disabled_child", "normal", COAPH), (30, "disabled_adult", "normal", COAPH),
        ):  # fmt: skip
            at = self.clock.now - timedelta(minutes=minutes)
            place = self.catalogue.centre(centre)
            home = self._home(profile, MAJJAT)
            self.lives.come(home, place, at.date(), at=at, state="waiting", urgency=urgency)

    def what_other_centres_sent(self) -> None:
        """Referrals in the list of each centre that signs in: late, new, under study, to begin, under way."""
        arrivals = (
            (FAMILY, CAS, "couple", "direct_aid", 15, "offered"),
            (COAPH, CAS, "disabled_child", "papers", 2, "offered"),
            (FAMILY, CAS, "divorced", "papers", 5, "booked"),
            (CAS, TALIBA, "couple", "student_lodging", 14, "offered"),
            (CAS, TALIBA, "widow", "student_lodging", 3, "offered"),
            (FAMILY, TALIBA, "widow", "student_lodging", 9, "booked"),
            (CAS, TALIBA, "couple", "student_lodging", 40, "started"),
            (CAS, COAPH, "disabled_child", "disability", 4, "offered"),
            (TRAINING, COAPH, "disabled_adult", "disability", 20, "under_study"),
            (CAS, COAPH, "disabled_child", "schooling", 12, "booked"),
            (CAS, COAPH, "disabled_child", "disability", 45, "started"),
        )
        for sender, receiver, profile, theme, days, state in arrivals:
            home = self._home(profile, IMINTANOUTE if days % 2 else LALLA_AZIZA)
            member = home.head
            if theme == "student_lodging":
                member = self._child(home, 14, "f")
            elif profile == "disabled_child":
                member = home.one_for("disabled", self.clock.today) or home.head
            file = self._received(home, sender, days)
            self._heard(file, sender, days, [(theme, member)], [state], [self.catalogue.service(receiver, theme)])

    def a_plan_to_be_looked_at_again(self) -> None:
        """Plans of three families whose newest follow-up has not been done."""
        for days, profile in ((38, "divorced"), (100, "couple"), (195, "disabled_child")):
            home = self._home(profile, MAJJAT)
            file = self._received(home, CAS, days)
            told = self._heard(file, CAS, days, self.lives.wants(home), ["completed", "started", "booked", "completed"])
            day = self.clock.working(self.clock.today - timedelta(days=days - 6))
            centre = self.catalogue.centre(CAS)
            self.lives.plans.open(file, centre.pk, day, self.catalogue.worker(centre.pk), told, overdue=True)

    def a_file_that_another_centre_asks_for(self) -> None:
        """Two centres meet the same family."""
        home = self._home("couple", IMINTANOUTE)
        file = self._received(home, CAS, 70)
        self._heard(file, CAS, 70, self.lives.wants(home), ["completed"] * 4)
        asker = self.catalogue.centre(FAMILY)
        at = self.clock.at(self.clock.working(self.clock.today - timedelta(days=1)))
        why = self.lives.sayings["asks"][0]
        self.lives.chronicle.ask_access(file, asker.pk, why, at, self.catalogue.worker(asker.pk))

    def a_disclosure(self) -> None:
        """In an ordinary file the mother tells of violence: an interview, a referral and a plan of their own."""
        for days, state in ((30, "started"), (11, "offered")):
            home = self._home("couple", MAJJAT)
            mother = next(member for member in home.members if member.sex == "f" and member.age(self.clock.today) > 17)
            file = self._received(home, CAS, days + 10)
            self._heard(file, CAS, days + 10, self.lives.wants(home), ["completed", "booked", "booked", "booked"])
            service = self.catalogue.service(SPACE, "violence")
            told = self._heard(file, CAS, days, [("violence", mother)], [state], [service], compartment="violence")
            centre = self.catalogue.centre(CAS)
            by = self.catalogue.worker(centre.pk, "violence")
            if state == "started":
                day = self.clock.working(self.clock.today - timedelta(days=days - 4))
                self.lives.plans.open(file, centre.pk, day, by, told, compartment="violence", overdue=True)

    def children_in_danger(self) -> None:
        """Files wholly in the compartment of the child's centre: one found tonight, two followed."""
        centre = self.catalogue.centre(CAPE)
        for days, state in ((0, ""), (9, "offered"), (48, "started")):
            home = self._boy(TAROUDANNT)
            at = self.clock.now - timedelta(minutes=25) if not days else None
            day = self.clock.today - timedelta(days=days)
            file, visit = self.lives.come(
                home, centre, day, at=at, state="listened" if days else "waiting", urgency="week" if days else "now",
                compartment="child", channel="round",
            )  # fmt: skip
            self.people += len(home.members)
            if not days:
                continue
            theme = "child_protection" if state == "offered" else "shelter"
            wants, services = [(theme, home.head)], [self.catalogue.service(CAPE, theme)]
            told = self.lives.hear(file, centre, day, visit, wants, states=[state], services=services)
            if state == "started":
                by = self.catalogue.worker(centre.pk, "child")
                opened = self.clock.working(day + timedelta(days=3))
                self.lives.plans.open(file, centre.pk, opened, by, told, overdue=True)

    def what_people_ask_of_their_data(self) -> None:
        """One wants to see what is kept, and waits too long; one wants to be erased, and one of two said yes."""
        centre = self.catalogue.centre(CAS)
        by = self.catalogue.worker(centre.pk)
        for right, days, state in (("access", 13, "received"), ("erasure", 6, "proposed"), ("access", 1, "received")):
            file = self._received(self._home("couple", MAJJAT), CAS, days=days + 30)
            asked = self.clock.today - timedelta(days=days)
            at = self.clock.at(self.clock.working(asked))
            first: dict[str, Any] = {"first_by_id": by.user, "first_at": at} if state == "proposed" else {}
            self.lives.chronicle.add(
                RightsRequest, file, at, by, "families.asked_right", reason=right, person_id=file.home.head.key,
                centre_id=centre.pk, code=self.lives.chronicle.keys.code(4, 4), right=right, speaks="herself",
                checked="card", asked_on=asked, due_on=due_day(right, asked), received_by_id=by.user, state=state,
                **first,
            )  # fmt: skip

    def _boy(self, commune: str) -> Home:
        """A boy of about eleven, alone."""
        home = self.lives.homes.make(self._commune(commune), "young")
        head = home.head
        head.sex, head.given = "m", self.lives.homes.names.given("m")
        head.born_on, head.born_about = self.clock.today.replace(year=self.clock.today.year - 11, month=1, day=1), True
        head.marital_state, head.literacy, head.schooled = "", "little", False
        home.profile = "child"
        return home

    def _home(self, profile: str, commune: str) -> Home:
        home = self.lives.homes.make(self._commune(commune), profile)
        self.people += len(home.members)
        return home

    def _commune(self, code: str) -> Margins:
        return self.catalogue.communes[code]

    def _child(self, home: Home, years: int, sex: str, *, disability: str = "") -> Member:
        """A child of this age beside those drawn."""
        made = self.lives.homes.child(home, years, sex)
        made.disability, made.schooled = disability, True
        self.people += 1
        return made

    def _received(self, home: Home, centre: str, days: int) -> File:
        """The file of a household that came some days ago and was listened to."""
        day = self.clock.working(self.clock.today - timedelta(days=days))
        file, _ = self.lives.come(home, self.catalogue.centre(centre), day, state="listened")
        return file

    def _heard(self, file: File, centre: str, days: int, wants: list, states: list, services: list | tuple = (), *,
               compartment: str = "") -> list:  # fmt: skip
        day = self.clock.working(self.clock.today - timedelta(days=days))
        return self.lives.hear(
            file, self.catalogue.centre(centre), day, None if compartment else file.visit, wants, states=states,
            services=services, compartment=compartment,
        )  # fmt: skip
