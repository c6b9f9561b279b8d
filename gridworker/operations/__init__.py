"""Everything a worker can do: one function each, one transaction each."""
