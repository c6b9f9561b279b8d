"""同步: what goes to the district and comes from it, what needs a person, and the receipts."""
