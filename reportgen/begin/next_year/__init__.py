"""A year's folder -> the next year's, empty."""
