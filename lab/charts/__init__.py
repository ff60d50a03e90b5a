"""Frames into Altair charts, one module a page."""
