"""Filters for the texts of mails."""

from django import template

from mail import plain_text

register = template.Library()


@register.filter
def as_name(value: object, instead: object = "") -> str:
    """A name that a stranger typed, or `instead` where it cannot be one."""
    return plain_text.as_name(value, instead)
