"""A report's parts -> those of its public edition, and the web page."""
