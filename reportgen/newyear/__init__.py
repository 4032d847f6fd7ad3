"""A year's folder -> that of the next, and what a year still lacks."""
