"""A year's folder and a report's folder -> the report on disk, with what people changed in it, its record and its earlier versions.

`records` knows the records of builds.
"""
