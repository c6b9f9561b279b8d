"""Tests of what the district is: kinds, rules of change, codes, money, dates."""
