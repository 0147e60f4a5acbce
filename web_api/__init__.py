"""The doors beside the chat: sign-in, shop, cases, labels, health and the local simulation."""
