"""What people do with gridworker, played with the real programs, from the command lines alone."""
