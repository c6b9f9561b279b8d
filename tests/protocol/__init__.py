"""Tests of the wire: bodies, messages, ops."""
