"""The site: MkDocs, Material and mkdocs-static-i18n are imported here and nowhere else."""

import os

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for its successor, on every start
