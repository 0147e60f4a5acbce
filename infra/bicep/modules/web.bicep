// The page: files only. The browser talks to the function app directly, because the /api proxy
// of Static Web Apps ends a stream at 45 seconds.
// Registry equivalent: avm/res/web/static-site.
param name string
param location string
param tags object
@allowed(['Free', 'Standard'])
param sku string

resource page 'Microsoft.Web/staticSites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: { name: sku, tier: sku }
  properties: {
    allowConfigFileUpdates: true
    stagingEnvironmentPolicy: 'Disabled'
  }
}

output name string = page.name
output origin string = 'https://${page.properties.defaultHostname}'
