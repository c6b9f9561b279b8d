"""The window on bad days: each is told in words, nothing is lost, nothing is stuck."""
