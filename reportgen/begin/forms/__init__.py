"""A year's tables -> workbooks that people fill in, and what they send back -> the year's tables."""
