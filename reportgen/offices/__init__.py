"""A county's folder, with a folder of its own for each office -> its offices' reports, and figures of its own."""
