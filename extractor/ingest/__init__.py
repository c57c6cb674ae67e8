"""Files, folders and pages in, documents out."""
