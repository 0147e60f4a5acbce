// The page operators open first. Its JSON is composed from queries/*.kql by compose.py.
// Registry equivalent: avm/res/insights/workbook.
param location string
param tags object
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'operations')
  location: location
  kind: 'shared'
  tags: tags
  properties: {
    displayName: 'Order Returns: operations'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: replace(loadTextContent('../workbook/operations.workbook.json'), '{workspace-id}', workspaceId)
  }
}

output id string = workbook.id
