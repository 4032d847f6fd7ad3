"""The names of what is drawn in Word's XML: pictures, charts, and what describes either (ECMA-376, part 1, 20 and 21)."""

from __future__ import annotations

_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/"
A = f"{_DRAWINGML}main}}"
CHART = f"{_DRAWINGML}chart}}"
WP = f"{_DRAWINGML}wordprocessingDrawing}}"
DESCRIBED = f"{WP}docPr"  # a drawing's number, name and words for those who can't see it
BLIP = f"{A}blip"  # refers to the file of a picture
