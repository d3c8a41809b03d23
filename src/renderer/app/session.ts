import type { Push, ResourceView, Snapshot } from '../../shared/contract.js'
import { AppError } from '../../shared/errors.js'
import type { EngineStatus } from '../../shared/host.js'
import { accessStore } from '../access/accessStore.js'
import { benchStore } from '../bench/benchStore.js'
import { ratesStore } from '../charts/ratesStore.js'
import { connectionsStore } from '../connections/connectionsStore.js'
import { scenarioStore } from '../cycle/scenarioStore.js'
import { noticeLessons } from '../guide/noticeLessons.js'
import { logStore } from '../log/logStore.js'
import { publisherStore } from '../publisher/publisherStore.js'
import { repeatStore } from '../publisher/repeatStore.js'
import { snippetsStore } from '../publisher/snippetsStore.js'
import { noticeLost, noticeStopped } from '../resources/noticeLost.js'
import { resourcesStore } from '../resources/resourcesStore.js'
import { rulesStore } from '../rules/rulesStore.js'
import { scenariosStore } from '../scenarios/scenariosStore.js'
import { serversStore } from '../servers/serversStore.js'
import { limitsStore } from '../settings/limitsStore.js'
import { settingsStore } from '../settings/settingsStore.js'
import { looksStore } from '../stores/looksStore.js'
import { loadAfterBurst, loadReceived } from '../subscribers/loadReceived.js'
import { subscribersStore } from '../subscribers/subscribersStore.js'
import { timelineStore } from '../timeline/timelineStore.js'
import { brokerStore } from './brokerStore.js'
import { callEngine, callHost } from './engine.js'
import { engineStore } from './engineStore.js'
import { rememberPage } from './pageStore.js'
import { noticeRefusals } from './refusalNotice.js'

/** How often the rates are noted where nothing changes, ms: the engine then tells nothing. */
const ratesPeriod = 1000

/** Follows the engine: one snapshot when it is up, pushes from then on. */
export function startSession(): void {
  setInterval(() => {
    if (engineStore.getState().loaded) takeRates(resourcesStore.getState().resources)
  }, ratesPeriod)
  rememberPage()
  window.inspector.onPush((pushes) => {
    // What was pushed before the snapshot is in it: both come over one channel, in order.
    if (!engineStore.getState().loaded) return
    for (const push of pushes) {
      applyPush(push)
      noticeLessons(push)
    }
  })
  let isTold = false
  window.host.onEngineStatus((status) => {
    isTold = true
    void followStatus(status)
  })
  void callHost('engine.status', undefined).then((status) => {
    // What was told meanwhile is newer than the answer.
    if (!isTold) void followStatus(status)
  })
}

async function followStatus(status: EngineStatus): Promise<void> {
  const before = engineStore.getState()
  engineStore.setState({ status })
  if (status.state === 'stopped') noticeStopped(status.exitCode)
  if (status.state !== 'ready') {
    engineStore.setState({ loaded: false })
    return
  }
  if (before.status.state === 'ready') return
  try {
    applySnapshot(await callEngine('snapshot', undefined))
    engineStore.setState({ loaded: true })
    await loadLists()
  } catch (error) {
    const info = AppError.from(error).toInfo()
    engineStore.setState({ status: { state: 'failed', error: { ...info, data: { ...info.data } } } })
  }
}

function applySnapshot(snapshot: Snapshot): void {
  brokerStore.setState({ broker: snapshot.broker, version: snapshot.version, dataDir: snapshot.dataDir })
  resourcesStore.setState({ resources: snapshot.resources })
  ratesStore.getState().restart()
  rulesStore.setState({ rules: snapshot.rules })
  connectionsStore.setState({ connections: snapshot.connections })
  subscribersStore.getState().restart(snapshot.subscribers)
  publisherStore.setState({ draft: snapshot.publisher })
  snippetsStore.setState({ snippets: snapshot.snippets })
  repeatStore.setState({ repeat: snapshot.repeat })
  settingsStore.setState({ settings: snapshot.settings })
  accessStore.setState({ access: snapshot.access })
  limitsStore.setState({ limits: snapshot.limits })
  timelineStore.getState().restart(snapshot.timeline)
  looksStore.getState().restart(snapshot.looks)
  logStore.getState().restart(snapshot.log)
  serversStore.setState({ servers: snapshot.servers })
  scenarioStore.setState({ scenario: snapshot.scenario })
  scenariosStore.setState({ scenarios: snapshot.scenarios })
  benchStore.setState(snapshot.bench, true)
}

/** What the subscribers have received is not in the snapshot, because it can be long. */
async function loadLists(): Promise<void> {
  for (const { subscriber } of subscribersStore.getState().subscribers) await loadReceived(subscriber.id)
}

function takeRates(resources: readonly ResourceView[]): void {
  ratesStore.getState().take({ at: Date.now(), broker: brokerStore.getState().broker, resources })
}

export function applyPush(push: Push): void {
  switch (push.type) {
    case 'broker':
      noticeRefusals(brokerStore.getState().broker, push.broker)
      brokerStore.setState({ broker: push.broker })
      return
    case 'resources':
      noticeLost(resourcesStore.getState().resources, push.resources)
      takeRates(push.resources)
      resourcesStore.setState({ resources: push.resources })
      return
    case 'rules':
      rulesStore.setState({ rules: push.rules })
      return
    case 'repeat':
      repeatStore.setState({ repeat: push.repeat })
      return
    case 'connections':
      connectionsStore.setState({ connections: push.connections })
      return
    case 'subscribers':
      subscribersStore.getState().show(push.subscribers)
      return
    case 'received':
      subscribersStore.getState().receive(push.subscriberId, push.messages)
      if (push.omitted > 0) loadAfterBurst(push.subscriberId)
      return
    case 'timeline':
      timelineStore.getState().add(push.lives, push.omitted)
      return
    case 'look':
      looksStore.getState().take(push.look, settingsStore.getState().settings.ghostSeconds)
      return
    case 'looked':
      looksStore.getState().confirm(push.resourceId, push.at)
      return
    case 'log':
      logStore.getState().add(push.entries)
      return
    case 'servers':
      serversStore.setState({ servers: push.servers })
      return
    case 'bench':
      benchStore.setState(push.bench, true)
      return
    case 'scenario':
      scenarioStore.setState({ scenario: push.scenario })
      return
  }
}
