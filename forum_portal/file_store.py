"""Where stored files lie, from the setting FILE_STORE."""

from django.core.exceptions import ImproperlyConfigured

from core.files.s3_url import read_s3_url


def private_store(url: str, key_id: str, secret: str) -> dict[str, object]:
    """Return the entry of STORAGES for private files: the folder, or the S3 store at `url`."""
    if not url:
        return {"BACKEND": "core.files.private_folder.PrivateFolder"}
    try:
        place = read_s3_url(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"FILE_STORE {error}") from None
    if not key_id or not secret:
        raise ImproperlyConfigured("FILE_STORE needs FILE_STORE_KEY_ID and FILE_STORE_SECRET.")
    options = {
        "bucket_name": place.bucket,
        "location": place.folder,
        "endpoint_url": place.endpoint,
        "region_name": place.region,
        "access_key": key_id,
        "secret_key": secret,
    }
    return {"BACKEND": "core.files.s3_store.S3Store", "OPTIONS": options}
