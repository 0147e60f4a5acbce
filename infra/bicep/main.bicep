// Everything Order Returns needs in one resource group: `azd up`, or `az deployment sub create`.
targetScope = 'subscription'

@minLength(1)
@maxLength(32)
param environmentName string
param location string
@description('Region of the models; quota differs by region. Empty: as `location`.')
param openAiLocation string = ''
@description('Static Web Apps live in few regions; the page itself is served worldwide.')
@allowed(['westus2', 'centralus', 'eastus2', 'westeurope', 'eastasia'])
param webLocation string = 'westeurope'
@description('Where Communication Services keeps its data.')
param emailDataLocation string = 'Europe'

@description('Issuer of the tokens customers and staff bring, exactly as in their `iss` claim.')
@minLength(8)
param authIssuer string
@description('The `aud` claim that means this desk.')
@minLength(1)
param authAudience string
@description('Where the issuer publishes its signing keys.')
@minLength(8)
param authJwksUri string
@description('The public client of the page at the issuer.')
@minLength(1)
param authClientId string
@description('Where the page finds the issuer, when that is not its name. Empty: as `authIssuer`.')
param authAuthority string = ''
@description('The scope of this desk, as the page asks for it; tokens must carry it. Empty: none.')
param authScope string = ''
@description('The claim that holds the id of the order owner, or `email`.')
@minLength(1)
param authCustomerClaim string = 'sub'
@description('Only for `email`: the issuer verifies every address, although its tokens do not say so.')
param authEmailGuaranteed bool = false

@description('Shop folder inside the package.')
param shop string = 'shops/zava'
@description('Name of this build, shown by /api/health; the hook gives the commit.')
param build string = 'unknown'

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40
param alwaysReadyHttp int = 0
param alwaysReadyDurable int = 0
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 16
@allowed(['serverless', 'autoscale'])
param documentsMode string = 'serverless'
@allowed(['off', 'basic'])
param search string = 'off'
@description('What the indexes begin with. A new one makes new indexes beside the old.')
param searchIndexPrefix string = 'returns'
param zoneRedundant bool = false
param networkIsolation bool = false
@allowed(['Free', 'Standard'])
param webSku string = 'Free'

param chatModel string = 'gpt-5-mini'
param chatModelVersion string = '2025-08-07'
param chatCapacity int = 50
@description('How long a reasoning model may think. Empty for a model that does not reason.')
@allowed(['', 'none', 'minimal', 'low', 'medium', 'high'])
param chatEffort string = 'low'
param embedModel string = 'text-embedding-3-small'
param embedModelVersion string = '1'
param embedCapacity int = 50
@allowed(['GlobalStandard', 'DataZoneStandard', 'Standard'])
param modelDeploymentType string = 'GlobalStandard'

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30
@minValue(0)
param dailyCapGb int = 1
@minValue(1)
param labelDays int = 90
@minValue(1)
param monthlyBudget int = 100
@description('First day of a month, kept by the hook after the first time: a budget refuses to move its start.')
param budgetStart string = ''
@description('Not for setting: only a default may read the clock.')
param firstOfMonth string = utcNow('yyyy-MM-01')
@minValue(1)
param hourlyModelBudget int = 5
@description('Who gets alerts and budget notices.')
@minLength(3)
param alertEmail string
@description('Web address of this repository; alerts link to its runbooks.')
param repositoryUrl string = ''
param costCenter string = 'returns'

@description('Who seeds the shop from outside; azd gives its own principal. Empty: nobody.')
param deployerObjectId string = ''
@allowed(['User', 'ServicePrincipal', 'Group'])
param deployerType string = 'User'

var suffix = uniqueString(subscription().id, environmentName, location)
var tags = {
  'azd-env-name': environmentName
  workload: 'order-returns'
  costCenter: costCenter
  dataClass: 'customer'
}
var hub = 'returns'
var searchName = 'srch-${suffix}'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-returns-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-${suffix}', location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${suffix}'
    componentName: 'appi-${suffix}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyCapGb: dailyCapGb
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${suffix}'
    location: location
    tags: tags
    zoneRedundant: zoneRedundant
    privateNetwork: networkIsolation
    labelDays: labelDays
  }
}

