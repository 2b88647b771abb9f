"""Django's backend for PostgreSQL, with connections that a restart of the server has not cut."""
