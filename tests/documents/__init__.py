"""Papers and tables made from records."""
