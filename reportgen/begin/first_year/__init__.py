"""The catalogue alone -> the first year's folder, empty, with what is asked for in each place."""
