"""Widgets of the window. They hold no words and no records: both come in as parameters.

A file each; `painting` and `drawing` hold what they share. Delegates of tables draw with `drawing` too.
"""
