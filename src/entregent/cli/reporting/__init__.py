"""A report on a circle from one CSV file: read it, find what it shows, write it as a page that prints."""
