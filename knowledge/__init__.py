"""Quoth's library: documents in, verbatim cited answers out."""
