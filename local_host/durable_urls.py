"""The addresses a Durable client is given."""

from local_host.durable_events import dumps

WEBHOOKS = "/runtime/webhooks/durabletask/"
RPC = "/durabletask/"

# Azure puts a system key here; loopback needs none, but clients expect the place filled.
_CODE = "code=local"


class Addresses:
    """Builds the management addresses of one task hub below one base address."""

    def __init__(self, base_url: str, hub: str) -> None:
        self._base = base_url.rstrip("/")
        self._webhooks = f"{self._base}{WEBHOOKS.rstrip('/')}"
        self._hub = hub
        self._query = f"taskHub={hub}&connection=Storage&{_CODE}"

    def serves(self, hub: str) -> bool:
        """Tell whether a task hub named in a request is this one; none named is."""
        return not hub or hub.lower() == self._hub.lower()

    def client_binding(self) -> str:
        """Return what a `durableClient` parameter is bound to, as JSON text."""
        create = f"{self._webhooks}/orchestrators/{{functionName}}[/{{instanceId}}]"
        waiting = "timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}"
        return dumps(
            {
                "taskHubName": self._hub,
                "creationUrls": {
                    "createNewInstancePostUri": f"{create}?{_CODE}",
                    "createAndWaitOnNewInstancePostUri": f"{create}?{waiting}&{_CODE}",
                },
                "managementUrls": self.management("INSTANCEID"),
                "baseUrl": self._webhooks,
                "requiredQueryStringParameters": _CODE,
                "rpcBaseUrl": f"{self._base}{RPC}",
            }
        )

    def management(self, instance_id: str) -> dict[str, str]:
        """Return the addresses to watch and steer one instance."""
        instance = f"{self._webhooks}/instances/{instance_id}"
        reasoned = {
            f"{verb}PostUri": f"{instance}/{verb}?reason={{text}}&{self._query}"
            for verb in ("terminate", "rewind", "suspend", "resume")
        }
        return {
            "id": instance_id,
            "statusQueryGetUri": f"{instance}?{self._query}",
            "sendEventPostUri": f"{instance}/raiseEvent/{{eventName}}?{self._query}",
            **reasoned,
            "purgeHistoryDeleteUri": f"{instance}?{self._query}",
            "restartPostUri": f"{instance}/restart?{self._query}",
        }
