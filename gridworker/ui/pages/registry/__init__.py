"""人房企: people, homes, places and businesses, each with its card."""
