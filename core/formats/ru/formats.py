"""Dates in Russian, as the United Nations write them. Names: core/text/dates.py.

`E` is the month after a day (декабря), `F` the month alone (Декабрь).
"""

DATE_FORMAT = "j E Y года"
DATETIME_FORMAT = "j E Y года, H:i"
TIME_FORMAT = "H:i"
WEEKDAY_FORMAT = "l, j E"
WEEKDAY_MOMENT_FORMAT = "l, j E, H:i"
WEEKDAY_YEAR_FORMAT = "l, j E Y года"
SHORT_DAY_FORMAT = "D, j E"
SHORT_MOMENT_FORMAT = "j E, H:i"
RANGE_START_FORMAT = "j"
RANGE_END_FORMAT = "j E Y года"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "F Y года"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
# Typed year first: nothing else is read in one way only (core/forms.py).
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
FIRST_DAY_OF_WEEK = 1
