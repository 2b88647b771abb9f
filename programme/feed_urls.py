"""Calendars and schedules, below /<event>/: no language in the address, `?lang=` instead."""

from django.urls import path

from programme import feeds

app_name = "feeds"

urlpatterns = [
    path("agenda.ics", feeds.agenda_calendar, name="agenda"),
    path("schedule.json", feeds.schedule_json, name="schedule-json"),
    path("schedule.xml", feeds.schedule_xml, name="schedule-xml"),
    path("sessions/<slug:code>.ics", feeds.session_calendar, name="session"),
]
