"""Stream and recording of a session, as a release stores them. Knows no database."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Media:
    """What there is of a session besides its text; URLs begin with https:// or are empty."""

    stream: str = ""
    recording: str = ""

    @property
    def stream_host(self) -> str:
        """The site to which the stream leads."""
        return urlsplit(self.stream).hostname or ""

    @property
    def recording_host(self) -> str:
        """The site to which the recording leads."""
        return urlsplit(self.recording).hostname or ""


NO_MEDIA = Media()
