"""Every route of the product: how to knock at it, and who finds something behind it.

A route that is missing here fails ``test_routes``: nobody adds a page without saying whose it is.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from jisr.exchange.hsds.vocabularies import taxonomies
from tests.access.finds import (
    Finds,
    Route,
    anywhere,
    at,
    at_body,
    at_results,
    at_treasury,
    by,
    covers_province,
    keeps_calls,
    keeps_own,
    keeps_protected,
    keeps_province,
    keeps_targets,
    knows_draft,
    of_province,
    on_team,
    sees_photos,
)
from tests.access.routes_atlas import ATLAS
from tests.access.world import World
from tests.ground import CHICHAOUA, OWN, SERVICE_OWN, SERVICE_SISTER, SISTER, user_of
from tests.window.appointments.agendas import keeps_hours, next_feast

_BOTH = at(OWN, SISTER)


def _row(area: str, key: str, names: str, finds: Finds, **rest: Any) -> list[Route]:
    return [Route(f"{area}:{name}", lambda world: [getattr(world, key)], finds, **rest) for name in names.split()]


_HERE = at(OWN)


def _of_times(key: str, names: str, finds: Finds = _HERE) -> list[Route]:
    return [Route(f"appointments:{name}", lambda world: [getattr(world.times, key)], finds) for name in names.split()]


def _of_consultation(key: str, names: str) -> list[Route]:
    return [
        Route(f"forum:desk:{name}", lambda world: [getattr(world.consultation, key)], on_team)
        for name in names.split()
    ]  # fmt: skip


def _of_strategy(names: str, *more: Callable[[World], Any], finds: Finds = anywhere) -> list[Route]:
    """Pages of the version in force; what stands in their addresses after its number."""
    return [
        Route(
            f"strategy:desk:{name}",
            lambda world: [world.compared.code, 1, *(one(world) for one in more)], finds,
        )
        for name in names.split()
    ]  # fmt: skip


def _row_of_strategy(key: str, names: str) -> list[Route]:
    return [Route(f"strategy:desk:{name}", lambda world: [getattr(world.compared, key)]) for name in names.split()]


def _of_draft(names: str) -> list[Route]:
    return [
        Route(f"strategy:desk:{name}", lambda world: [world.compared.code, world.compared.draft])
        for name in names.split()
    ]  # fmt: skip


def _of_call(key: str, names: str, finds: Finds = keeps_calls) -> list[Route]:
    return [Route(f"calls:desk:{name}", lambda world: [getattr(world.call, key)], finds) for name in names.split()]


def _of_body(key: str, names: str) -> list[Route]:
    return [Route(f"forum:bodies:{name}", lambda world: [getattr(world.body, key)], at_body) for name in names.split()]


def _of_results(key: str, names: str, finds: Finds = at_results) -> list[Route]:
    return [Route(f"results:desk:{name}", lambda world: [getattr(world.results, key)], finds) for name in names.split()]


def _of_building(names: str, key: str = "", finds: Finds = _HERE) -> list[Route]:
    return [
        Route(f"works:{name}", lambda world: [getattr(world.building, key) if key else OWN], finds)
        for name in names.split()
    ]  # fmt: skip


def _of_agreement(key: str, names: str) -> list[Route]:
    return [
        Route(f"agreements:desk:{name}", lambda world: [getattr(world.agreement, key)], at_treasury)
        for name in names.split()
    ]  # fmt: skip


ROUTES: dict[str, Route] = {
    route.name: route
    for route in (
        # the catalogue and the ground, open to all
        Route("portal:find"),
        Route("portal:service", lambda world: [SERVICE_OWN]),
        Route("portal:centre", lambda world: [OWN]),
        Route("portal:words"), Route("portal:vocabulary", lambda world: ["publics"]),
        Route("portal:vocabulary_file", lambda world: ["publics", "csv"]),
        Route("territory:communes"),
        Route("territory:suggest", query=lambda world: "?q=chi"),
        Route("territory:commune", lambda world: [CHICHAOUA]),
        Route("territory:province", lambda world: ["07.161"]),
        Route("territory:region", lambda world: ["07"]),
        Route("set_language"),
        Route("account_login"), Route("account_logout"), Route("mfa_authenticate"), Route("sign_in:demonstration"),
        Route("orientation:by_link", lambda world: [world.secret]),
        Route("orientation:by_link_code", lambda world: [world.secret]),
        Route("orientation:by_link_open", lambda world: [world.secret]),
        Route("orientation:by_code"), Route("orientation:by_sms"),
        # one's own account
        Route("account_change_password"), Route("account_reauthenticate"), Route("mfa_reauthenticate"),
        Route("mfa_activate_totp"), Route("mfa_deactivate_totp"), Route("mfa_view_recovery_codes"),
        Route("mfa_generate_recovery_codes"), Route("mfa_index"), Route("sign_in:home"), Route("sign_in:posts"),
        Route("sign_in:lock"), Route("sign_in:unlock"), Route("drafts:save"), Route("drafts:again"),
        Route("drafts:discard"),
        # posts and accounts
        Route("staff:posts"), Route("staff:assign"), Route("staff:account"),
        Route("staff:end", lambda world: [world.posts["officer"]]),
        Route("staff:password", lambda world: [user_of("officer").pk]),
        # work and families
        Route("work:list"),
        *_row("work", "message", "message", at(OWN)),
        Route("families:search"), Route("families:ask"), Route("families:requests"),
        *_row("families", "request", "answer", at(OWN)),
        *_row("families", "household", "household edit_household add_person add_phone readers", at(OWN)),
        *_row("families", "household", "head referent resources", at(OWN)),
        *_row("families", "household", "safety", keeps_protected),
        *_row("families", "resource", "end_resource", at(OWN)),
        *_row("families", "person", "edit_person add_identity left back papers", at(OWN)),
        *_row("families", "consent", "withdraw", at(OWN)),
        *_row("families", "person", "ask_right own_file add_consent", at(OWN)),
        *_row("families", "household", "consents", at(OWN)),
        *_row("families", "asked_right", "right answer_right take_back_right right_letter", at(OWN)),
        Route("families:erasures"), Route("families:retention"),
        # a batch is found by the keeper alone: in the story there is none
        Route("families:sign_retention", lambda world: [world.household], lambda post: False),
        Route("duplicates:list"),
        *_row("duplicates", "person", "ask", at(OWN)),
        Route("duplicates:pair", lambda world: [world.deciding.pair], at(OWN)),
        Route("duplicates:unlink", lambda world: [world.deciding.link], keeps_protected),
        Route("duplicates:apart", lambda world: [world.deciding.joining], at(OWN)),
        # a centre's own list of families: whoever brought it alone
        Route("imports:list"), Route("imports:template", lambda world: ["csv"]), Route("imports:export"),
        *_row("imports", "brought", "one meaning again alike alike_all conflicts write give_up report", by("director")),
        # reception and listening
        Route("reception:new"),
        *_row("reception", "person", "known", at(OWN)),
        *_row("reception", "visit", "visit print read left", at(OWN)),
        *_row("reception", "alert", "alert take_alert alert_visit close_alert", at(OWN)),
        *_row("listening", "visit", "after_visit", at(OWN)),
        *_row("listening", "household", "new", at(OWN)),
        *_row("listening", "household", "disclosure", keeps_protected),
        *_row("listening", "interview", "interview note add_need", at(OWN)),
        *_row("listening", "need", "edit_need close_need", at(OWN)),
        # orientation: two centres see a referral, each does her part of it
        Route("orientation:referrals"), Route("orientation:offers"),
        *_row("orientation", "need", "need asks paper answer_facts offer", at(OWN)),
        *_row("orientation", "card", "card take decline", at(SISTER)),
        *_row("orientation", "offer", "made_offer take_back_offer", at(OWN)),
        Route("orientation:refer", lambda world: [world.need, SERVICE_OWN], at(OWN)),
        *_row("orientation", "referral", "referral answer task", _BOTH),
        *_row("orientation", "referral", "book start complete fail", at(SISTER), sees=_BOTH),
        *_row("orientation", "referral", "slip withdraw confirm", at(OWN), sees=_BOTH),
        *_row("orientation", "partner_referral", "link", at(OWN)),
        *_row("orientation", "household", "bundle", at(OWN)),
        # rounds of places: of one centre, for whoever signs there
        Route("allocation:rounds"), Route("allocation:orders"),
        Route("allocation:new", lambda world: [SERVICE_SISTER], at(SISTER)),
        Route("allocation:round", lambda world: [world.round[0]], at(SISTER)),
        *(Route(f"allocation:{name}", lambda world: [world.round[0]], at(SISTER)) for name in ("sign", "drop")),
        Route("allocation:change", lambda world: [world.round[1]], at(SISTER)),
        # deposits
        Route("deposits:list"),
        *_row("deposits", "person", "new", at(OWN)),
        *_row("deposits", "deposit", "deposit print letter papers completion without stage decide", at(OWN)),
        *_row("deposits", "deposit", "complain appeal settle hand renewal withdraw", at(OWN)),
        # appointments: time is given by the centre whose it is; hours are kept by whose they are, or by the director
        *(Route(f"appointments:{name}") for name in "agenda calendar day line sessions new_session hours".split()),
        *(Route(f"appointments:{name}") for name in "week absent closed ramadan".split()),
        Route("appointments:feast", next_feast),
        Route("appointments:of", lambda world: [user_of("worker").pk], at(OWN)),
        *_row("appointments", "household", "new", at(OWN)),
        *_row("appointments", "referral", "for_referral", at(SISTER), sees=_BOTH),
        *_of_times("appointment", "appointment move cancel came missed spoke printed summons"),
        *_of_times("session", "session off"), *_of_times("wait", "leave"), *_of_times("closure", "open_days"),
        *_of_times("opening", "end_week", keeps_hours), *_of_times("absence", "back", keeps_hours),
        # pathways
        *_row("pathways", "household", "new signals aside act", at(OWN)),
        *_row("pathways", "plan", "plan print close new_step template contact levels", at(OWN)),
        Route("pathways:levels_of", lambda world: [world.plan, world.person], at(OWN)),
        *_row("pathways", "score", "answer_level", at(OWN)),
        *_row("pathways", "follow_up", "follow_up", at(OWN)),
        *_row("pathways", "step", "step begin end attendance aid ask", at(OWN)),
        *_row("pathways", "approval", "approval", at(OWN)),
        *_row("pathways", "unit", "unit unit_day unit_result certify certificate", at(OWN)),
        Route("pathways:check"),
        # the catalogue, kept
        Route("centres:list"), Route("centres:new", finds=of_province),
        Route("centres:page", lambda world: [OWN]),
        Route("centres:edit", lambda world: [OWN], keeps_own),
        Route("centres:places", lambda world: [OWN], keeps_own),
        Route("centres:new_service", lambda world: [OWN], keeps_own),
        Route("centres:edit_service", lambda world: [SERVICE_OWN], keeps_own),
        Route("conditions:page", lambda world: [SERVICE_OWN]),
        Route("conditions:version", lambda world: [SERVICE_OWN, world.rule]),
        Route("conditions:edit", lambda world: [SERVICE_OWN], keeps_own),
        Route("conditions:end", lambda world: [SERVICE_OWN] if world.rule else [0], keeps_own),
        Route("centres:still_true", lambda world: [OWN], keeps_own),
        Route("centres:quality", lambda world: [SERVICE_OWN], keeps_own),
        Route("centres:capacities", lambda world: [SERVICE_OWN], keeps_own),
        Route("centres:new_notice", lambda world: [OWN], keeps_own),
        Route("centres:end_notice", lambda world: [world.told.notice], keeps_own),
        Route("centres:new_stop", lambda world: [OWN], keeps_own),
        Route("centres:end_stop", lambda world: [world.told.stop], keeps_own),
        Route("centres:campaigns", finds=of_province), Route("centres:new_campaign", finds=of_province),
        Route("centres:campaign", lambda world: [world.told.campaign], keeps_province),
        Route("centres:end_campaign", lambda world: [world.told.campaign], keeps_province),
        # buildings, works and meters: kept by the centre, read by whoever looks after its part of the country
        *_of_building("building energy log export", finds=keeps_own),
        *_of_building("new_sheet new_operation new_meter take"),
        *_of_building("sheet", "sheet", keeps_own), *_of_building("add_photo", "sheet"),
        *_of_building("photo", "photo", sees_photos), *_of_building("drop_photo", "photo"),
        *_of_building("operation", "operation", keeps_own), *_of_building("new_line shut", "operation"),
        Route("works:move", lambda world: [world.building.operation, "closed"], at(OWN)),
        *_of_building("line", "line"), *_of_building("lift", "reserve"), *_of_building("reopen", "closure"),
        *_of_building("read bill", "meter"), *_of_building("strike", "reading"),
        Route("works:figures"), Route("works:figures_csv"),
        Route("centres:import"),
        *_row("centres", "staged", "preview refused", by("coordinator")),
        # packages of others, and our catalogue as open data
        Route("packages:send"), *_row("packages", "package", "preview meaning report", by("coordinator")),
        Route("open_data:about"),
        *(
            Route(f"open_data:{world}{name}", lambda _world, at=at: at)
            for world in ("", "invented_")
            for name, at in (
                ("root", []), ("profile", []), ("openapi", []), ("package", []), ("list", ["taxonomies"]),
                ("one", ["taxonomies", taxonomies()[0]["id"]]),
            )
        ),
        Route("centres:template", lambda world: ["csv"]),
        Route("centres:export", lambda world: ["csv"]),
        # what regions said, open to all
        Route("forum:waves"), Route("forum:slip"), Route("forum:tell"),
        *(Route(f"forum:{name}", lambda world: ["none"]) for name in "wave duty moderation meeting minutes".split()),
        *(Route(f"forum:{name}", lambda world: ["none"]) for name in "vote vote_about vote_slip".split()),
        Route("forum:vote_anew", lambda world: ["none"]), Route("forum:consensus", lambda world: ["none"]),
        *(Route(f"forum:{name}", lambda world: ["none"]) for name in "say screen poster sheets".split()),
        Route("forum:number", lambda world: ["999999"]),
        Route("forum:contribution", lambda world: ["NONE"]),
        Route("forum:contributions", lambda world: ["none", "csv"]),
        Route("forum:statement", lambda world: [world.household]),
        # the desk of a wave, for who has a seat on its team
        Route("forum:desk:waves"),
        *_of_consultation("wave", "wave key plan close statements extract merge"),
        *_of_consultation("wave", "groups"), *_of_consultation("wave", "alike"),
        *_of_consultation("wave", "kits"), *_of_consultation("planned", "cut_kit"),
        *_of_consultation("bundle", "bundle"), Route("forum:desk:take_out", finds=lambda post: False),
        *_of_consultation("planned", "hold"), *_of_consultation("held", "close_meeting"),
        *_of_consultation("held", "tribune shut_tribune"),
        *_of_consultation("contribution", "contribution moderate danger destroy answer"),
        *_of_consultation("statement", "statement reword translate split answer_statement"),
        *_of_consultation("edge", "undo"),
        # strategies and programmes, open to all, and the desk of who compares them
        Route("strategy:list"), Route("strategy:strategy", lambda world: ["none"]),
        Route("strategy:measure", lambda world: ["none", "none"]), Route("strategy:plan", lambda world: ["none"]),
        Route("strategy:measures_sheet", lambda world: ["none", "csv"]),
        Route("strategy:plan_sheet", lambda world: ["none", "csv"]),
        Route("strategy:desk:home"), Route("strategy:desk:begin"), Route("strategy:desk:note_plan"),
        Route("strategy:desk:empty", lambda world: ["measures", "csv"]),
        Route("strategy:desk:send_lines", lambda world: [world.compared.plan]),
        Route("strategy:desk:preview", lambda world: [world.compared.staged], by("strategist")),
        Route("strategy:desk:refused", lambda world: [world.compared.staged], by("strategist")),
        Route("strategy:desk:take_back", lambda world: [world.compared.decision]),
        *_row_of_strategy("drafted", "leave_out bring_back edit_measure"),
        *_row_of_strategy("line", "leave_line_out bring_line_back edit_line"),
        Route("strategy:desk:add_line", lambda world: [world.compared.plan]),
        *_of_draft("add_measure outline"),
        Route("strategy:desk:next_version", lambda world: [world.compared.code]),
        *_of_strategy("version in_force send_measures pairs cells gaps"),
        *_of_strategy("pair", lambda world: world.compared.measure, lambda world: world.compared.line),
        *_of_strategy("take_up", lambda world: world.compared.statement),
        *_of_strategy("let_go", lambda world: world.compared.measure, lambda world: world.compared.statement),
        *_of_strategy("summary", lambda world: "fr"), *_of_strategy("take_out", lambda world: "csv"),
        # advisory bodies: what everybody reads, a body at its desk, its region beside it
        Route("forum:bodies_list"), Route("forum:body", lambda world: ["none"]),
        Route("forum:bodies:desk"), Route("forum:bodies:new"),
        *_of_body("code", "body edit name_member plan ask begin"), *_of_body("item", "settle"),
        *_of_body("request", "answer"), *_of_body("draft", "write"), *_of_body("opinion", "correct became"),
        *_of_body("member", "member"),
        Route("forum:desk:open"),
        *_of_consultation("wave", "team commitments rename take_seat"), *_of_consultation("seat", "end_seat"),
        *_of_consultation("planned", "meeting edit_meeting invitations"),
        *_of_consultation("held", "attendance minutes sign commit"), *_of_consultation("commitment", "settle"),
        *_of_consultation("contribution", "correct"), *_of_consultation("wave", "import"),
        Route("forum:desk:import_sheet", lambda world: [world.consultation.wave, "csv"], on_team),
        *(
            Route(f"forum:desk:import_{name}", lambda world: [world.consultation.staged], by("secretary"))
            for name in ("preview", "refused")
        ),
        # agreements: what everybody reads, and the desk of those who keep and approve them
        Route("agreements:list"), Route("agreements:owed"),
        *(Route(f"agreements:{name}", lambda world: ["none"]) for name in ("agreement", "amendments")),
        Route("agreements:table", lambda world: ["none", "shares"]),
        Route("agreements:open_data"),
        *(Route(f"agreements:{name}", lambda world: ["oc4ids.json"]) for name in ("given", "invented")),
        *(Route(f"agreements:{name}", lambda world: ["none", "iati.xml"]) for name in ("given_of", "invented_of")),
        Route("agreements:document", lambda world: [world.household]),
        *(Route(f"agreements:desk:{name}") for name in ("list", "session", "new", "party")),
        *_of_agreement("code", "agreement edit carry_on amend milestone add_document count claims claim"),
        *_of_agreement("draft", "version force drop"),
        Route("agreements:desk:add", lambda world: [world.agreement.draft, "share"], at_treasury),
        Route(
            "agreements:desk:off", lambda world: [world.agreement.draft, "share", world.agreement.share], at_treasury
        ),
        *_of_agreement("instalment", "instalment call justify block"), *_of_agreement("block", "lift"),
        Route("agreements:desk:propose", lambda world: [world.agreement.instalment, "approved"], at_treasury),
        *_of_agreement("entry", "back"), *_of_agreement("proposal", "confirm refuse withdraw"),
        *_of_agreement("milestone", "milestone_back"), *_of_agreement("document", "document show"),
        *_of_agreement("claim", "claim_out claim_replace"),
        # calls for projects: open to all, and at the desk
        *(Route(f"calls:{name}") for name in "list mine paper appeal proof messages".split()),
        *(Route(f"calls:{name}", lambda world: ["none"]) for name in "call check apply help results".split()),
        Route("calls:desk:home"), Route("calls:desk:new"),
        *_of_call("code", "call edit announce extend files awards give selection propose take_back decide call_up"),
        *_of_call("file", "file complete ask aside hand sign give_up"), *_of_call("paper", "paper"),
        *_of_call("appeal", "appeal"),
        *_of_call("reading", "read conflict", by("reader_one")), *_of_call("help", "take_help end_help", keeps_calls),
        *_of_call("award", "award convention"), *_of_call("tranche", "pay justify"), *_of_call("proof", "proof"),
        *_of_call("payment", "confirm_payment refuse_payment withdraw_payment give_back"),
        *_of_call("visit", "visit plan_visit"),
        # results of agreements: open to all, and at the desk of those who report and approve them
        Route("results:list"), Route("results:owed"), Route("results:agreement", lambda world: ["none"]),
        Route("results:table", lambda world: ["none", "csv"]), Route("results:desk:home"),
        *_of_results("code", "agreement add"), *_of_results("indicator", "indicator edit end drop target"),
        *_of_results("target", "drop_target"),
        *_of_results("report", "report approve return correct throw_away", knows_draft),
        Route("results:desk:write", lambda world: [world.results.indicator, world.results.day], at_results),
        *_of_results("staged", "preview refused", by("council")),
        Route("results:desk:send", lambda world: [world.results.code, "targets"], keeps_targets),
        *(
            Route(f"results:desk:{name}", lambda world: [world.results.code, "targets", "csv"], keeps_targets)
            for name in ("empty", "take_out")
        ),
        # the whole thread, open to all
        Route("thread:home"), Route("thread:links", lambda world: ["csv"]),
        *(Route(f"thread:{name}", lambda world: ["unasked"]) for name in ("list", "sheet")),
        Route("thread:one", lambda world: ["agreement", "none"]),
        *ATLAS,
        # figures and the journal
        Route("barometer:page"), Route("barometer:export"), Route("barometer:gaps"),
        Route("preparation:choose"),
        Route("preparation:province", lambda world: ["07.161"], covers_province, lambda post: True),
        Route("journal:lines"),
    )
}  # fmt: skip


def patterns(resolver: Any = None, spaces: tuple[str, ...] = ()) -> Iterable[tuple[str, URLPattern]]:
    """Every route of the URLconf with its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, spaces + ((pattern.namespace,) if pattern.namespace else ()))
        else:
            yield ":".join((*spaces, pattern.name or "")), pattern
