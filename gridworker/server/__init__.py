"""The district server: accounts and scope, streams and merge, the HTTP face."""
