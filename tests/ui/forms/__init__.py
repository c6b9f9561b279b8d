"""The forms of the window, typed into."""
