"""Closed-form predictions, each with formula and source, that measures are held against."""
