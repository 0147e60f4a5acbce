// Who may do what, in one list: the app's identity, and the person or pipeline that deploys.
// tests/infra/test_roles.py holds the same table with the reason of each row.
param identityPrincipalId string
@description('Empty when nobody seeds data from outside.')
param deployerObjectId string
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string
param storageName string
param labelsContainer string
param schedulerName string
param hubName string
param componentName string
param modelName string
param documentsName string
param emailName string
param searchEnabled bool
param searchName string

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var blobDelegator = 'db58b8e5-c6ad-4a2a-8342-4190687cbf4a'
var durableTaskDataContributor = '0ad04412-c4d5-4796-b79c-f76d14c8d402'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
var openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
var emailOwner = '09976791-48a7-449e-bb21-39d1a415f350'
var searchIndexDataReader = '1407120a-92aa-4202-b7e9-c0e197c71c8f'
var searchIndexDataContributor = '8ebe5a00-799e-43f5-93ac-243d3dce84a7'
var searchServiceContributor = '7ca78c08-252a-4471-8644-bb5ff32d4ba0'
var cosmosDataContributor = '00000000-0000-0000-0000-000000000002'

var seeding = !empty(deployerObjectId)

resource storage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
  resource blobs 'blobServices' existing = {
    name: 'default'
    resource labels 'containers' existing = { name: labelsContainer }
  }
}
resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' existing = {
  name: schedulerName
  resource hub 'taskHubs' existing = { name: hubName }
}
resource component 'Microsoft.Insights/components@2020-02-02' existing = { name: componentName }
resource model 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = { name: modelName }
resource documents 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = { name: documentsName }
resource email 'Microsoft.Communication/communicationServices@2025-09-01' existing = { name: emailName }
resource search 'Microsoft.Search/searchServices@2025-05-01' existing = if (searchEnabled) { name: searchName }

resource ownsHostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identityPrincipalId, blobDataOwner)
  scope: storage
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}
resource writesLabels 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage::blobs::labels.id, identityPrincipalId, blobDataContributor)
  scope: storage::blobs::labels
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
  }
}
resource signsLabelLinks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identityPrincipalId, blobDelegator)
  scope: storage
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDelegator)
  }
}
resource runsOrchestrations 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(scheduler::hub.id, identityPrincipalId, durableTaskDataContributor)
  scope: scheduler::hub
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', durableTaskDataContributor)
  }
}
resource publishesTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identityPrincipalId, monitoringMetricsPublisher)
  scope: component
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}
resource callsModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(model.id, identityPrincipalId, openAiUser)
  scope: model
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
  }
}
resource sendsEmail 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(email.id, identityPrincipalId, emailOwner)
  scope: email
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', emailOwner)
  }
}
resource readsIndexes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (searchEnabled) {
  name: guid(resourceGroup().id, searchName, identityPrincipalId, searchIndexDataReader)
  scope: search
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', searchIndexDataReader)
  }
}
resource deployerFillsIndexes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (searchEnabled && seeding) {
  name: guid(resourceGroup().id, searchName, deployerObjectId, searchIndexDataContributor)
  scope: search
  properties: {
    principalId: deployerObjectId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', searchIndexDataContributor)
  }
}
resource deployerMakesIndexes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (searchEnabled && seeding) {
  name: guid(resourceGroup().id, searchName, deployerObjectId, searchServiceContributor)
  scope: search
  properties: {
    principalId: deployerObjectId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', searchServiceContributor)
  }
}
resource deployerEmbedsPassages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (searchEnabled && seeding) {
  name: guid(model.id, deployerObjectId, openAiUser)
  scope: model
  properties: {
    principalId: deployerObjectId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
  }
}

resource writesDocuments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: documents
  name: guid(documents.id, identityPrincipalId, cosmosDataContributor)
  properties: {
    principalId: identityPrincipalId
    scope: documents.id
    roleDefinitionId: '${documents.id}/sqlRoleDefinitions/${cosmosDataContributor}'
  }
}
resource deployerLoadsShop 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = if (seeding) {
  parent: documents
  name: guid(documents.id, deployerObjectId, cosmosDataContributor)
  properties: {
    principalId: deployerObjectId
    scope: documents.id
    roleDefinitionId: '${documents.id}/sqlRoleDefinitions/${cosmosDataContributor}'
  }
}
