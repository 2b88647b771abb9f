"""The living style page: tokens, emblems and every component of a visitor's page, with samples."""
