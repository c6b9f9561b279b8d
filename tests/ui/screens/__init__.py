"""The pictures of `make screens`."""
