"""An existing report, or nothing -> a template."""
