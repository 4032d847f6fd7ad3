"""A report's package -> where its layout differs from GB/T 9704-2012."""
