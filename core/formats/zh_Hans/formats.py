"""Dates in Chinese. The names are explained in core/text/dates.py."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
TIME_FORMAT = "H:i"
WEEKDAY_FORMAT = "n月j日 l"
WEEKDAY_MOMENT_FORMAT = "n月j日 l H:i"
WEEKDAY_YEAR_FORMAT = "Y年n月j日 l"
SHORT_DAY_FORMAT = "n月j日 D"
SHORT_MOMENT_FORMAT = "n月j日 H:i"
RANGE_START_FORMAT = "Y年n月j日"
RANGE_END_FORMAT = "j日"
MONTH_DAY_FORMAT = "n月j日"
YEAR_MONTH_FORMAT = "Y年n月"
SHORT_DATE_FORMAT = "Y年n月j日"
SHORT_DATETIME_FORMAT = "Y年n月j日 H:i"
# Typed year first: nothing else is read in one way only (core/forms.py).
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
FIRST_DAY_OF_WEEK = 1
