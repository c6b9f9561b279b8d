"""The frame around the pages: rail, header, status bar, and going from one page to another."""
