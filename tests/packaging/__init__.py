"""The thing that workers are handed: how it is put on a laptop and taken away again."""
