// Packages of the function app, the host's own blobs, and the labels customers print.
// Registry equivalent: avm/res/storage/storage-account.
param name string
param location string
param tags object
param zoneRedundant bool
param privateNetwork bool
@description('Labels are deleted this many days after they were written; the case can make a new one.')
param labelDays int

var packages = 'packages'
var labels = 'labels'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  tags: tags
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    // Keyless callers only; a network rule would also shut out the platform's package pull.
    networkAcls: { defaultAction: privateNetwork ? 'Deny' : 'Allow', bypass: 'AzureServices' }
    // As long as a link to a label is good for; the account itself only reports what lives longer.
    sasPolicy: { sasExpirationPeriod: '0.00:15:00', expirationAction: 'Log' }
  }

  // No CORS: the page opens a label's address in a tab and never reads it (decisions/0012).
  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }
    resource packagesContainer 'containers' = {
      name: packages
      properties: { publicAccess: 'None' }
    }
    resource labelsContainer 'containers' = {
      name: labels
      properties: { publicAccess: 'None' }
    }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'delete-old-labels'
            type: 'Lifecycle'
            enabled: true
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['${labels}/'] }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: labelDays } } }
            }
          }
        ]
      }
    }
  }
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
output packagesUrl string = '${account.properties.primaryEndpoints.blob}${packages}'
output labelsContainer string = labels
