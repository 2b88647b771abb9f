"""Dates in French. The names are explained in core/text/dates.py."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
WEEKDAY_FORMAT = "l j F"
WEEKDAY_MOMENT_FORMAT = "l j F, H:i"
WEEKDAY_YEAR_FORMAT = "l j F Y"
SHORT_DAY_FORMAT = "D j b"
SHORT_MOMENT_FORMAT = "j b, H:i"
RANGE_START_FORMAT = "j"
RANGE_END_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
# Typed year first: nothing else is read in one way only (core/forms.py).
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
FIRST_DAY_OF_WEEK = 1
