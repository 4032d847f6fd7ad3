"""A browser's request -> the same functions as the commands call; no rule of ours stands here alone, and files are the truth."""
