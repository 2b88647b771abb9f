"""Hostile requests: values, forms with a wrong value in them, broken headers and bodies."""
