"""Above a long form: what was kept of it, with the choice to go on or to throw it away."""

from typing import Any

from django import template

from jisr.common import drafts

register = template.Library()


@register.inclusion_tag("drafts/notice.html", takes_context=True)
def draft_notice(context: template.Context) -> dict[str, Any]:
    """What the author typed here earlier and did not send; nothing when there is none, or when it is shown already."""
    request = context["request"]
    shown = request.method != "GET" or "draft" in request.GET
    draft = None if shown or not request.user.is_authenticated else drafts.of_place(request.path)
    return {"draft": draft, "place": request.path, "csrf_token": context.get("csrf_token")}
