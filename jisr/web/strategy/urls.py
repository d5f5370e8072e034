"""Addresses of strategies and of programmes of others."""

from django.urls import include, path

from jisr.web.strategy import public

app_name = "strategy"
urlpatterns = [
    path("", public.strategies, name="list"),
    path("desk/", include("jisr.web.strategy.desk.urls")),
    path("programmes/<slug:code>/", public.plan, name="plan"),
    path("programmes/<slug:code>/lines.<str:form>", public.plan_sheet, name="plan_sheet"),
    path("<slug:code>/", public.strategy, name="strategy"),
    path("<slug:code>/measures.<str:form>", public.measures_sheet, name="measures_sheet"),
    path("<slug:code>/measures/<slug:measure>/", public.measure, name="measure"),
]
