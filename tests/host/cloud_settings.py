"""The settings of a deployment whose every service is on a port of this machine that is closed."""

_NOWHERE = "https://127.0.0.1:1"

CLOUD = {
    "RETURNS_MODE": "cloud",
    "RETURNS_SHOP": "shops/zava",
    "RETURNS_BUILD": "test",
    "TASKHUB_NAME": "Cloud",
    "PAGE_ORIGIN": "https://page.example",
    "COSMOS_ENDPOINT": f"{_NOWHERE}/",
    "COSMOS_DATABASE": "returns",
    "OPENAI_ENDPOINT": _NOWHERE,
    "OPENAI_CHAT_DEPLOYMENT": "chat",
    "OPENAI_EMBEDDING_DEPLOYMENT": "embedding",
    "BLOB_ENDPOINT": "https://account.blob.core.windows.net",
    "LABELS_CONTAINER": "labels",
    "EMAIL_ENDPOINT": _NOWHERE,
    "EMAIL_SENDER": "DoNotReply@mail.example",
    "AUTH_ISSUER": f"{_NOWHERE}/",
    "AUTH_AUDIENCE": "returns",
    "AUTH_JWKS_URI": f"{_NOWHERE}/keys",
    "AUTH_CLIENT_ID": "page",
}
