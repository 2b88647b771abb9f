"""The connection of a thread, from the pool of its process."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes a connection from the pool that works.

    The pool's own check waits for a second after the first lost connection, two after the next, and
    so on; after a restart of the server it would give up before it came to a good one.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection; where the pool gave a lost one, replace all that are lost."""
        connection = super().get_new_connection(conn_params)
        if self.pool is None:
            return connection
        try:
            ConnectionPool.check_connection(connection)
        except OperationalError:
            self.pool.putconn(connection)
            self.pool.check()
            return super().get_new_connection(conn_params)
        return connection
