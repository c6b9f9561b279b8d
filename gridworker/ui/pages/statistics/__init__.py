"""统计: figures and charts on what is here, and the tables that are filled from it."""
