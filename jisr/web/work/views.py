"""What is waiting for me: each thing in exactly one place, overdue first, one button a row."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.messages import actions
from jisr.messages.models import Message
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.forms import once
from jisr.web.reception import alerts
from jisr.web.window import found
from jisr.web.work import counting, tasks


@needs("work.read")
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """The work list of the post that speaks."""
    post = request.post
    listed = tasks.of(post)
    late, things = sum(task.tone == "late" for task in listed.tasks), len(listed.tasks)
    shown = {
        "tasks": listed.tasks, "sections": listed.sections, "title": counting.waiting(things, more=listed.more),
        "lead": counting.late(late, things, more=listed.more), "receives": may(post.role, "reception.receive"),
        "answers": may(post.role, "orientation.answer"),
        "late_alerts": alerts.late(post),
    }  # fmt: skip
    return render(request, "work/list.html", shown)


@needs("reception.receive", "orientation.propose")
@once
def message(request: HttpRequest, message: UUID) -> HttpResponse:
    """A message to pass on: to which number, in which words; then whether it was."""
    row = found(Message.objects.filter(pk=message).first())
    if request.method == "POST" and request.POST.get("answer") in {"passed", "failed"}:
        try:
            actions.pass_on(message=row, by=request.user, failed=request.POST["answer"] == "failed")
            messages.success(request, _("Noted."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect("work:list")
    journal.opened("messages.opened", row)
    return render(request, "work/message.html", {"row": row})
