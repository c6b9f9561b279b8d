"""走访: who is due, and the form on which only exceptions are changed."""
