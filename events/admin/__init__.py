"""Editing editions of the forum, and what visitors read about them."""

from events.admin import award, documents, editions, mail, news

__all__ = ["award", "documents", "editions", "mail", "news"]
