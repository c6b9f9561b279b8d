"""What is fast, measured beside its limit and its peers."""
