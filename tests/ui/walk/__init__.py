"""A walk through every page, form and question of the window, looking at what must hold everywhere."""
