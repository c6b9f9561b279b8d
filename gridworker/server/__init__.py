"""The district server: HTTP face, accounts and scope, merge, streams, storage, administration."""
