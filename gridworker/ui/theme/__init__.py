"""The look: colours, sizes, fonts and icons. Nothing above it names a colour or a size of its own.

`theme.current()` is the theme in force, `Theme.apply(app)` puts it on, `Theme.changed` tells of another.
"""
