"""巡查: the rounds, and the form that logs one in a few keys."""
