// Everything that is true about returns. Containers and key paths are those of
// backends/documents_cosmos.py; tests/infra compares them.
// Registry equivalent: avm/res/document-db/database-account.
param name string
param location string
param tags object
@allowed(['serverless', 'autoscale'])
param mode string
param zoneRedundant bool
param privateNetwork bool
@description('Vector and full-text search in the shop container. Turning the capability on can take 15 minutes.')
param vectors bool
param workspaceId string

var databaseName = 'returns'
var partitionKeyPath = '/pk'
// Collections of backends/documents.py, apart from `shop`, which may carry a vector policy.
var containers = ['cases', 'threads', 'lookups', 'staff', 'providers']
var capabilities = concat(
  mode == 'serverless' ? ['EnableServerless'] : [],
  vectors ? ['EnableNoSQLVectorSearch', 'EnableNoSQLFullTextSearch'] : []
)
var throughput = mode == 'autoscale' ? { autoscaleSettings: { maxThroughput: 4000 } } : {}

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: name
  location: location
  kind: 'GlobalDocumentDB'
  tags: tags
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: zoneRedundant }]
    capabilities: [for capability in capabilities: { name: capability }]
    // A customer who has just clicked reads their own write from any instance.
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
      options: throughput
    }

    resource each 'containers' = [for container in containers: {
      name: container
      properties: {
        resource: {
          id: container
          partitionKey: { paths: [partitionKeyPath], kind: 'Hash', version: 2 }
          // On, without a default: each document says how long it lives.
          defaultTtl: -1
        }
      }
    }]

    resource shop 'containers' = {
      name: 'shop'
      properties: {
        resource: union(
          {
            id: 'shop'
            partitionKey: { paths: [partitionKeyPath], kind: 'Hash', version: 2 }
            defaultTtl: -1
          },
          // Both policies can only be given when the container is made.
          vectors
            ? {
                vectorEmbeddingPolicy: {
                  vectorEmbeddings: [
                    { path: '/vector', dataType: 'float32', distanceFunction: 'cosine', dimensions: 1536 }
                  ]
                }
                fullTextPolicy: {
                  defaultLanguage: 'en-US'
                  fullTextPaths: [{ path: '/text', language: 'en-US' }]
                }
                indexingPolicy: {
                  indexingMode: 'consistent'
                  includedPaths: [{ path: '/*' }]
                  excludedPaths: [{ path: '/vector/*' }, { path: '/"_etag"/?' }]
                  vectorIndexes: [{ path: '/vector', type: 'quantizedFlat' }]
                  fullTextIndexes: [{ path: '/text' }]
                }
              }
            : {}
        )
      }
    }
  }
}

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
