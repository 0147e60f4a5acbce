// Everything that is true about returns. containers.json is what backends/documents_cosmos_containers.py
// defines (python -m tools.cloud.bicep_inputs writes it): the app itself may not create containers.
// Registry equivalent: avm/res/document-db/database-account.
param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param mode string
param zoneRedundant bool
param privateNetwork bool
param workspaceId string

var databaseName = 'returns'
var containers = loadJsonContent('../containers.json')

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: name
  location: location
  kind: 'GlobalDocumentDB'
  tags: tags
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    capabilities: mode == 'serverless' ? [{ name: 'EnableServerless' }] : []
    // The adapter asks for it: after a refusal it looks whether the write was its own.
    consistencyPolicy: { defaultConsistencyLevel: 'Strong' }
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
  }

  resource database 'sqlDatabases' = {
    name: databaseName
    properties: {
      resource: { id: databaseName }
      options: mode == 'autoscale' ? { autoscaleSettings: { maxThroughput: 4000 } } : {}
    }
  }
}

resource each 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = [for container in containers: {
  parent: account::database
  name: container.id
  properties: { resource: container }
}]

// Metrics and control plane only: the data-plane log names every document read, and a lookup
// document is named after an e-mail address.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'ControlPlaneRequests', enabled: true }]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
output database string = account::database.name
