"""Measures the index against its peers, on a collection made from a fixed seed."""
