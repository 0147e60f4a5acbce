// Notices by e-mail. This module stands alone because tools/bicep_check has no type data for
// Microsoft.Communication: its properties were compared by hand with the published types of
// 2025-09-01, and tests/infra allows exactly these three lines to be "not checked".
// Registry equivalents: avm/res/communication/email-service, avm/res/communication/communication-service.
param name string
param tags object
@description('Where Communication Services keeps its data, such as United States or Europe.')
param dataLocation string

resource sending 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: '${name}-email'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }
}

// A domain the platform verifies itself; replace it by an own one before real customers write back.
resource domain 'Microsoft.Communication/emailServices/domains@2025-09-01' = {
  parent: sending
  name: 'AzureManagedDomain'
  location: 'global'
  tags: tags
  properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
}

resource service 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: [domain.id]
    disableLocalAuth: true
  }
}

output name string = service.name
output endpoint string = 'https://${service.properties.hostName}'
output sender string = 'DoNotReply@${domain.properties.fromSenderDomain}'
