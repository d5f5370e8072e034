"""Addresses of the desk."""

from django.urls import path

from jisr.web.strategy.desk import cells, gaps, home, outline, pairs, sheets, summary, writing

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("begin/", home.begin, name="begin"),
    path("programmes/note/", home.note_plan, name="note_plan"),
    path("programmes/<slug:code>/send/", sheets.send_lines, name="send_lines"),
    path("programmes/<slug:code>/add/", writing.add_line, name="add_line"),
    path("empty/<slug:kind>.<str:form>", sheets.empty, name="empty"),
    path("sheet/<uuid:pk>/", sheets.preview, name="preview"),
    path("sheet/<uuid:pk>/refused.csv", sheets.refused, name="refused"),
    path("decision/<uuid:pk>/take-back/", pairs.take_back, name="take_back"),
    path("measure/<uuid:pk>/", writing.edit_measure, name="edit_measure"),
    path("measure/<uuid:pk>/leave-out/", home.leave_out, name="leave_out"),
    path("measure/<uuid:pk>/bring-back/", home.bring_back, name="bring_back"),
    path("line/<uuid:pk>/", writing.edit_line, name="edit_line"),
    path("line/<uuid:pk>/leave-out/", home.leave_line_out, name="leave_line_out"),
    path("line/<uuid:pk>/bring-back/", home.bring_line_back, name="bring_line_back"),
    path("<slug:code>/next/", home.next_version, name="next_version"),
    path("<slug:code>/<int:number>/", home.version, name="version"),
    path("<slug:code>/<int:number>/in-force/", home.in_force, name="in_force"),
    path("<slug:code>/<int:number>/add/", writing.add_measure, name="add_measure"),
    path("<slug:code>/<int:number>/outline/", outline.outline, name="outline"),
    path("<slug:code>/<int:number>/send/", sheets.send_measures, name="send_measures"),
    path("<slug:code>/<int:number>/measures.<str:form>", sheets.take_out, name="take_out"),
    path("<slug:code>/<int:number>/pairs/", pairs.pairs, name="pairs"),
    path("<slug:code>/<int:number>/pairs/<uuid:measure>/<uuid:line>/", pairs.pair, name="pair"),
    path("<slug:code>/<int:number>/cells/", cells.cells, name="cells"),
    path("<slug:code>/<int:number>/gaps/", gaps.gaps, name="gaps"),
    path("<slug:code>/<int:number>/take-up/<uuid:statement>/", gaps.take_up, name="take_up"),
    path("<slug:code>/<int:number>/let-go/<uuid:measure>/<uuid:statement>/", gaps.let_go, name="let_go"),
    path("<slug:code>/<int:number>/summary.<str:tongue>.pdf", summary.summary, name="summary"),
]
