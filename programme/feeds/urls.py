"""Calendars and schedules, below /<event>/: no language in the address, `?lang=` instead."""

from django.urls import path

from programme.feeds import views

app_name = "feeds"

urlpatterns = [
    path("agenda.ics", views.agenda_calendar, name="agenda"),
    path("sub-forums/<slug:slug>.ics", views.sub_forum_calendar, name="sub-forum"),
    path("speakers/<slug:slug>.ics", views.speaker_calendar, name="speaker"),
    path("rooms/<slug:key>.ics", views.room_calendar, name="room"),
    path("starred.ics", views.starred_calendar, name="starred"),
    path("changes.atom", views.changes, name="changes"),
    path("programme.pdf", views.programme_pdf, name="booklet"),
    path("schedule.json", views.schedule_json, name="schedule-json"),
    path("schedule.xml", views.schedule_xml, name="schedule-xml"),
    path("sessions/<slug:code>.ics", views.session_calendar, name="session"),
]
