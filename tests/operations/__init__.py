"""What workers do, operation by operation."""
