"""Backups: database and files of one moment in one encrypted archive, and the way back.

An archive is a tar file, encrypted with age: the stored files, the database in pieces, and at the
end the manifest with the size and digest of everything. docs/backup.md says how to open it by hand.
"""
