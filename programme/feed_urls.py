"""Calendars and schedules, below /<event>/: no language in the address, `?lang=` instead."""

from django.urls import path

from programme import feeds

app_name = "feeds"

urlpatterns = [
    path("agenda.ics", feeds.agenda_calendar, name="agenda"),
    path("sub-forums/<slug:slug>.ics", feeds.sub_forum_calendar, name="sub-forum"),
    path("speakers/<slug:slug>.ics", feeds.speaker_calendar, name="speaker"),
    path("rooms/<slug:key>.ics", feeds.room_calendar, name="room"),
    path("starred.ics", feeds.starred_calendar, name="starred"),
    path("changes.atom", feeds.changes, name="changes"),
    path("programme.pdf", feeds.programme_pdf, name="booklet"),
    path("schedule.json", feeds.schedule_json, name="schedule-json"),
    path("schedule.xml", feeds.schedule_xml, name="schedule-xml"),
    path("sessions/<slug:code>.ics", feeds.session_calendar, name="session"),
]
