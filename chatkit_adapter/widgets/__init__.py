"""The cards of a conversation: one builder and one layout each."""
