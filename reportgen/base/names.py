"""How a figure is called where it stands: the sign between a metric and its category, and how long either may be."""

PART_SIGN = "·"  # between a metric and one category of it: 特殊家庭·甲村
MOST_NAME = 30  # characters of a metric or a category: a mark's title is 「metric·category」, and Word holds 64
