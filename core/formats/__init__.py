"""How each language writes dates: Django reads these modules by FORMAT_MODULE_PATH."""
