"""Figures, and two years' tables -> issues. A check returns what it found and never raises.

Knows no Word file.
"""
