"""The catalogue and a year's folder -> definitions, tables and values, with every fault in them and its cell.

Knows no figure and no Word file.
"""
