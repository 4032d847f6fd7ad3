"""A template whose layout differs from GB/T 9704-2012 -> the same put right, without a word of it changed."""
