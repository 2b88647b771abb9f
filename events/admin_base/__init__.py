"""What admin pages of every app stand on: rows of the reader, clock of the edition, inputs."""
