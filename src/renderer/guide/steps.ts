import { isNewForm, newFor } from '../app/formKeys.js'
import type { PageName } from '../app/pageStore.js'
import { acts } from './acts.js'
import { type Scene, taken } from './scene.js'
import type { TargetName } from './target.js'
import type { GuideStepName } from './tour.js'

export interface GuideStep {
  /** Where its control is. */
  readonly page: PageName
  readonly open?: (scene: Scene) => { readonly ruleId?: string; readonly resourceId?: string }
  /** The control, and which of its kind; `form` is the key of the resource form that is open. */
  readonly target: (scene: Scene, form: string | undefined) => readonly [name: TargetName, of?: string | undefined]
  readonly isDone: (scene: Scene) => boolean
  /** Does it for the person; left out where there is nothing but to look. */
  readonly act?: (scene: Scene) => Promise<unknown>
}

const resourceForm = ({ resource }: Scene) => (resource === undefined ? {} : { resourceId: resource.resource.id })
const ruleForm = ({ rule, resource }: Scene) => {
  if (rule !== undefined) return { ruleId: rule.rule.id }
  return resource === undefined ? {} : { ruleId: newFor(resource.resource.id) }
}
const idOf = ({ resource }: Scene) => resource?.resource.id

export const steps: Readonly<Record<GuideStepName, GuideStep>> = {
  server: {
    page: 'resources',
    open: resourceForm,
    target: ({ backend, resource }, form) => {
      const isForm = form !== undefined && isNewForm(form)
      return resource === undefined && !isForm && backend !== 'pgsql' ? ['server', backend] : ['resource-save']
    },
    isDone: ({ resource }) => resource !== undefined,
    act: acts.server
  },
  test: {
    page: 'resources',
    open: resourceForm,
    target: () => ['resource-test'],
    isDone: ({ resource }) => resource?.state === 'up',
    act: acts.reconnect
  },
  table: {
    page: 'resources',
    open: resourceForm,
    target: () => ['resource-init'],
    isDone: ({ look }) => look !== undefined && look.look.error === undefined,
    act: acts.table
  },
  sql: {
    page: 'rules',
    open: ruleForm,
    target: () => ['rule-sql'],
    isDone: () => true
  },
  rule: {
    page: 'rules',
    open: ruleForm,
    target: (scene) => (isRuleReady(scene) ? ['rule-actions'] : ['rule-save']),
    isDone: isRuleReady,
    act: acts.rule
  },
  alone: {
    page: 'cycle',
    target: () => ['subscribers'],
    isDone: ({ listeners }) => listeners.length === 0,
    act: acts.disconnect
  },
  publish: {
    page: 'cycle',
    target: () => ['publish'],
    isDone: ({ life, obstacle }) => life !== undefined && obstacle === undefined,
    act: acts.publish
  },
  stored: {
    page: 'cycle',
    target: (scene) => ['store', idOf(scene)],
    isDone: (scene) => taken(scene.life, 'saved', idOf(scene)) !== undefined,
    act: acts.goOn
  },
  connect: {
    page: 'cycle',
    target: ({ subscriber }) =>
      subscriber === undefined ? ['subscribers'] : ['subscriber-connect', subscriber.subscriber.id],
    isDone: ({ life }) => taken(life, 'delivered') !== undefined,
    act: acts.connect
  },
  acked: {
    page: 'cycle',
    target: ({ subscriber }) =>
      subscriber === undefined ? ['subscribers'] : ['subscriber-received', subscriber.subscriber.id],
    isDone: ({ life }) => taken(life, 'acked') !== undefined,
    act: acts.acknowledge
  },
  gone: {
    page: 'cycle',
    target: (scene) => ['store', idOf(scene)],
    isDone: (scene) => taken(scene.life, 'deleted', idOf(scene)) !== undefined,
    act: acts.goOn
  }
}

function isRuleReady({ rule }: Scene): boolean {
  return rule?.rule.enabled === true && rule.error === undefined
}
