"""News, award, documents, newsletter and practical information, below /<lang>/<event>/."""

from django.urls import path

from events.award import views as award
from events.documents import views as documents
from events.news import views as news
from events.newsletter import views as newsletter
from events.pages import views as pages

app_name = "events"

urlpatterns = [
    path("info/", pages.page_list, name="pages"),
    path("info/<slug:slug>/", pages.page_detail, name="page"),
    path("news/", news.news_list, name="news"),
    path("news/<slug:slug>/", news.news_item, name="news-item"),
    path("award/", award.award, name="award"),
    path("documents/", documents.document_list, name="documents"),
    path("newsletter/", newsletter.newsletter, name="newsletter"),
    path("newsletter/subscribe/", newsletter.subscribe, name="subscribe"),
    path("newsletter/sent/", newsletter.sent, name="subscribe-sent"),
    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", newsletter.leave, name="leave"),
]
