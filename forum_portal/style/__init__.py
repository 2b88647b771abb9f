"""The style page: tokens, emblems and every component of visitors' pages, with samples."""
