"""Exit code 0 while the server of this container answers `/healthz`."""

import os
import sys
from http.client import HTTPConnection

host = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".")
port = int(os.environ.get("BIND", ":8000").rpartition(":")[2])
connection = HTTPConnection("127.0.0.1", port, timeout=5)
connection.request("GET", "/healthz", headers={"Host": host})
sys.exit(connection.getresponse().status != 200)
