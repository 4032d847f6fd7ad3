"""A report's folder as people write it -> what is wrong with it; and a first one to begin with."""
