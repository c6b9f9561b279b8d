"""The shape of the repository itself, held by tests."""
