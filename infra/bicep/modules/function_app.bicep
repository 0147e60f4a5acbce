// The whole product behind HTTP, timers and Durable, on Flex Consumption.
// Registry equivalents: avm/res/web/serverfarm, avm/res/web/site.
param planName string
param name string
param location string
param tags object
param identityId string
param identityClientId string
param packagesUrl string
param blobEndpoint string
param queueEndpoint string
param tableEndpoint string
param labelsContainer string
param connectionString string
param schedulerEndpoint string
param hubName string
param documentsEndpoint string
param databaseName string
param searchEndpoint string
param searchIndexPrefix string
param modelEndpoint string
param chatDeployment string
param chatEffort string
param embeddingDeployment string
param emailEndpoint string
param emailSender string
param authIssuer string
param authAudience string
param authJwksUri string
param authClientId string
param authAuthority string
param authScope string
param authCustomerClaim string
param authEmailGuaranteed bool
param pageOrigin string
param shop string
param build string
@allowed([512, 2048, 4096])
param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyHttp int
param alwaysReadyDurable int
param httpConcurrency int
param zoneRedundant bool
@description('Subnet for outgoing calls; empty without network isolation.')
param subnetId string

// The only list of settings. tests/infra compares it with backends/settings.py both ways.
var appSettings = {
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__queueServiceUri: queueEndpoint
  AzureWebJobsStorage__tableServiceUri: tableEndpoint
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  PYTHON_APPLICATIONINSIGHTS_ENABLE_TELEMETRY: 'true'
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'false'
  // The worker's exporter would trace every request of every client as well, URLs and all, and the
  // URL of a lookup in Cosmos DB holds a customer's e-mail address. Our own spans tell each call.
  OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: 'azure_sdk,django,fastapi,flask,httpx,httpx2,psycopg2,requests,urllib,urllib3'
  DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
  TASKHUB_NAME: hubName
  RETURNS_MODE: 'cloud'
  RETURNS_SHOP: shop
  RETURNS_BUILD: build
  COSMOS_ENDPOINT: documentsEndpoint
  COSMOS_DATABASE: databaseName
  SEARCH_ENDPOINT: searchEndpoint
  SEARCH_INDEX_PREFIX: searchIndexPrefix
  OPENAI_ENDPOINT: modelEndpoint
  OPENAI_CHAT_DEPLOYMENT: chatDeployment
  OPENAI_CHAT_EFFORT: chatEffort
  OPENAI_EMBEDDING_DEPLOYMENT: embeddingDeployment
  BLOB_ENDPOINT: blobEndpoint
  LABELS_CONTAINER: labelsContainer
  // In a private network customers' browsers do not reach storage: the app hands labels out itself.
  LABEL_LINKS: empty(subnetId) ? 'on' : 'off'
  EMAIL_ENDPOINT: emailEndpoint
  EMAIL_SENDER: emailSender
  AUTH_ISSUER: authIssuer
  AUTH_AUDIENCE: authAudience
  AUTH_JWKS_URI: authJwksUri
  AUTH_CLIENT_ID: authClientId
  AUTH_AUTHORITY: authAuthority
  AUTH_SCOPE: authScope
  AUTH_CUSTOMER_CLAIM: authCustomerClaim
  AUTH_EMAIL_GUARANTEED: authEmailGuaranteed ? 'true' : 'false'
  PAGE_ORIGIN: pageOrigin
}

var readyForHttp = alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : []
var readyForDurable = alwaysReadyDurable > 0 ? [{ name: 'durable', instanceCount: alwaysReadyDurable }] : []

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  kind: 'functionapp'
  tags: tags
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  tags: union(tags, { 'azd-service-name': 'api' })
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      // The page's exact origin, and no cookies: every request carries its own bearer token.
      cors: { allowedOrigins: [pageOrigin], supportCredentials: false }
      appSettings: [for setting in items(appSettings): { name: setting.key, value: setting.value }]
    }
    functionAppConfig: {
      runtime: { name: 'python', version: '3.13' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: concat(readyForHttp, readyForDurable)
        // The default for Python is 1: one open stream would own an instance.
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }

  resource scmSignIn 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
  resource ftpSignIn 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

output name string = site.name
output origin string = 'https://${site.properties.defaultHostName}'
