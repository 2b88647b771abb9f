"""Static files under names that change with their content, kept by readers for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also renames the files that ES modules import."""

    support_js_module_import_aggregation = True
