// The Durable Task Scheduler that carries every case. One API version serves both network modes:
// 2026-02-01 is the first with a public-access switch.
// No registry module exists.
param name string
param hubName string
param location string
param tags object
param privateNetwork bool

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Only tokens open it, so the list does not narrow addresses; private mode closes it.
    ipAllowlist: privateNetwork ? [] : ['0.0.0.0/0']
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
  }

  resource hub 'taskHubs' = {
    name: hubName
  }

  // A case's own documents are the record; the history is kept for questions only.
  resource retention 'retentionPolicies' = {
    name: 'default'
    properties: {
      retentionPolicies: [
        { orchestrationState: 'Completed', retentionPeriodInDays: 30 }
        { orchestrationState: 'Failed', retentionPeriodInDays: 30 }
      ]
    }
  }
}

output id string = scheduler.id
output name string = scheduler.name
output endpoint string = scheduler.properties.endpoint
output hub string = scheduler::hub.name
output dashboard string = scheduler::hub.properties.dashboardUrl
