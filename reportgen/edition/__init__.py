"""A report as it stands -> its public edition."""

FOLDER = "公开版"  # where it stands, beside the report
