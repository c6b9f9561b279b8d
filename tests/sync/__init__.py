"""The app's side of the sync."""
