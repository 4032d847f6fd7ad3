"""A report as it stands -> its public edition."""
