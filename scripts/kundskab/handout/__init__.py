"""Handouts: pages set as PDF with Typst."""
