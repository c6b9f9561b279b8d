"""What the forms of several pages share: drafts, times as people type them, suggestions, phrases."""
