"""Dates in Spanish. The names are explained in core/text/dates.py."""

DATE_FORMAT = r"j \d\e F \d\e Y"
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
TIME_FORMAT = "H:i"
WEEKDAY_FORMAT = r"l j \d\e F"
WEEKDAY_MOMENT_FORMAT = r"l j \d\e F, H:i"
WEEKDAY_YEAR_FORMAT = r"l j \d\e F \d\e Y"
SHORT_DAY_FORMAT = "D j b"
SHORT_MOMENT_FORMAT = "j b, H:i"
RANGE_START_FORMAT = "j"
RANGE_END_FORMAT = r"j \d\e F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
YEAR_MONTH_FORMAT = r"F \d\e Y"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, H:i"
# Typed year first: nothing else is read in one way only (core/forms.py).
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
FIRST_DAY_OF_WEEK = 1
