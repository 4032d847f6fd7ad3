"""An older report's lines and marks + a template's sentences -> a year's inputs, and what could not be read."""
