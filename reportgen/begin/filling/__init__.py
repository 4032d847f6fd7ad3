"""A year's folder and the catalogue -> how far the year is filled, and what is missing from whom."""
