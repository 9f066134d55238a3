"""How is it put together? Options, settings, addresses of pages, and the server's entry."""
