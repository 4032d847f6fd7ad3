"""A Word file's effective properties -> how it departs from GB/T 9704-2012."""
