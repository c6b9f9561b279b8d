"""The command line of the app, as people and scripts use it."""
