"""Pure: what the library returns -> what Discord shows. Limits and escaping live here."""
