"""Agenda, sub-forums, sessions and speakers, below /<lang>/<event>/."""

from django.urls import path

from programme.agenda import views

app_name = "programme"

urlpatterns = [
    path("sub-forums/", views.sub_forum_list, name="sub-forums"),
    path("sub-forums/<slug:slug>/", views.sub_forum_detail, name="sub-forum"),
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/now/", views.now, name="now"),
    path("agenda/mine/", views.mine, name="mine"),
    path("agenda/changes/", views.change_list, name="changes"),
    path("sessions/<slug:code>/", views.session_detail, name="session"),
    path("speakers/", views.speaker_list, name="speakers"),
    path("speakers/<slug:slug>/", views.speaker_detail, name="speaker"),
]
