// One rule per way the desk can fail a customer. A query returns rows only when something is
// wrong, so every rule is "more than no rows"; the last one compares a sum with its limit.
// Registry equivalents: avm/res/insights/scheduled-query-rule, avm/res/insights/action-group.
param location string
param tags object
param workspaceId string
param email string
@description('Web address of the repository, so that a mail links to its runbook; empty gives the path.')
param repositoryUrl string
@description('Whole US dollars the model may cost in one hour before someone is told.')
param hourlyModelBudget int

var runbooks = empty(repositoryUrl) ? 'docs/runbooks' : '${repositoryUrl}/blob/main/docs/runbooks'

var rules = [
  {
    name: 'fast-burn'
    says: 'Turns fail 14.4 times faster than the objective allows, over 1 hour and 5 minutes.'
    severity: 1
    every: 'PT5M'
    window: 'PT1H'
    query: loadTextContent('../queries/fast-burn.kql')
  }
  {
    name: 'personal-data'
    says: 'Something that looks like an e-mail address reached a log or a trace.'
    severity: 1
    every: 'PT15M'
    window: 'PT1H'
    query: loadTextContent('../queries/personal-data.kql')
  }
  {
    name: 'slow-burn'
    says: 'Turns fail 6 times faster than the objective allows, over 6 hours and 30 minutes.'
    severity: 2
    every: 'PT15M'
    window: 'PT6H'
    query: loadTextContent('../queries/slow-burn.kql')
  }
  {
    name: 'overdue'
    says: 'Cases stayed overdue for 30 minutes, or the oldest for 10.'
    severity: 2
    every: 'PT5M'
    window: 'PT30M'
    query: loadTextContent('../queries/overdue.kql')
  }
  {
    name: 'suspended'
    says: 'The sweep could not wake a case: its instance is suspended or does not answer.'
    severity: 2
    every: 'PT5M'
    window: 'PT30M'
    query: loadTextContent('../queries/suspended.kql')
  }
  {
    name: 'poison'
    says: 'One effect of one case keeps failing.'
    severity: 2
    every: 'PT15M'
    window: 'P1D'
    query: loadTextContent('../queries/poison.kql')
  }
  {
    name: 'label-failure'
    says: 'A label could not be made.'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../queries/label-failure.kql')
  }
  {
    name: 'fallback'
    says: 'More than 20 % of model turns fell back to the rules for 15 minutes.'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../queries/fallback.kql')
  }
  {
    name: 'model-throttled'
    says: 'The model refuses more than 5 % of calls for want of quota.'
    severity: 2
    every: 'PT5M'
    window: 'PT15M'
    query: loadTextContent('../queries/model-throttled.kql')
  }
  {
    name: 'sweep-silence'
    says: 'No sweep for 10 minutes: lost bells no longer heal.'
    severity: 2
    every: 'PT5M'
    window: 'PT10M'
    query: loadTextContent('../queries/sweep-silence.kql')
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'returns-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'returns'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource each 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'returns-${rule.name}'
  location: location
  kind: 'LogAlert'
  tags: tags
  properties: {
    displayName: 'Order Returns: ${rule.name}'
    description: '${rule.says} Runbook: ${runbooks}/${rule.name}.md#what-to-do'
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: rule.every
    windowSize: rule.window
    autoMitigate: true
    // A new workspace lacks tables nothing has written to; tools/kql_check binds every query instead.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: {
      actionGroups: [people.id]
      customProperties: { runbook: '${runbooks}/${rule.name}.md#what-to-do' }
    }
  }
}]

resource cost 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'returns-model-cost'
  location: location
  kind: 'LogAlert'
  tags: tags
  properties: {
    displayName: 'Order Returns: model-cost'
    description: 'The model costs more per hour than planned. Runbook: ${runbooks}/model-cost.md#what-to-do'
    severity: 3
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: loadTextContent('../queries/model-cost.kql')
          timeAggregation: 'Total'
          metricMeasureColumn: 'usd'
          operator: 'GreaterThan'
          threshold: hourlyModelBudget
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: {
      actionGroups: [people.id]
      customProperties: { runbook: '${runbooks}/model-cost.md#what-to-do' }
    }
  }
}
