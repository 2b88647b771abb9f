"""Catalogues are compiled whole, whatever is killed when."""

import gettext
from pathlib import Path

import polib
import pytest

from core.text.catalogues import compile_catalogues


def test_a_killed_compilation_leaves_no_half_of_a_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Agenda"\nmsgstr "Programme"\n', encoding="utf-8")

    def die_half_way(_catalogue: polib.POFile, name: str) -> None:
        Path(name).write_bytes(b"\xde\x12\x04\x95")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(polib.POFile, "save_as_mofile", die_half_way)
        with pytest.raises(KeyboardInterrupt):
            compile_catalogues([tmp_path])

    compiled = compile_catalogues([tmp_path])
    with compiled[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Agenda") == "Programme"
