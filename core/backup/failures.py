"""What stops a backup or a restore, in words for operators."""


class BackupFailed(Exception):
    """Nothing was written, or nothing was restored; the text says why and what to do."""


def damaged() -> str:
    """The sentence about a backup that cannot be read to its end."""
    return "The backup is damaged or cut short. Take another one."
