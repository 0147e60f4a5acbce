// AI Search for policy, products and similar cases. Off unless asked for: it costs more than the
// rest at low volume, and the embedded search answers the same questions.
// Registry equivalent: avm/res/search/search-service.
param enabled bool
param name string
param location string
param tags object
param privateNetwork bool
param workspaceId string

resource service 'Microsoft.Search/searchServices@2025-05-01' = if (enabled) {
  name: name
  location: location
  tags: tags
  sku: { name: 'basic' }
  properties: {
    replicaCount: 1
    partitionCount: 1
    semanticSearch: 'free'
    // With keys off, authOptions must be absent.
    disableLocalAuth: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
  }
}

// Metrics only: an operation log can carry what a customer searched for.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (enabled) {
  name: 'to-workspace'
  scope: service
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = enabled ? service.id : ''
output endpoint string = enabled ? 'https://${name}.search.windows.net' : ''
