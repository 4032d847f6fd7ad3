"""An office's own report + what a year says -> a template that prints it again."""
