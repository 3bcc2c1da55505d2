"""Pure: what the library returns -> what Discord shows. Limits and escaping have their home here."""
