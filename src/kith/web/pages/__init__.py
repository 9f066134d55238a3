"""One module a noun: each page is a function, a query and a template."""
