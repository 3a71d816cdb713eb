"""Kundskab: articles about selling become a trilingual site, a search index and handouts."""
