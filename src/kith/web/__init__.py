"""Who asks? A reader: pages, forms, templates and what they look like."""
