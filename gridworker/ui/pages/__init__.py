"""The pages of the window, a folder a noun. A page knows the session and no other page."""
