"""What the district is: kinds and their fields, codes, workflow, merge, deadlines, money and dates."""
