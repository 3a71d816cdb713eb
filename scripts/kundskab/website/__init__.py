"""The outermost layer: the only package that imports mkdocs and knows the inner names of static-i18n and Material."""
