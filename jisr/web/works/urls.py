"""Addresses of the works: a building, its operations, its energy, and figures of many."""

from django.urls import path

from jisr.web.works import energy, figures, operations, readings, sheets

app_name = "works"
urlpatterns = [
    path("", figures.figures, name="figures"),
    path("figures.csv", figures.export, name="figures_csv"),
    path("<int:pk>/", sheets.building, name="building"),
    path("<int:pk>/sheet/", sheets.new_sheet, name="new_sheet"),
    path("sheets/<uuid:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:pk>/photo/", sheets.add_photo, name="add_photo"),
    path("photos/<uuid:pk>/", sheets.photo, name="photo"),
    path("photos/<uuid:pk>/remove/", sheets.drop_photo, name="drop_photo"),
    path("<int:pk>/operations/new/", operations.new, name="new_operation"),
    path("operations/<uuid:pk>/", operations.operation, name="operation"),
    path("operations/<uuid:pk>/to/<slug:to>/", operations.move, name="move"),
    path("operations/<uuid:pk>/lines/new/", operations.new_line, name="new_line"),
    path("lines/<uuid:pk>/", operations.line, name="line"),
    path("reserves/<uuid:pk>/lift/", operations.lift, name="lift"),
    path("operations/<uuid:pk>/closure/", operations.shut, name="shut"),
    path("closures/<uuid:pk>/reopen/", operations.reopen, name="reopen"),
    path("<int:pk>/energy/", energy.energy, name="energy"),
    path("<int:pk>/meters/new/", energy.new_meter, name="new_meter"),
    path("meters/<uuid:pk>/read/", energy.read, name="read"),
    path("readings/<uuid:pk>/strike/", energy.strike, name="strike"),
    path("meters/<uuid:pk>/bill/", energy.bill, name="bill"),
    path("<int:pk>/log/", energy.log, name="log"),
    path("<int:pk>/readings/", readings.take, name="take"),
    path("<int:pk>/readings.csv", readings.export, name="export"),
]
