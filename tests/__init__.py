"""What people do with gridworker, and what must hold while they do it."""
