"""A year's folder -> the next year's, empty; how far a year is filled."""
