// The chat and embedding models, behind content filters with prompt shields.
// Registry equivalent: avm/res/cognitive-services/account.
param name string
param location string
param tags object
param chatModel string
param chatModelVersion string
@description('Thousands of tokens per minute.')
param chatCapacity int
param embedModel string
param embedModelVersion string
@description('Thousands of tokens per minute.')
param embedCapacity int
@allowed(['GlobalStandard', 'DataZoneStandard', 'Standard'])
param deploymentType string
param privateNetwork bool
param workspaceId string

var deployments = [
  { name: 'chat', model: chatModel, version: chatModelVersion, capacity: chatCapacity }
  { name: 'embedding', model: embedModel, version: embedModelVersion, capacity: embedCapacity }
]

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  kind: 'OpenAI'
  tags: tags
  sku: { name: 'S0' }
  properties: {
    // Tokens are only accepted at an own subdomain.
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: privateNetwork ? 'Deny' : 'Allow' }
  }

  resource shields 'raiPolicies' = {
    name: 'prompt-shields'
    properties: {
      basePolicyName: 'Microsoft.DefaultV2'
      mode: 'Default'
      contentFilters: [
        { name: 'Jailbreak', source: 'Prompt', enabled: true, blocking: true }
        { name: 'Indirect Attack', source: 'Prompt', enabled: true, blocking: true }
      ]
    }
  }
}

// One after another: the account refuses two changes at once.
@batchSize(1)
resource each 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [for item in deployments: {
  parent: account
  name: item.name
  sku: { name: deploymentType, capacity: item.capacity }
  properties: {
    model: { format: 'OpenAI', name: item.model, version: item.version }
    raiPolicyName: account::shields.name
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}]

// Status codes and durations; prompts and answers are in neither category.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'Audit', enabled: true }
      { category: 'RequestResponse', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.endpoint
output chatDeployment string = each[0].name
output embeddingDeployment string = each[1].name
