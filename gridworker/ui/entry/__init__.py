"""The way in: the lock, the recovery code, and the first enrolment."""
