"""Disputes: the register, the file of a case, and the forms of its steps."""
