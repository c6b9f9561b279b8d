"""设置: how the window looks and is locked, whether this computer is sound, and what the program is made of."""