module documents 'modules/documents.bicep' = {
  name: 'documents'
  scope: group
  params: {
    name: 'cosmos-${suffix}'
    location: location
    tags: tags
    mode: documentsMode
    zoneRedundant: zoneRedundant
    privateNetwork: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module durable 'modules/durable.bicep' = {
  name: 'durable'
  scope: group
  params: {
    name: 'dts-${suffix}'
    hubName: hub
    location: location
    tags: tags
    privateNetwork: networkIsolation
  }
}

module model 'modules/model.bicep' = {
  name: 'model'
  scope: group
  params: {
    name: 'oai-${suffix}'
    location: empty(openAiLocation) ? location : openAiLocation
    tags: tags
    chatModel: chatModel
    chatModelVersion: chatModelVersion
    chatCapacity: chatCapacity
    embedModel: embedModel
    embedModelVersion: embedModelVersion
    embedCapacity: embedCapacity
    deploymentType: modelDeploymentType
    privateNetwork: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module searchService 'modules/search.bicep' = {
  name: 'search'
  scope: group
  params: {
    enabled: search != 'off'
    name: searchName
    location: location
    tags: tags
    privateNetwork: networkIsolation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module email 'modules/email.bicep' = {
  name: 'email'
  scope: group
  params: { name: 'acs-${suffix}', tags: tags, dataLocation: emailDataLocation }
}

module web 'modules/web.bicep' = {
  name: 'web'
  scope: group
  params: { name: 'web-${suffix}', location: webLocation, tags: tags, sku: webSku }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    identityPrincipalId: identity.outputs.principalId
    deployerObjectId: deployerObjectId
    deployerType: deployerType
    storageName: storage.outputs.name
    labelsContainer: storage.outputs.labelsContainer
    schedulerName: durable.outputs.name
    hubName: durable.outputs.hub
    componentName: monitoring.outputs.componentName
    modelName: model.outputs.name
    documentsName: documents.outputs.name
    emailName: email.outputs.name
    searchEnabled: !empty(searchService.outputs.endpoint)
    searchName: searchName
  }
}

var searchTarget = [
  { name: 'search', id: searchService.outputs.id, group: 'searchService', zone: 'privatelink.search.windows.net' }
]
var targets = [
  { name: 'blob', id: storage.outputs.id, group: 'blob', zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { name: 'queue', id: storage.outputs.id, group: 'queue', zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { name: 'table', id: storage.outputs.id, group: 'table', zone: 'privatelink.table.${environment().suffixes.storage}' }
  { name: 'documents', id: documents.outputs.id, group: 'Sql', zone: 'privatelink.documents.azure.com' }
  { name: 'model', id: model.outputs.id, group: 'account', zone: 'privatelink.openai.azure.com' }
  { name: 'durable', id: durable.outputs.id, group: 'scheduler', zone: 'privatelink.durabletask.io' }
]

module network 'modules/network.bicep' = if (networkIsolation) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${suffix}'
    location: location
    tags: tags
    targets: concat(targets, search == 'off' ? [] : searchTarget)
  }
}

module functionApp 'modules/function_app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    planName: 'plan-${suffix}'
    name: 'func-${suffix}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    packagesUrl: storage.outputs.packagesUrl
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    labelsContainer: storage.outputs.labelsContainer
    connectionString: monitoring.outputs.connectionString
    schedulerEndpoint: durable.outputs.endpoint
    hubName: durable.outputs.hub
    documentsEndpoint: documents.outputs.endpoint
    databaseName: documents.outputs.database
    searchEndpoint: searchService.outputs.endpoint
    searchIndexPrefix: searchIndexPrefix
    modelEndpoint: model.outputs.endpoint
    chatDeployment: model.outputs.chatDeployment
    chatEffort: chatEffort
    embeddingDeployment: model.outputs.embeddingDeployment
    emailEndpoint: email.outputs.endpoint
    emailSender: email.outputs.sender
    authIssuer: authIssuer
    authAudience: authAudience
    authJwksUri: authJwksUri
    authClientId: authClientId
    authAuthority: authAuthority
    authScope: authScope
    authCustomerClaim: authCustomerClaim
    authEmailGuaranteed: authEmailGuaranteed
    pageOrigin: web.outputs.origin
    shop: shop
    build: build
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    alwaysReadyDurable: alwaysReadyDurable
    httpConcurrency: httpConcurrency
    zoneRedundant: zoneRedundant
    subnetId: networkIsolation ? network!.outputs.appSubnetId : ''
  }
  // The app starts as soon as it exists, and must find its roles.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    repositoryUrl: repositoryUrl
    hourlyModelBudget: hourlyModelBudget
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: { location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module budget 'modules/budget.bicep' = {
  name: 'budget'
  scope: group
  params: { amount: monthlyBudget, email: alertEmail, startDate: empty(budgetStart) ? firstOfMonth : budgetStart }
}

// azd keeps these as environment values; the hooks read them.
output AZURE_RESOURCE_GROUP string = group.name
output API_ORIGIN string = functionApp.outputs.origin
output API_NAME string = functionApp.outputs.name
output PAGE_ORIGIN string = web.outputs.origin
output PAGE_NAME string = web.outputs.name
output COSMOS_ENDPOINT string = documents.outputs.endpoint
output COSMOS_DATABASE string = documents.outputs.database
output SEARCH_ENDPOINT string = searchService.outputs.endpoint
output SEARCH_INDEX_PREFIX string = searchIndexPrefix
output OPENAI_ENDPOINT string = model.outputs.endpoint
output OPENAI_EMBEDDING_DEPLOYMENT string = model.outputs.embeddingDeployment
output DURABLE_DASHBOARD string = durable.outputs.dashboard
output WORKBOOK_ID string = workbook.outputs.id
