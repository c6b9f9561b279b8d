"""The district server: every rule of the protocol, on SQLite and on a real PostgreSQL."""
