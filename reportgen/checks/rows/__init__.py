"""Two years' tables -> rows, cells and villages that look exchanged, copied, left standing or mistyped."""
