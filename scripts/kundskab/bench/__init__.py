"""Measurements, printed with the machine they were made on; never a test, since machines are noisy."""

import os
import platform

CONCEPTS = 3000


def machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors"
