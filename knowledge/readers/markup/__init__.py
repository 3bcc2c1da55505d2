"""HTML and XHTML, shared by web pages and e-books: parsing, head metadata, main text, blocks."""
