"""What the program knows of this computer."""
