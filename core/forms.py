"""Form fields: time zones, days and moments."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.tables.moments import Ambiguous, UnreadableMoment, read_clock, read_day, split_moment
from core.text.calendar import within_calendar
from core.text.whole_days import has_time, whole_day
from core.text.zones import NoSingleMoment, clock_text, is_twice, moment_of, zone_choices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ZoneField(forms.ChoiceField):
    """The time zone of a place, found by its country and city."""

    def __init__(self, **options: Any) -> None:
        label = capfirst(_("time zone"))
        super().__init__(**{"label": label, "choices": _zones_or_none, **options})


def _zones_or_none() -> list[object]:
    # The blank stands first, so that no place is chosen where the kept one cannot be.
    return [("", "---------"), *zone_choices()]


# Nobody says which days are expected: what can be read as two days is not read.
_ANY_DAY = (date.max, date.min)
_EXAMPLE = "2027-12-31"


class DayField(forms.DateField):
    """A day that somebody can mean, however it is written, if it can be read in one way only."""

    default_validators = [within_calendar]

    def to_python(self, value: str | date | None) -> date | None:
        """The day, or None. Raises ValidationError."""
        if not isinstance(value, str) or not value.strip() or value.strip().isdigit():
            return super().to_python(value)
        return _day(value, self.error_messages["invalid"])


def _day(text: str, invalid: "StrOrPromise") -> date:
    try:
        return read_day(text, _ANY_DAY)
    except Ambiguous as error:
        problem = _("“%(text)s” could be two dates. Write it as %(example)s.")
        values = {"text": text[:80], "example": _EXAMPLE}
        raise ValidationError(problem, code="ambiguous", params=values) from error
    except UnreadableMoment as error:
        raise ValidationError(invalid, code="invalid") from error


class DayInput(forms.DateInput):
    """The browser's own input for a day, in the order of the reader."""

    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own input for a time of day."""

    input_type = "time"

    def format_value(self, value: object) -> str | None:
        """The time without seconds where it has none."""
        if not isinstance(value, time):
            return super().format_value(value)
        return value.isoformat("seconds").removesuffix(":00")


class ClockField(forms.TimeField):
    """A time of day; with an offset where it is to say which of two: 02:30+01:00."""

    def to_python(self, value: str | time | None) -> time | None:
        """The time, or None. Raises ValidationError."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_clock(value)
        except UnreadableMoment as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def has_changed(self, initial: str | time | None, data: str | time | None) -> bool:
        """Compare times, however they are written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _moment(day: date, at: time) -> datetime:
    try:
        return moment_of(day, at, timezone.get_current_timezone())
    except NoSingleMoment as error:
        raise ValidationError(str(error), code="clocks_change") from error


class MomentInput(forms.DateTimeInput):
    """The browser's own input for day and time; one for text where an offset is to be written."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")

    def format_value(self, value: object) -> str | None:
        """The value as the browser's input takes it; an ambiguous time with its offset."""
        if isinstance(value, datetime) and is_twice(value):
            return f"{value:%Y-%m-%d} {clock_text(value)}"
        return super().format_value(value)

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """Offer a text where the browser's input could not say what is meant."""
        context = super().get_context(name, value, attrs)
        if not fits_input(context["widget"]["value"]):
            context["widget"]["type"] = "text"
        return context


def fits_input(text: str | None) -> bool:
    """Whether the inputs of a browser can say the moment that `text` names."""
    try:
        shown = datetime.fromisoformat(text or "2000-01-01T00:00")
        moment_of(shown.date(), shown.time(), timezone.get_current_timezone())
    except (ValueError, OverflowError, NoSingleMoment):
        return False
    return shown.tzinfo is None


class MomentField(forms.DateTimeField):
    """A moment in the active time zone that somebody can mean; a day alone is its first moment.

    What clocks show twice takes an offset: 2027-10-31 02:30+01:00.
    """

    widget = MomentInput
    default_validators = [within_calendar]

    def to_python(self, value: str | date | None) -> datetime | None:
        """The moment, or None. Raises ValidationError."""
        invalid = self.error_messages["invalid"]
        try:
            if not isinstance(value, str) or not value.strip():
                return super().to_python(value)
            day, clock = split_moment(value)
            return _moment(_day(day or value, invalid), read_clock(clock) if day else time())
        except (OverflowError, UnreadableMoment) as error:
            raise ValidationError(invalid, code="invalid") from error


class SplitMomentField(forms.MultiValueField):
    """The same, with an input for the day and one for the time."""

    widget: type[forms.MultiWidget] = forms.SplitDateTimeWidget
    default_validators = [within_calendar]
    default_error_messages = forms.SplitDateTimeField.default_error_messages

    def __init__(self, **options: Any) -> None:
        for name in ("input_date_formats", "input_time_formats"):
            options.pop(name, None)
        fields = (DayField(), ClockField())
        for field, code in zip(fields, ("invalid_date", "invalid_time"), strict=True):
            field.error_messages["invalid"] = self.default_error_messages[code]
        super().__init__(fields, **options)

    def compress(self, data_list: Sequence[date | time | None]) -> datetime | None:
        """The moment of both. Raises ValidationError."""
        if not data_list:
            return None
        day, clock = data_list
        if not isinstance(day, date):
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if not isinstance(clock, time):
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        try:
            return _moment(day, clock)
        except OverflowError as error:
            message = self.error_messages["invalid_date"]
            raise ValidationError(message, code="invalid_date") from error


class DayAndTimeInput(forms.MultiWidget):
    """Inputs for a day and, where it is known, the time."""

    template_name = "core/widgets/day_and_time.html"
    # A label, as for one input: the time has its own.
    use_fieldset = False

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        time_label = {"aria-label": _("Time, if known")}
        super().__init__((DayInput, ClockInput(time_label)), attrs)

    def id_for_label(self, id_: str) -> str:
        """The label of the field is that of the day."""
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: datetime | None) -> list[date | time | str | None]:
        """Day and time by the active time zone; no time where it is not known."""
        if value is None:
            return [None, None]
        local = timezone.localtime(value)
        if not has_time(value):
            return [local.date(), None]
        return [local.date(), clock_text(local) if is_twice(local) else local.time()]

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        """Offer texts where the browser’s inputs cannot hold what was entered."""
        context = super().get_context(name, value, attrs)
        day, at = context["widget"]["subwidgets"]
        if not fits_input(f"{day['value'] or '2000-01-01'}T{at['value'] or '00:00'}"):
            day["type"] = at["type"] = "text"
        return context


class DayOrMomentField(SplitMomentField):
    """A day with or without its time, as `core.text.whole_days` stores it."""

    widget = DayAndTimeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(require_all_fields=False, **options)
        self.fields[1].required = False

    def compress(self, data_list: Sequence[date | time | None]) -> datetime | None:
        """The moment, or the day without a time. Raises ValidationError."""
        if data_list and isinstance(data_list[0], date) and data_list[1] is None:
            return whole_day(data_list[0], timezone.get_current_timezone())
        return super().compress(data_list)
