"""An S3 store for the tests of files and backups."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from forum_portal.file_store import private_store


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """A store of its own, on this machine alone."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str, settings: Any, tmp_path: Path) -> Iterator[Any]:
    """An empty bucket, in which the portal has its files."""
    settings.PRIVATE_FILES_ROOT = tmp_path
    use_store(settings, f"s3://files/forum?endpoint={endpoint}&region=local")
    made = boto3.resource(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="id",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket="files")
    yield made
    made.objects.delete()
    made.delete()


def use_store(settings: Any, url: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "private": private_store(url, "id", "secret")}
