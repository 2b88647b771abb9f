"""What there is of a session besides its text, as a release stores it. Knows no database."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from core.text.translated import TranslatedText


@dataclass(frozen=True, slots=True)
class Document:
    """A file; `digest` is the SHA-256 of the released content, `size` in bytes."""

    guid: str
    title: TranslatedText
    language: str
    file_name: str
    size: int
    digest: str

    @property
    def kind(self) -> str:
        """The kind of file, as people call it: PDF, DOCX."""
        return self.file_name.rpartition(".")[2].upper()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the SHA-256 of its released content, and what it shows, in words."""

    digest: str
    alt: TranslatedText


@dataclass(frozen=True, slots=True)
class Media:
    """What there is of a session besides its text; URLs begin with https:// or are empty."""

    stream: str = ""
    recording: str = ""
    documents: tuple[Document, ...] = ()
    picture: Picture | None = None

    @property
    def stream_host(self) -> str:
        """The site to which the stream leads."""
        return urlsplit(self.stream).hostname or ""

    @property
    def recording_host(self) -> str:
        """The site to which the recording leads."""
        return urlsplit(self.recording).hostname or ""


NO_MEDIA = Media()
